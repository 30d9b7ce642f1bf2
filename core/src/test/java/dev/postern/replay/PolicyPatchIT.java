package dev.postern.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.edit.Edit;
import dev.postern.edit.Edits;
import dev.postern.edit.Patch;
import dev.postern.edit.Patches;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.NetworkPolicy;
import dev.postern.model.ObjectRef;
import dev.postern.replay.ApiServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Patches that take something out of a NetworkPolicy, put to a real API server: as it was, and after it has changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PolicyPatchIT {
    private static final ObjectRef OWN = ObjectRef.of("NetworkPolicy", "default", "postern-policy-patch");
    private static final String POLICIES = "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies";
    private static final String A = "{podSelector: {matchLabels: {app: a}}}";
    private static final String B = "{podSelector: {matchExpressions: [{key: app, operator: In, values: [z, b]}]}}";

    private final ApiServer admin;

    PolicyPatchIT() throws IOException, GeneralSecurityException {
        this.admin = ApiServer.of(Path.of(System.getProperty("postern.kubeconfig")));
    }

    private static String policy(String spec) {
        return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: " + OWN.name()
                + ", namespace: default}, spec: {podSelector: {}, " + spec + "}}";
    }

    static Stream<Arguments> policies() {
        String peers = policy(
                "ingress: [{}, {from: [" + A + ", " + B + "], ports: [{port: 80}, {port: dns, protocol: UDP}]}]");
        return Stream.of(
                arguments(
                        "a peer", peers, "spec.ingress[1].from[1].podSelector", peers.replace("key: app", "key: team")),
                arguments("a port", peers, "spec.ingress[1].ports[1]", peers.replace("port: dns", "port: ntp")),
                arguments(
                        "a peer that would be the last",
                        peers,
                        "spec.ingress[1].from[0].podSelector",
                        policy("ingress: [{}, {from: [" + A + "], ports: [{port: 80}]}]")),
                arguments(
                        "a rule that says nothing",
                        policy("ingress: [{from: []}, {from: [" + A + "]}]"),
                        "spec.ingress[0].from",
                        policy("ingress: [{from: [" + B + "]}, {from: [" + A.replace("a}", "c}") + "]}]")),
                arguments(
                        "the last of a direction",
                        policy("egress: [{to: [{ipBlock: {cidr: 192.0.2.0/24}}]}]"),
                        "spec.egress[0].to[0].ipBlock",
                        policy("egress: [{to: [{ipBlock: {cidr: 192.0.2.0/25}}]}]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void aPatchIsForThePolicyAsItWas(String title, String yaml, String field, String changed) throws IOException {
        admin.delete(POLICIES + "/" + OWN.name());
        Answer made = admin.post(POLICIES, ApiServer.YAML.readTree(yaml));
        assertThat(made.isGood()).as(made.message()).isTrue();
        Cluster file = read(yaml);
        // As it is written in a file, and as the server keeps it.
        for (Cluster cluster : List.of(file, read(made.body().toString()))) {
            for (Edit edit : Edits.of(cluster).removing(Evidence.stated(OWN, field, "whatever"))) {
                Answer patched = submit(cluster, edit);
                assertThat(patched.isGood())
                        .as(edit.describe() + ": " + patched.message())
                        .isTrue();
                assertThat(content(read(patched.body().toString())))
                        .isEqualTo(content(Edits.of(file).after(List.of(edit)).cluster()));
            }
        }
        Answer other = admin.put(POLICIES + "/" + OWN.name(), ApiServer.YAML.readTree(changed));
        assertThat(other.isGood()).as(other.message()).isTrue();
        List<Edit> edits = Edits.of(file).removing(Evidence.stated(OWN, field, "whatever"));
        assertThat(edits).isNotEmpty();
        for (Edit edit : edits) {
            Answer refused = submit(file, edit);
            assertThat(refused.status())
                    .as(edit.describe() + ": " + refused.message())
                    .isEqualTo(422);
        }
        admin.delete(POLICIES + "/" + OWN.name());
    }

    private Answer submit(Cluster cluster, Edit edit) throws IOException {
        Patch patch = Patches.of(cluster, List.of(edit)).get(OWN);
        assertThat(patch).isNotNull();
        return admin.send(
                "PATCH",
                POLICIES + "/" + OWN.name() + "?dryRun=All",
                Map.of(),
                "application/json-patch+json",
                ApiServer.YAML.readTree(patch.yaml()).toString());
    }

    /** What it says; the server writes the types down, which are the same. */
    private static String content(Cluster cluster) {
        NetworkPolicy policy = cluster.find(NetworkPolicy.class, OWN).orElseThrow();
        return String.join(
                "\n",
                policy.podSelector().toString(),
                policy.isolatesIngress() + " " + policy.isolatesEgress(),
                policy.ingress().toString(),
                policy.egress().toString());
    }

    private static Cluster read(String yaml) {
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(yaml.getBytes(UTF_8)))))
                .cluster();
    }
}
