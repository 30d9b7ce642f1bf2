package dev.postern.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.Analysis;
import dev.postern.Postern;
import dev.postern.attack.Vertex;
import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions that start in an image: all its containers are held together. */
final class ImageStartTest {
    private static final String VENDOR = "vendor.example.com/agent";

    @Test
    void everyContainerOfTheImageIsHeldAndThePlanSaysWhichItUsed() {
        AttackPaths answer = ask(
                "image:" + VENDOR,
                Place.clusterAdmin(),
                pod("shop", "cart", "plain", VENDOR + ":1"),
                pod("ops", "robot", "robot", VENDOR + ":2"),
                admin("ops", "robot"));
        assertThat(answer.starts()).isEqualTo(1);
        assertThat(answer.notes())
                .containsExactly(
                        "image:" + VENDOR + " means 2 different containers at once, in 2 namespaces: ops, shop");
        assertThat(answer.paths())
                .singleElement()
                .satisfies(path ->
                        assertThat(path.start()).extracting(Vertex::id).containsExactly("container:ops/robot/main"));
    }

    /** Relabelling the namespace is the right of one account, creating the pod that of another. */
    @Test
    void twoContainersServeOneStepTogetherWhichNeitherServesAlone() {
        String[] cluster = {
            "{apiVersion: v1, kind: Namespace, metadata: {name: prod, labels:"
                    + " {pod-security.kubernetes.io/enforce: restricted}}}",
            pod("a", "one", "labeller", VENDOR),
            pod("b", "two", "creator", VENDOR),
            role("labeller", "namespaces", "patch"),
            bind("ClusterRoleBinding", "labeller", "a", "labeller", ""),
            role("creator", "pods", "create"),
            bind("RoleBinding", "creator", "b", "creator", ", namespace: prod"),
        };
        assertThat(ask("image:" + VENDOR, Place.anyNode(), cluster).paths())
                .anySatisfy(path -> assertThat(path.start())
                        .extracting(Vertex::id)
                        .containsExactlyInAnyOrder("container:a/one/main", "container:b/two/main"));
        assertThat(ask("any-pod", Place.anyNode(), cluster).paths()).isEmpty();
    }

    @Test
    void anInitContainerRunsTheImageWheneverItsPodStarts() {
        AttackPaths answer = ask(
                "image:setup:1",
                Place.clusterAdmin(),
                pod("ops", "robot", "robot", "app:1")
                        .replace("containers:", "initContainers: [{name: setup, image: \"setup:1\"}], containers:"),
                admin("ops", "robot"));
        assertThat(answer.paths())
                .singleElement()
                .satisfies(path ->
                        assertThat(path.start()).extracting(Vertex::id).containsExactly("container:ops/robot/setup"));
    }

    /** Pods of one owner that differ in the image alone are no equal replicas. */
    @Test
    void aPodOfTheSameOwnerWithAnotherImageIsNotHeld() {
        AttackPaths answer = ask(
                "image:agent:2",
                Place.clusterAdmin(),
                owned("web-1", "agent:1", "robot"),
                owned("web-2", "agent:2", "plain"),
                admin("ops", "robot"));
        assertThat(answer.paths()).isEmpty();
        assertThat(answer.notes()).containsExactly("image:agent:2 means 1 container, in namespace ops");
    }

    @Test
    void anImageThatNothingRunsIsSaidToBeAbsent() {
        AttackPaths answer = ask("image:nothing", Place.clusterAdmin(), pod("ops", "robot", "robot", "app:1"));
        assertThat(answer.paths()).isEmpty();
        assertThat(answer.notes()).containsExactly("nothing in the input is image:nothing");
    }

    @Test
    void anImageThatRunsWhereItWantsToGetIsSaidToBeThere() {
        AttackPaths answer = ask("image:" + VENDOR, Place.namespace("shop"), pod("shop", "cart", "plain", VENDOR));
        assertThat(answer.paths()).isEmpty();
        assertThat(answer.notes()).singleElement().asString().contains("is there already");
    }

    @Test
    void anImageIsNoTarget() {
        assertThatThrownBy(() -> ask("any-pod", Place.image("nginx"), pod("shop", "cart", "plain", "nginx")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be a target");
    }

    private static AttackPaths ask(String from, Place to, String... manifests) {
        byte[] text = String.join("\n---\n", manifests).getBytes(UTF_8);
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text)))));
        return analysis.paths(PathQuery.from(Place.parse(from)).to(to));
    }

    private static String pod(String namespace, String name, String account, String image) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: " + namespace
                + "}, spec: {serviceAccountName: " + account + ", containers: [{name: main, image: \"" + image
                + "\"}]}}";
    }

    private static String owned(String name, String image, String account) {
        return pod("ops", name, account, image)
                .replace(
                        "namespace: ops",
                        "namespace: ops, uid: " + name
                                + ", ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true}]");
    }

    private static String role(String name, String resource, String verb) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: " + name
                + "}, rules: [{apiGroups: [\"\"], resources: [" + resource + "], verbs: [" + verb + "]}]}";
    }

    private static String bind(String kind, String role, String namespace, String account, String where) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: " + kind + ", metadata: {name: " + role + where
                + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: " + role
                + "}, subjects: [{kind: ServiceAccount, name: " + account + ", namespace: " + namespace + "}]}";
    }

    private static String admin(String namespace, String account) {
        return bind("ClusterRoleBinding", "cluster-admin", namespace, account, "");
    }
}
