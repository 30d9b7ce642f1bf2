package dev.postern.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.rbac.AccessReview;

/** Puts access reviews to the server. */
final class Reviews {
    private Reviews() {}

    static boolean allowed(ApiServer admin, AccessReview review) {
        ObjectNode body = ApiServer.JSON.createObjectNode();
        body.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
        ObjectNode spec = body.putObject("spec").put("user", review.user().name());
        ArrayNode groups = spec.putArray("groups");
        review.user().groups().forEach(groups::add);
        if (review.isResourceRequest()) {
            spec.putObject("resourceAttributes")
                    .put("verb", review.verb())
                    .put("group", review.apiGroup())
                    .put("resource", review.resource())
                    .put("subresource", review.subresource())
                    .put("namespace", review.namespace())
                    .put("name", review.name());
        } else {
            spec.putObject("nonResourceAttributes").put("verb", review.verb()).put("path", review.path());
        }
        ApiServer.Answer answer = admin.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", body);
        if (!answer.isGood()) {
            throw new IllegalStateException(review + ": " + answer.message());
        }
        return answer.body().path("status").path("allowed").asBoolean();
    }
}
