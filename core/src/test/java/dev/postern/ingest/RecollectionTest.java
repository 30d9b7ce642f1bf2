package dev.postern.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Diagnostic;
import dev.postern.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recalled is what would have been read. */
class RecollectionTest {
    private static final String POD = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","namespace":"n","labels":{"app":"web"}},
             "spec":{"containers":[{"name":"c","image":"i","env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],
               "securityContext":{"privileged":true},
               "volumeMounts":[{"name":"VOLUME","mountPath":"/token","readOnly":true}]}],
              "volumes":[{"name":"VOLUME","projected":{"sources":[{"serviceAccountToken":{"path":"token"}}]}}]}}
            """;

    private static String pod(String name, String volume) {
        return POD.replace("NAME", name).replace("VOLUME", volume);
    }

    private static List<Pod> pods(String... texts) {
        ClusterSnapshot snapshot = Snapshots.read(String.join("", texts).getBytes(StandardCharsets.UTF_8));
        assertThat(snapshot.diagnostics()).noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
        return snapshot.cluster().pods();
    }

    @Test
    void replicasShareTheirSpecThoughTheirTokenVolumesAreNamedApart() {
        List<Pod> pods = pods(
                pod("a", "kube-api-access-abcde"),
                pod("b", "kube-api-access-x9yz0"),
                pod("c", "kube-api-access-11111"));
        assertThat(pods).hasSize(3);
        assertThat(pods.get(1).spec()).isSameAs(pods.get(0).spec());
        assertThat(pods.get(2).spec()).isSameAs(pods.get(0).spec());
        assertThat(pods.get(2).spec().volumes().get(0).name()).isEqualTo("kube-api-access");
    }

    @Test
    void aNameThatIsNotGeneratedIsReadAsItStands() {
        for (String other :
                List.of("kube-api-access-ABCDE", "kube-api-access-abcd", "kube-api-access-abcdef", "data")) {
            List<Pod> pods =
                    pods(pod("a", "kube-api-access-abcde"), pod("b", other), pod("c", "kube-api-access-fffff"));
            assertThat(pods.get(1).spec().volumes().get(0).name()).isEqualTo(other);
            assertThat(pods.get(1)
                            .spec()
                            .containers()
                            .get(0)
                            .volumeMounts()
                            .get(0)
                            .volume())
                    .isEqualTo(other);
            assertThat(pods.get(2).spec()).isEqualTo(pods.get(0).spec());
        }
    }

    /** Another field that happens to look like a generated name is not one. */
    @Test
    void onlyNamesOfVolumesHaveAnEndThatIsNoMatter() {
        String first = pod("a", "v").replace("\"s\"", "\"kube-api-access-abcde\"");
        String second = pod("b", "v").replace("\"s\"", "\"kube-api-access-fghij\"");
        List<Pod> pods = pods(first, second);
        assertThat(pods.get(0)
                        .spec()
                        .containers()
                        .get(0)
                        .environmentRefs()
                        .get(0)
                        .name())
                .isEqualTo("kube-api-access-abcde");
        assertThat(pods.get(1)
                        .spec()
                        .containers()
                        .get(0)
                        .environmentRefs()
                        .get(0)
                        .name())
                .isEqualTo("kube-api-access-fghij");
    }

    /** Also inside of text that is not ASCII or has escapes, which is the same name written otherwise. */
    @Test
    void aNameWithEscapesIsTheSameName() {
        List<Pod> pods = pods(
                pod("a", "kube-api-access-\\u0061bcde"),
                pod("b", "kube-api-access-\\u0062bcde"),
                pod("c", "kube-api-access-\\u0061bcde"));
        assertThat(pods.get(1).spec()).isEqualTo(pods.get(0).spec());
        assertThat(pods.get(2).spec()).isEqualTo(pods.get(0).spec());
    }

    @Test
    void theSameTextIsReadAnewWhereItMeansSomethingElse() {
        String init = pod("b", "v").replace("\"containers\"", "\"initContainers\"");
        List<Pod> pods = pods(pod("a", "v"), init);
        assertThat(pods.get(1).spec().containers().get(0).field()).isEqualTo("initContainers[0]");
        assertThat(pods.get(1).spec().containers().get(0).role())
                .isNotEqualTo(pods.get(0).spec().containers().get(0).role());
    }

    @Test
    void everyMistakeIsReportedWithItsOwnLine() {
        String wrong = pod("a", "v").replace("true}", "\"yes\"}");
        ClusterSnapshot snapshot =
                Snapshots.read((wrong + wrong.replace("\"a\"", "\"b\"")).getBytes(StandardCharsets.UTF_8));
        assertThat(snapshot.diagnostics())
                .filteredOn(d -> d.code().equals("wrong-type"))
                .extracting(d -> d.source().line())
                .containsExactly(3, 4, 8, 9);
    }

    @Test
    void linesAreCountedAcrossWhatIsRecalled() {
        String wrong = pod("c", "v").replace("\"n\",", "7,");
        ClusterSnapshot snapshot =
                Snapshots.read((pod("a", "v") + pod("b", "v") + wrong).getBytes(StandardCharsets.UTF_8));
        assertThat(snapshot.diagnostics())
                .filteredOn(d -> d.code().equals("wrong-type"))
                .extracting(d -> d.source().line())
                .containsExactly(11);
        assertThat(snapshot.cluster().pods().get(2).meta().origin().line()).isEqualTo(6);
    }
}
