package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.postern.attack.Vertex;
import dev.postern.model.Subject;
import dev.postern.rbac.Signing;
import dev.postern.rbac.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CSR_SIGN: request a certificate, approve it unless the controller manager does, and read it. */
final class CertificateRequests implements CallBuilder {
    private static final String GROUP = "certificates.k8s.io";
    private static final String REQUESTS = "certificatesigningrequests";
    private static final String NAME = PodSpecs.NAME + "-csr";
    private static final String COLLECTION = ApiPath.of(GROUP, "v1", "", REQUESTS);
    private static final String APPROVAL = COLLECTION + "/" + NAME + "/approval";
    private static final String APPROVED = Json.of(ImmutableMap.of(
            "status",
            ImmutableMap.of(
                    "conditions",
                    ImmutableList.of(ImmutableMap.of(
                            "message",
                            PodSpecs.NAME,
                            "reason",
                            PodSpecs.NAME,
                            "status",
                            "True",
                            "type",
                            "Approved")))));

    @Override
    public ImmutableList<ApiCall> calls(Attempt attempt) {
        if (!(attempt.to() instanceof Vertex.Identity identity)) {
            return ImmutableList.of();
        }
        Subject subject = identity.subject();
        boolean node = attempt.facts().rbac().groupsOf(subject).contains(Subject.group("system:nodes"));
        ImmutableList<ApiCall> inAnyName = approved(attempt, subject, Signing.API_SERVER_CLIENT);
        if (!inAnyName.isEmpty() || !node) {
            return inAnyName;
        }
        ImmutableList<ApiCall> ofNode = approved(attempt, subject, Signing.KUBELET_CLIENT);
        return ofNode.isEmpty() ? unattended(attempt, subject) : ofNode;
    }

    private static ImmutableList<ApiCall> approved(Attempt attempt, Subject subject, String signer) {
        Optional<UserInfo> creator = attempt.who("create", GROUP, REQUESTS, "", "");
        if (creator.isEmpty()) {
            return ImmutableList.of();
        }
        for (Actor actor : attempt.actors()) {
            if (!mayApprove(attempt, actor, signer)) {
                continue;
            }
            ApiCall create = create(attempt, creator.get(), subject, signer);
            if (attempt.may(actor, "patch", GROUP, REQUESTS + "/approval", "", NAME)) {
                return ImmutableList.of(
                        create,
                        ApiCall.patch(actor.user(), APPROVAL, ApiCall.MERGE_PATCH, APPROVED)
                                .lastingly(),
                        ApiCall.patch(actor.user(), APPROVAL, ApiCall.MERGE_PATCH, "{}"));
            }
            if (attempt.may(actor, "update", GROUP, REQUESTS + "/approval", "", NAME)) {
                ApiCall approve =
                        ApiCall.update(actor.user(), APPROVAL, APPROVED).ontoCurrent();
                return ImmutableList.of(create, approve.lastingly(), approve);
            }
        }
        return ImmutableList.of();
    }

    private static boolean mayApprove(Attempt attempt, Actor actor, String signer) {
        String domain = signer.substring(0, signer.indexOf('/')) + "/*";
        return attempt.may(actor, "approve", GROUP, "signers", "", signer)
                || attempt.may(actor, "approve", GROUP, "signers", "", domain);
    }

    /** The controller manager approves what its creator may have by itself. */
    private static ImmutableList<ApiCall> unattended(Attempt attempt, Subject subject) {
        for (Actor actor : attempt.actors()) {
            Optional<ApiCall> read = read(attempt);
            if (read.isPresent()
                    && attempt.may(actor, "create", GROUP, REQUESTS, "", "")
                    && attempt.may(actor, "create", GROUP, REQUESTS + "/nodeclient", "", "")) {
                return ImmutableList.of(create(attempt, actor.user(), subject, Signing.KUBELET_CLIENT), read.get());
            }
        }
        return ImmutableList.of();
    }

    private static Optional<ApiCall> read(Attempt attempt) {
        Optional<UserInfo> who = attempt.who("get", GROUP, REQUESTS, "", NAME);
        if (who.isPresent()) {
            return Optional.of(ApiCall.read(who.get(), "get", COLLECTION + "/" + NAME));
        }
        return attempt.who("list", GROUP, REQUESTS, "", NAME)
                .map(listing -> ApiCall.read(listing, "list", COLLECTION + "?fieldSelector=metadata.name%3D" + NAME));
    }

    private static ApiCall create(Attempt attempt, UserInfo who, Subject subject, String signer) {
        boolean group = subject instanceof Subject.Group;
        List<String> groups = group
                ? ImmutableList.of(subject.principal())
                : attempt.facts().rbac().user(subject).groups().stream()
                        .filter(name -> !name.equals("system:authenticated"))
                        .toList();
        String pem = Pkcs10.pem(group ? Actor.SOMEONE : subject.principal(), groups);
        Map<String, Object> body = ImmutableMap.of(
                "apiVersion",
                GROUP + "/v1",
                "kind",
                "CertificateSigningRequest",
                "metadata",
                ImmutableMap.of("name", NAME),
                "spec",
                ImmutableMap.of(
                        "request",
                        Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
                        "signerName",
                        signer,
                        "usages",
                        ImmutableList.of("digital signature", "client auth")));
        return ApiCall.create(who, COLLECTION, Json.of(body)).lastingly();
    }
}
