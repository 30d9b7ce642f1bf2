package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.model.Change;
import dev.postern.model.Change.Format;
import dev.postern.model.ObjectRef;
import dev.postern.model.Pod;
import dev.postern.model.Subject;
import dev.postern.model.Workload;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
    private static final ObjectRef CART = ObjectRef.of("Deployment", "shop", "cart");
    private static final ObjectRef POD = ObjectRef.of("Pod", "shop", "cart-1-a");

    private static final String LIVE = String.join(
            "\n",
            "apiVersion: v1",
            "kind: List",
            "items:",
            "- apiVersion: v1",
            "  kind: Namespace",
            "  metadata: {name: shop, uid: n}",
            "- apiVersion: apps/v1",
            "  kind: Deployment",
            "  metadata: {name: cart, namespace: shop, uid: d}",
            "  spec:",
            "    template:",
            "      metadata: {labels: {app: cart}}",
            "      spec:",
            "        serviceAccountName: cart",
            "        containers:",
            "        - name: main",
            "          image: cart:1",
            "          securityContext: {privileged: true}",
            "- apiVersion: apps/v1",
            "  kind: ReplicaSet",
            "  metadata:",
            "    name: cart-1",
            "    namespace: shop",
            "    uid: r",
            "    ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: cart, controller: true}]",
            "  spec:",
            "    template:",
            "      metadata: {labels: {app: cart, pod-template-hash: '1'}}",
            "      spec:",
            "        serviceAccountName: cart",
            "        containers:",
            "        - name: main",
            "          image: cart:1",
            "          securityContext: {privileged: true}",
            "- apiVersion: v1",
            "  kind: Pod",
            "  metadata:",
            "    name: cart-1-a",
            "    namespace: shop",
            "    uid: p",
            "    labels: {app: cart, pod-template-hash: '1', mesh: 'on'}",
            "    ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: cart-1, controller: true}]",
            "  spec:",
            "    serviceAccountName: cart",
            "    nodeName: n1",
            "    containers:",
            "    - name: main",
            "      image: cart:1",
            "      securityContext: {privileged: true}",
            "      volumeMounts: [{name: t, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]",
            "    - name: proxy",
            "      image: mesh",
            "      volumeMounts:",
            "      - {name: t, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}",
            "      - {name: own, mountPath: /own}",
            "    volumes:",
            "    - name: t",
            "      projected: {sources: [{serviceAccountToken: {path: token}}]}",
            "    - name: own",
            "      projected: {sources: [{serviceAccountToken: {path: token, audience: mesh}}]}",
            "- apiVersion: v1",
            "  kind: Secret",
            "  metadata:",
            "    name: s",
            "    namespace: shop",
            "    uid: s",
            "    annotations: {kubectl.kubernetes.io/last-applied-configuration: '{\"data\": \"hunter2\"}', note: x}",
            "  data: {password: hunter2}",
            "  stringData: {more: hunter2}",
            "");

    @TempDir
    Path folder;

    private ClusterSnapshot live;

    @BeforeEach
    void read() throws IOException {
        live = file("live.yaml", LIVE);
    }

    private ClusterSnapshot file(String name, String text) throws IOException {
        return ClusterSnapshot.read(Files.writeString(folder.resolve(name), text));
    }

    @Test
    void aDocumentIsAsItsFileHasIt() {
        assertThat(live.document(CART).orElseThrow().toString())
                .isEqualTo("{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"cart\","
                        + "\"namespace\":\"shop\",\"uid\":\"d\"},\"spec\":{\"template\":{\"metadata\":{\"labels\":"
                        + "{\"app\":\"cart\"}},\"spec\":{\"serviceAccountName\":\"cart\",\"containers\":[{\"name\":\"main\","
                        + "\"image\":\"cart:1\",\"securityContext\":{\"privileged\":true}}]}}}}");
        assertThat(live.document(ObjectRef.of("Deployment", "shop", "other"))).isEmpty();
    }

    @Test
    void valuesOfSecretsStayBehind() {
        ObjectRef secret = ObjectRef.of("Secret", "shop", "s");
        String document = live.document(secret).orElseThrow().toString();
        assertThat(document)
                .contains("\"password\":\"\"", "\"more\":\"\"", "\"note\":\"x\"")
                .doesNotContain("hunter");
        ClusterSnapshot patched =
                live.with(List.of(Change.patch(secret, Format.MERGE, "{stringData: {third: hunter4}, data: hunter5}")));
        assertThat(patched.document(secret).orElseThrow().toString())
                .contains("third")
                .doesNotContain("hunter");
        assertThat(patched.cluster().secret("shop", "s").orElseThrow().keys()).containsExactly("more", "third");
        ClusterSnapshot put = live.with(List.of(Change.put(
                "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, stringData: {k: hunter6}}")));
        assertThat(put.document(secret).orElseThrow().toString()).doesNotContain("hunter");
    }

    /** Every way in which an object can stand in a file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{\"kind\":\"Role\"},%s]}",
                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"z\"}},{\"metadata\":"
                        + "{\"name\":\"p\",\"namespace\":\"a\"},\"spec\":{\"hostPID\":true}}]}",
                "[1, %s]",
                "%s",
                "{kind: Role}\n---\n# more\n---\n%s\n",
                "# flow\n{apiVersion: v1, kind: Pod, spec: {hostPID: yes}, metadata: {namespace: a,\n name: p}}",
                "shared: &s\n  hostPID: true\nkind: List\nitems:\n- kind: Pod\n  apiVersion: v1\n  spec: *s\n"
                        + "  metadata:\n    name: p\n    namespace: a\n",
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  namespace: a\nspec:\n  hostPID: on\n...\n",
            })
    void aDocumentIsFoundWhereverItStands(String text) throws IOException {
        String pod = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"a\"},"
                + "\"spec\":{\"hostPID\":true}}";
        String whole = text.replace("%s", pod);
        Path packed = folder.resolve("packed.yaml.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(whole.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        for (ClusterSnapshot snapshot : List.of(file("f.yaml", whole), ClusterSnapshot.read(packed))) {
            ObjectRef ref = ObjectRef.of("Pod", "a", "p");
            assertThat(snapshot.document(ref)
                            .orElseThrow()
                            .get("spec")
                            .orElseThrow()
                            .toString())
                    .isEqualTo("{\"hostPID\":true}");
            assertThat(snapshot.document(ref).orElseThrow().text("kind")).isEqualTo("Pod");
            Pod patched = snapshot
                    .with(List.of(Change.patch(ref, Format.STRATEGIC, "{spec: {hostIPC: true}}")))
                    .cluster()
                    .pods()
                    .stream()
                    .filter(found -> found.object().equals(ref))
                    .findFirst()
                    .orElseThrow();
            assertThat(patched.spec().hostIPC() && patched.spec().hostPID()).isTrue();
        }
    }

    @Test
    void aFileThatChangedIsNoticed() throws IOException {
        Files.writeString(folder.resolve("live.yaml"), LIVE.replace("name: cart,", "name: other,"));
        assertThatThrownBy(() -> live.document(CART))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("is no longer where it was read")
                .hasMessageContaining("read the input again");
        Files.delete(folder.resolve("live.yaml"));
        assertThatThrownBy(() -> live.document(CART)).isInstanceOf(IngestException.class);
    }

    @Test
    void whatIsInNoFileHasNoDocument() {
        ClusterSnapshot streamed = Snapshots.read(LIVE);
        assertThat(streamed.document(CART)).isEmpty();
        assertThatThrownBy(() -> streamed.with(List.of(Change.patch(CART, Format.MERGE, "{}"))))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("give the input as files");
        ClusterSnapshot memory = ClusterSnapshot.builder()
                .add(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("a")
                        .endMetadata()
                        .build())
                .build();
        assertThat(memory.document(ObjectRef.cluster("Namespace", "a"))).isEmpty();
        assertThat(live.with(memory).cluster().namespace("a")).isPresent();
    }

    @Test
    void podsFollowTheTemplateOfTheirWorkload() {
        ClusterSnapshot changed = live.with(List.of(Change.patch(
                CART,
                Format.STRATEGIC,
                "spec: {template: {metadata: {labels: {app: null, tier: web}}, spec: {containers: [{name: main,"
                        + " securityContext: {privileged: false}}]}}}")));
        Pod pod = pod(changed);
        assertThat(pod.spec().containers().get(0).securityContext().privileged())
                .contains(false);
        assertThat(pod.nodeName()).contains("n1");
        assertThat(pod.owner()).isEqualTo(CART);
        assertThat(pod.meta().labels())
                .isEqualTo(java.util.Map.of("tier", "web", "pod-template-hash", "1", "mesh", "on"));
        assertThat(pod.meta().live()).isFalse();
        assertThat(pod.field("hostPID")).isEqualTo("spec.template.spec.hostPID");
        assertThat(changed.locate(POD, pod.field("containers[0].image")).line()).isEqualTo(17);
        // What admission put in stays, but for the token that it mounts anew.
        assertThat(pod.spec().containers()).extracting("name").containsExactly("main", "proxy");
        assertThat(pod.spec().containers().get(1).volumeMounts())
                .extracting("mountPath")
                .containsExactly("/own");
        assertThat(pod.spec().volumes()).extracting("name").containsExactly("own");
        Workload set = changed.cluster()
                .find(Workload.class, ObjectRef.of("ReplicaSet", "shop", "cart-1"))
                .orElseThrow();
        assertThat(set.template().spec())
                .isEqualTo(changed.cluster()
                        .find(Workload.class, CART)
                        .orElseThrow()
                        .template()
                        .spec());
        assertThat(changed.cluster().isLive()).isTrue();
    }

    @Test
    void podsStayAsTheyAreWhenTheTemplateDoes() {
        ClusterSnapshot changed = live.with(
                List.of(Change.patch(CART, Format.MERGE, "{spec: {replicas: 3}, metadata: {labels: {a: b}}}")));
        assertThat(pod(changed)).isEqualTo(pod(live));
        assertThat(changed.cluster().find(Workload.class, CART).orElseThrow().replicas())
                .isEqualTo(3);
    }

    @Test
    void aPodThatIsPatchedItselfIsWhatThePatchSays() {
        ClusterSnapshot changed = live.with(List.of(
                Change.patch(CART, Format.MERGE, "{spec: {template: {spec: {hostPID: true}}}}"),
                Change.patch(POD, Format.MERGE, "{spec: {hostIPC: true}}")));
        assertThat(pod(changed).spec().hostIPC()).isTrue();
        assertThat(pod(changed).spec().hostPID()).isFalse();
    }

    private static Pod pod(ClusterSnapshot snapshot) {
        return snapshot.cluster().pods().stream()
                .filter(pod -> pod.object().equals(POD))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsOwnedGoesWithItsOwner() {
        ClusterSnapshot without = live.with(List.of(Change.delete(CART)));
        assertThat(without.cluster().pods()).isEmpty();
        assertThat(without.cluster().workloads()).isEmpty();
        assertThat(without.cluster().secrets()).hasSize(1);
        assertThat(without.inventory().kinds()).doesNotContainKey("Pod").containsEntry("Secret", 1);
        assertThat(without.cluster().isComplete("Pod")).isTrue();
        ClusterSnapshot empty = live.with(List.of(Change.delete(ObjectRef.cluster("Namespace", "shop"))));
        assertThat(empty.cluster().objects()).isEmpty();
        assertThat(empty.cluster().pods()).isEmpty();
        ClusterSnapshot recreated =
                live.with(List.of(Change.delete(POD), Change.delete(ObjectRef.of("ReplicaSet", "shop", "cart-1"))));
        assertThat(recreated.cluster().pods()).singleElement().matches(Pod::virtual);
    }

    @Test
    void changesAreMadeOneAfterTheOther() {
        ObjectRef made = ObjectRef.of("ServiceAccount", "default", "a");
        ClusterSnapshot changed = live.with(List.of(
                Change.put("{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}"),
                Change.patch(made, Format.MERGE, "{automountServiceAccountToken: no}")));
        assertThat(changed.cluster()
                        .serviceAccount(Subject.serviceAccount("default", "a"))
                        .orElseThrow()
                        .automountServiceAccountToken())
                .contains(false);
        assertThat(changed.with(List.of(Change.delete(made))).cluster().contains(made))
                .isFalse();
        assertThat(changed.with(List.of(Change.delete(made))).document(made)).isEmpty();
        // A patched object can be patched again.
        ClusterSnapshot twice = live.with(List.of(Change.patch(CART, Format.MERGE, "{spec: {replicas: 3}}")))
                .with(List.of(Change.patch(CART, Format.JSON, "[{op: test, path: /spec/replicas, value: 3}]")));
        assertThat(twice.cluster().contains(CART)).isTrue();
    }

    @Test
    void whatIsPutInTakesThePlaceOfWhatDisagreed() throws IOException {
        String account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, labels: {x: '%s'}}\n";
        ClusterSnapshot both = file("both.yaml", account.formatted("1") + "---\n" + account.formatted("2"));
        assertThat(both.isIncomplete()).isTrue();
        ClusterSnapshot settled = both.with(List.of(Change.put(account.formatted("3"))));
        assertThat(settled.isIncomplete()).isFalse();
        assertThat(settled.cluster().serviceAccounts())
                .singleElement()
                .matches(found -> found.meta().labels().containsValue("3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Pod shop nobody | {} | Pod shop/nobody is not in the input",
                "Deployment shop cart | {metadata: {name: other}} | would make another object of it",
                "Deployment shop cart | {metadata: {namespace: other}} | would make another object of it",
                "Deployment shop cart | {kind: Job} | would make another object of it",
                "Deployment shop cart | {metadata: 7} | would make another object of it",
                "Deployment shop cart | {a: [ | the patch cannot be read",
                "Deployment shop cart | `` | the patch is empty",
                "Deployment shop cart | {a: &x [*x, *x]} | the patch cannot be read",
                "Deployment shop cart | [{op: test, path: /spec/replicas, value: 1}] | a merge patch is a map",
            })
    void aChangeThatCannotBeMadeSaysWhy(String object, String patch, String message) {
        String[] ref = object.split(" ");
        Change change = Change.patch(ObjectRef.of(ref[0], ref[1], ref[2]), Format.MERGE, patch);
        assertThatThrownBy(() -> live.with(List.of(change)))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "{kind: [", "{apiVersion: v1, kind: Pod}", "- 7", "{a: b}"})
    void aManifestThatHoldsNothingIsRefused(String manifest) {
        assertThatThrownBy(() -> live.with(List.of(Change.put(manifest))))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("the manifest to put in");
    }

    @Test
    void deletingTwiceSaysSo() {
        assertThatThrownBy(() -> live.with(List.of(Change.delete(POD), Change.delete(POD))))
                .isInstanceOf(ChangeException.class)
                .hasMessageContaining("not in the input any more");
    }
}
