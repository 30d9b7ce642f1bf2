package dev.postern.edit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Cluster;
import dev.postern.model.Evidence;
import dev.postern.model.ObjectRef;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits that a cluster accepts and keeps. */
final class EditsThatHoldTest {
    private static final ObjectRef CART = ObjectRef.of("Deployment", "shop", "cart");
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: cart}
            spec:
              selector: {matchLabels: {app: cart}}
              template:
                metadata: {labels: {app: cart}}
                spec:
                  containers:
                  - name: c
                    image: registry.example/c:1
                    securityContext: {privileged: true}
                    volumeMounts: [{name: v, mountPath: /v, mountPropagation: Bidirectional}]
                  volumes: [{name: v, hostPath: {path: /v}}]
            """;
    private static final String BINDING =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: cart, labels: {LABEL}}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, namespace: shop, name: cart}]
            """;

    /** The API server refuses such a mount in any other container. */
    @Test
    void whoIsNoLongerPrivilegedMountsNothingOnTheNode() {
        Cluster cluster = read(DEPLOYMENT);
        Edits edits = Edits.of(cluster);
        List<Edit> off = edits.removing(Evidence.stated(
                CART, "spec.template.spec.containers[0].securityContext.privileged", "true"));

        assertThat(off).hasSize(1);
        assertThat(Patches.of(cluster, off).get(CART))
                .isNotNull()
                .satisfies(patch -> assertThat(patch.yaml())
                        .contains("/spec/template/spec/containers/0/volumeMounts/0/mountPropagation")
                        .contains("HostToContainer"));
    }

    /** Policies add up: beside one that admits the cluster's pods, one that admits nobody would change nothing. */
    @Test
    void ofTwoPoliciesForTheSamePodsTheStricterIsMade() {
        Cluster cluster = read(DEPLOYMENT);
        List<Edit> both =
                Edits.of(cluster).removing(Evidence.byDefault(CART, "", "no NetworkPolicy isolates it for ingress"));

        assertThat(both)
                .extracting(Edit::kind)
                .containsExactlyInAnyOrder(EditKind.ISOLATE_FROM_OUTSIDE, EditKind.ISOLATE_INGRESS);
        assertThat(Draft.edited(cluster, both).networkPolicies())
                .singleElement()
                .satisfies(policy -> assertThat(policy.ingress()).isEmpty());
        Edit lenient = both.stream()
                .filter(edit -> edit.kind() == EditKind.ISOLATE_FROM_OUTSIDE)
                .findFirst()
                .orElseThrow();
        Edits after = Edits.of(cluster).after(List.of(lenient));
        assertThat(after.removing(Evidence.stated(lenient.object(), "spec.ingress[0].from[0].namespaceSelector", "{}")))
                .extracting(Edit::kind)
                .containsExactly(EditKind.ISOLATE_INGRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"addonmanager.kubernetes.io/mode: Reconcile", "olm.managed: 'true'"})
    void whatAControllerPutsBackIsLeft(String label) {
        Edits edits = Edits.of(read(BINDING.replace("LABEL", label)));
        Evidence fact = Evidence.stated(ObjectRef.cluster("ClusterRoleBinding", "cart"), "subjects[0]", "cart");

        assertThat(edits.removing(fact)).isEmpty();
        assertThat(edits.whyNone(fact)).endsWith("puts ClusterRoleBinding cart back");
    }

    @Test
    void whatIsMadeOnceCanBeEdited() {
        Edits edits = Edits.of(read(BINDING.replace("LABEL", "addonmanager.kubernetes.io/mode: EnsureExists")));

        assertThat(edits.removing(
                        Evidence.stated(ObjectRef.cluster("ClusterRoleBinding", "cart"), "subjects[0]", "cart")))
                .isNotEmpty();
    }

    private static Cluster read(String text) {
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text.getBytes(UTF_8)))))
                .cluster();
    }
}
