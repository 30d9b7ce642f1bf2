package dev.postern.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Requests, judged by the RBAC authorizer of Kubernetes itself. */
class RequestsConformanceTest {
    @Test
    void everyRequestIsJudgedAlike() throws IOException {
        Tally tally = new Tally("requests");
        Vectors.forEachWorld(world -> {
            Rbac rbac = Rbac.of(RbacJson.cluster(world.path("objects")), RbacOptions.DEFAULT.withoutBuiltInRoles());
            for (JsonNode request : world.path("requests")) {
                boolean allowed = rbac.decideByRbac(review(request)).isAllowed();
                tally.compare(request.path("allowed").asBoolean(), allowed, world.path("id") + " " + request);
            }
        });
        tally.report();
    }

    static AccessReview review(JsonNode request) {
        UserInfo user = UserInfo.of(request.path("user").asText(), RbacJson.strings(request.path("groups")));
        return new AccessReview(
                user,
                request.path("verb").asText(),
                request.path("apiGroup").asText(),
                request.path("resource").asText(),
                request.path("subresource").asText(),
                request.path("name").asText(),
                request.path("namespace").asText(),
                request.path("path").asText());
    }
}
