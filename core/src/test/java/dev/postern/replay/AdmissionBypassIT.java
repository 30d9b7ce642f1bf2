package dev.postern.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex.Identity;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Confidence;
import dev.postern.model.Subject;
import dev.postern.path.PathConstraints;
import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.rbac.UserInfo;
import dev.postern.replay.ApiServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ADMISSION_BYPASS of a ValidatingAdmissionPolicy, put to a real API server: the pod is refused, the policy is taken away by the
 * same user, the pod is let in. Whoever has no such path is refused the request, and the pod stays refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdmissionBypassIT {
    private static final String NAME = "postern-bypass";
    private static final Subject USER = Subject.user(NAME);
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String ADMISSION = "/apis/admissionregistration.k8s.io/v1/";
    private static final String POLICY = ADMISSION + "validatingadmissionpolicies/" + NAME;
    private static final String BINDING = ADMISSION + "validatingadmissionpolicybindings/" + NAME;
    private static final String ROLES = RBAC + "namespaces/" + NAME + "/roles";
    private static final String ROLE_BINDINGS = RBAC + "namespaces/" + NAME + "/rolebindings";
    private static final int FORBIDDEN = 403;
    /** A namespace stays, for no controller ends its deletion. */
    private static final int CONFLICT = 409;

    /** What a policy that denies answers, where it gives no other reason. */
    private static final int REFUSED = 422;

    /** How long policies and rights may take to be noticed. */
    private static final int ATTEMPTS = 200;

    private static final int PAUSE_MILLIS = 50;

    private final ApiServer admin;

    AdmissionBypassIT() throws IOException, GeneralSecurityException {
        this.admin = ApiServer.of(Path.of(System.getProperty("postern.kubeconfig")));
    }

    /** One request to the object of a path. */
    private record Request(String method, String path, String body) {
        static Request delete(String path) {
            return new Request("DELETE", path, "");
        }

        static Request patch(String path, String body) {
            return new Request("PATCH", path, body);
        }

        /** The object that is there, with another spec laid over. */
        static Request update(String path, String body) {
            return new Request("PUT", path, body);
        }
    }

    private static final String REPORTS = "{spec: {validationActions: [Audit]}}";
    private static final String PERMITS = "{spec: {validations: [{expression: 'true'}]}}";

    static Stream<Arguments> ways() {
        String bindings = "validatingadmissionpolicybindings";
        String policies = "validatingadmissionpolicies";
        String all = ADMISSION + bindings + "?fieldSelector=metadata.name%3D" + NAME;
        return Stream.of(
                arguments("its binding is deleted", true, rule("delete", bindings), Request.delete(BINDING)),
                arguments("by its name", true, rule("delete", bindings, NAME), Request.delete(BINDING)),
                arguments("with others", true, rule("deletecollection", bindings), Request.delete(all)),
                arguments("its binding is patched", true, rule("patch", bindings), Request.patch(BINDING, REPORTS)),
                arguments("or updated", true, rule("update", bindings), Request.update(BINDING, REPORTS)),
                arguments("the policy is deleted", true, rule("delete", policies), Request.delete(POLICY)),
                arguments("or patched", true, rule("patch", policies, NAME), Request.patch(POLICY, PERMITS)),
                arguments("or updated, by any verb", true, rule("*", policies), Request.update(POLICY, PERMITS)),
                arguments("another binding", false, rule("delete", bindings, "other"), Request.delete(BINDING)),
                arguments(
                        "by its name, with others",
                        false,
                        rule("deletecollection", bindings, NAME),
                        Request.delete(all)),
                arguments("creating bindings", false, rule("create,get", bindings), Request.delete(BINDING)),
                arguments(
                        "another resource",
                        false,
                        rule("patch", policies + "/status"),
                        Request.patch(POLICY, PERMITS)));
    }

    private static String rule(String verbs, String resource, String... names) {
        return "{apiGroups: [admissionregistration.k8s.io], resources: [" + resource + "], verbs: ['"
                + verbs.replace(",", "', '") + "']"
                + (names.length == 0 ? "" : ", resourceNames: [" + String.join(", ", names) + "]") + "}";
    }

    private static Map<String, String> objects(String rule) {
        String user = ", subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: " + NAME + "}]}";
        String named = ", metadata: {name: " + NAME + "}";
        String inside = ", metadata: {name: " + NAME + ", namespace: " + NAME + "}";
        String rbac = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ";
        String admission = "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy";
        String ref = ", roleRef: {apiGroup: rbac.authorization.k8s.io, name: " + NAME + ", kind: ";
        String elsewhere = ", namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + NAME + "}}";
        Map<String, String> objects = new LinkedHashMap<>();
        objects.put("/api/v1/namespaces", "{apiVersion: v1, kind: Namespace" + named + "}");
        objects.put(RBAC + "clusterroles", rbac + "ClusterRole" + named + ", rules: [" + rule + "]}");
        objects.put(RBAC + "clusterrolebindings", rbac + "ClusterRoleBinding" + named + ref + "ClusterRole}" + user);
        objects.put(
                ROLES, rbac + "Role" + inside + ", rules: [{apiGroups: [''], resources: [pods], verbs: [create]}]}");
        objects.put(ROLE_BINDINGS, rbac + "RoleBinding" + inside + ref + "Role}" + user);
        objects.put(
                ADMISSION + "validatingadmissionpolicies",
                admission + named + ", spec: {matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1],"
                        + " operations: [CREATE], resources: [pods]}]" + elsewhere + "}, validations: [{expression:"
                        + " '!object.spec.?hostPID.orValue(false)'}]}}");
        objects.put(
                ADMISSION + "validatingadmissionpolicybindings",
                admission + "Binding" + named + ", spec: {policyName: " + NAME + ", validationActions: [Deny]}}");
        return objects;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ways")
    void thePodIsLetInOnceThePolicyIsGone(String title, boolean expected, String rule, Request request)
            throws IOException {
        Map<String, String> objects = objects(rule);
        assertThat(isPathOf(objects)).as("a path").isEqualTo(expected);
        clear();
        for (Map.Entry<String, String> object : objects.entrySet()) {
            Answer made = admin.post(object.getKey(), ApiServer.YAML.readTree(object.getValue()));
            boolean stays = made.status() == CONFLICT && object.getKey().endsWith("/namespaces");
            assertThat(made.isGood() || stays).as(made.message()).isTrue();
        }
        assertThat(eventually(REFUSED).message()).contains("ValidatingAdmissionPolicy '" + NAME + "'");
        Answer taken = sent(request);
        for (int i = 0; expected && i < ATTEMPTS && taken.status() == FORBIDDEN; i++) {
            pause();
            taken = sent(request);
        }
        if (expected) {
            assertThat(taken.isGood()).as(taken.message()).isTrue();
            assertThat(eventually(201).status()).isEqualTo(201);
        } else {
            assertThat(taken.status()).as(taken.message()).isEqualTo(FORBIDDEN);
            assertThat(pod().status()).isEqualTo(REFUSED);
        }
    }

    /** Whether postern knows a certain path of the user's, past the policy. */
    private static boolean isPathOf(Map<String, String> objects) {
        List<String> documents = new ArrayList<>(objects.values());
        documents.add(
                "{apiVersion: v1, kind: Node, metadata: {name: worker-1, labels: {kubernetes.io/os: linux}}, status:"
                        + " {nodeInfo: {kubeletVersion: v1.36.3}}}");
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(
                new ByteArrayInputStream(String.join("\n---\n", documents).getBytes(UTF_8))))));
        PathQuery query = PathQuery.from(Place.of(new Identity(USER)))
                .to(Place.anyNode())
                .withMinConfidence(Confidence.CERTAIN)
                .constrained(PathConstraints.NONE.through("ADMISSION_BYPASS"));
        return !analysis.paths(query).paths().isEmpty();
    }

    /** A pod that sees all processes of its node, as the user would create it, until it is answered so. */
    private Answer eventually(int status) throws IOException {
        Answer answer = pod();
        for (int i = 0; i < ATTEMPTS && answer.status() != status; i++) {
            pause();
            answer = pod();
        }
        return answer;
    }

    private Answer pod() throws IOException {
        JsonNode pod = ApiServer.YAML.readTree("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {hostPID: true,"
                + " containers: [{name: c, image: 'c:1', securityContext: {privileged: true}}]}}");
        return asUser("POST", "/api/v1/namespaces/" + NAME + "/pods?dryRun=All", "application/json", pod.toString());
    }

    private Answer sent(Request request) throws IOException {
        if (request.body().isEmpty()) {
            return asUser(request.method(), request.path(), "", "");
        }
        JsonNode change = ApiServer.YAML.readTree(request.body());
        if (request.method().equals("PATCH")) {
            return asUser("PATCH", request.path(), "application/merge-patch+json", change.toString());
        }
        ObjectNode object = (ObjectNode) admin.get(request.path()).body();
        ((ObjectNode) object.path("spec")).setAll((ObjectNode) change.path("spec"));
        return asUser(request.method(), request.path(), "application/json", object.toString());
    }

    private Answer asUser(String method, String path, String contentType, String body) {
        return admin.send(method, path, Replay.headers(UserInfo.of(USER)), contentType, body);
    }

    @AfterEach
    void clear() {
        for (String path : List.of(
                BINDING,
                POLICY,
                ROLE_BINDINGS + "/" + NAME,
                ROLES + "/" + NAME,
                RBAC + "clusterrolebindings/" + NAME,
                RBAC + "clusterroles/" + NAME)) {
            admin.delete(path);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
