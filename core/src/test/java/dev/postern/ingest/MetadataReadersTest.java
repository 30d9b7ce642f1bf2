package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Basis;
import dev.postern.model.Cluster;
import dev.postern.model.Namespace;
import dev.postern.model.ObjectRef;
import dev.postern.model.ServiceAccount;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read of every object: names, namespaces, labels, kinds and versions. */
class MetadataReadersTest {
    @Test
    void aNamespaceAlwaysHasItsNameAsALabel() {
        Namespace namespace = Snapshots.clean(
                        "apiVersion: v1", "kind: Namespace", "metadata: {name: shop, labels: {a: b, c: d}}")
                .namespaces()
                .get(0);
        assertThat(namespace.meta().labels())
                .containsExactly(
                        Map.entry("a", "b"), Map.entry("c", "d"), Map.entry("kubernetes.io/metadata.name", "shop"));
        assertThat(namespace.meta().namespace()).isEmpty();
        assertThat(namespace.meta().live()).isFalse();
    }

    @Test
    void metadataKeepsWhatDecidesSomething() {
        ServiceAccount account = Snapshots.clean(
                        "apiVersion: v1",
                        "kind: ServiceAccount",
                        "metadata:",
                        "  name: cart",
                        "  namespace: shop",
                        "  uid: 0-1-2",
                        "  annotations:",
                        "    eks.amazonaws.com/role-arn: arn:aws:iam::1:role/cart",
                        "    kubectl.kubernetes.io/last-applied-configuration: '{}'",
                        "    note: none",
                        "  ownerReferences:",
                        "  - {apiVersion: v1, kind: Pod, name: other}",
                        "  - {apiVersion: batch.volcano.sh/v1, kind: Job, name: j, controller: true}",
                        "automountServiceAccountToken: false",
                        "secrets: [{name: token}]",
                        "imagePullSecrets: [{name: pull}]")
                .serviceAccounts()
                .get(0);
        assertThat(account.meta().live()).isTrue();
        assertThat(account.meta().namespaceBasis()).isEqualTo(Basis.STATED);
        assertThat(account.meta().annotations()).containsOnlyKeys("eks.amazonaws.com/role-arn");
        assertThat(account.meta().controller()).contains(ObjectRef.of("Job.batch.volcano.sh", "shop", "j"));
        assertThat(account.automountServiceAccountToken()).contains(false);
        assertThat(account.secrets()).containsExactly("token");
        assertThat(account.imagePullSecrets()).containsExactly("pull");
        assertThat(account.meta().origin().line()).isEqualTo(1);
    }

    @Test
    void aMissingNamespaceIsSuppliedAndMarked() {
        Cluster cluster = Snapshots.clean("apiVersion: v1", "kind: ServiceAccount", "metadata: {name: cart}");
        assertThat(cluster.serviceAccounts().get(0).ref()).isEqualTo(ObjectRef.of("ServiceAccount", "default", "cart"));
        assertThat(cluster.serviceAccounts().get(0).meta().namespaceBasis()).isEqualTo(Basis.DEFAULT);
    }

    @Test
    void anObjectThatIsStillToBeNamedHasThePrefixForItsName() {
        assertThat(Snapshots.clean("apiVersion: v1", "kind: ConfigMap", "metadata: {generateName: run-}")
                        .configMaps()
                        .get(0)
                        .meta()
                        .name())
                .isEqualTo("run-");
    }

    @Test
    void aKnownNameInAnotherGroupIsAnotherKind() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}}",
                "---",
                "{apiVersion: networking.internal.knative.dev/v1alpha1, kind: Ingress, metadata: {name: a}}",
                "---",
                "{apiVersion: crd.antrea.io/v1beta1, kind: NetworkPolicy, metadata: {name: a}}",
                "---",
                "{apiVersion: v1, kind: PodTemplate, metadata: {name: a}}",
                "---",
                "{apiVersion: authorization.openshift.io/v1, kind: ClusterRole, metadata: {name: a}}");
        assertThat(snapshot.inventory().otherKinds())
                .containsOnlyKeys(
                        "ClusterRole.authorization.openshift.io",
                        "Ingress.networking.internal.knative.dev",
                        "NetworkPolicy.crd.antrea.io",
                        "PodTemplate",
                        "Service.serving.knative.dev");
        assertThat(snapshot.inventory().kinds()).isEmpty();
        assertThat(Snapshots.codes(snapshot)).containsExactly("nothing-understood");
    }

    @Test
    void aRetiredVersionIsReportedOnceForEachKind() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: ClusterRole, metadata: {name: a}}",
                "---",
                "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: ClusterRole, metadata: {name: b}}",
                "---",
                "{apiVersion: apps/v1beta2, kind: StatefulSet, metadata: {name: b}}",
                "---",
                "{apiVersion: discovery.k8s.io/v1beta1, kind: EndpointSlice, metadata: {name: b}}");
        assertThat(Snapshots.codes(snapshot)).containsExactly("retired-version", "retired-version", "retired-version");
        assertThat(snapshot.diagnostics().get(0).source().line()).isEqualTo(1);
    }

    @Test
    void anUnknownOrMissingVersionIsReportedAndReadAsTodays() {
        ClusterSnapshot snapshot = Snapshots.read(
                "{apiVersion: networking.k8s.io/v7, kind: NetworkPolicy, metadata: {name: a}}",
                "---",
                "{kind: ConfigMap, metadata: {name: a}}");
        assertThat(snapshot.inventory().understood()).isEqualTo(2);
        assertThat(Snapshots.codes(snapshot)).containsExactly("unknown-version", "no-version");
    }
}
