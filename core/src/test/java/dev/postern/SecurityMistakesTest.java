package dev.postern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.ingest.ClusterSnapshot;
import dev.postern.ingest.Input;
import dev.postern.model.Diagnostic;
import dev.postern.model.KubernetesVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for security and has no effect where it is written; the expectations stand in the fixtures. */
final class SecurityMistakesTest {
    private static final String MARK = "#! ";
    private static final List<String> CODES =
            List.of("security-", "profile-", "pod-security-", "legacy-", "network-policy-");

    @ParameterizedTest
    @ValueSource(strings = {"workload.yaml", "namespaces.yaml"})
    void exactlyTheMarkedLinesAreReportedEachAsMarked(String fixture) throws IOException, URISyntaxException {
        Path file = Path.of(
                SecurityMistakesTest.class.getResource("/mistakes/" + fixture).toURI());
        List<String> lines = Files.readAllLines(file);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int mark = lines.get(i).indexOf(MARK);
            if (mark >= 0) {
                expected.add((i + 1) + " " + lines.get(i).substring(mark + MARK.length()));
            }
        }
        Analysis analysis = Postern.analyze(ClusterSnapshot.read(file));
        assertThat(mistakes(analysis.diagnostics()).stream()
                        .map(mistake -> mistake.source().line() + " " + mistake.code()))
                .containsExactlyElementsOf(expected);
        assertThat(mistakes(analysis.diagnostics())).allSatisfy(mistake -> {
            assertThat(mistake.severity()).isEqualTo(Diagnostic.Severity.WARNING);
            assertThat(mistake.source().file()).endsWith(fixture);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "securityContext: {readOnlyRootFilesystem: true} | spec.securityContext.readOnlyRootFilesystem has no effect here: it"
                        + " belongs in the securityContext of each container. The API server drops it, or refuses the object where the"
                        + " client asks for strict validation",
                "runAsUser: 0 | spec.runAsUser has no effect here: it belongs in the securityContext of the pod's spec or in the"
                        + " securityContext of each container. The API server drops it, or refuses the object where the client asks"
                        + " for strict validation",
                "hostpid: true | spec.hostpid has no effect: the names of fields are case-sensitive, and this one is hostPID. The API"
                        + " server drops it, or refuses the object where the client asks for strict validation",
                "securityContext: {Privileged: true} | spec.securityContext.Privileged has no effect here: the field privileged belongs"
                        + " in the securityContext of each container. The API server drops it, or refuses the object where the client"
                        + " asks for strict validation",
            })
    void theMessageSaysWhatIsWrittenWhereAndWhereItBelongs(String spec, String message) {
        assertThat(mistakes(podWith(spec).diagnostics()))
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.message()).isEqualTo(message));
    }

    /** A field that the API server drops grants nothing either. */
    @Test
    void whatIsDroppedCountsForNothing() {
        Analysis privileged = podWith("securityContext: {privileged: true}, hostpid: true");
        assertThat(privileged.snapshot().cluster().pods()).singleElement().satisfies(pod -> {
            assertThat(pod.spec().hostPID()).isFalse();
            assertThat(pod.spec().containers().get(0).securityContext().privileged())
                    .isEmpty();
        });
    }

    @ParameterizedTest(name = "v1.{0}: {1}")
    @CsvSource({"26, 0", "27, 1"})
    void seccompAnnotationsCountUntilTheServerIgnoresThem(int minor, int mistakes) {
        Analysis analysis = Postern.analyze(
                read("apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n"
                        + "    seccomp.security.alpha.kubernetes.io/pod: runtime/default\n"
                        + "spec: {containers: [{name: c, image: i}]}\n"),
                ClusterOptions.DEFAULT.withVersion(new KubernetesVersion(1, minor)));
        assertThat(mistakes(analysis.diagnostics())).hasSize(mistakes);
    }

    @ParameterizedTest(name = "v1.{0}: {1}")
    @CsvSource({"22, pod-security-label-ignored", "23, "})
    void levelsCountSinceTheServerEnforcesThem(int minor, String code) {
        Analysis analysis = Postern.analyze(
                read("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: n\n  labels:\n"
                        + "    pod-security.kubernetes.io/enforce: restricted\n"),
                ClusterOptions.DEFAULT.withVersion(new KubernetesVersion(1, minor)));
        assertThat(mistakes(analysis.diagnostics()).stream().map(Diagnostic::code))
                .containsExactlyElementsOf(code == null ? List.of() : List.of(code));
    }

    @Test
    void replicasOfOneOwnerAreReportedOnce() {
        StringBuilder pods = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            pods.append("---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p")
                    .append(i)
                    .append("\n  uid: u\n");
            pods.append("  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: p, controller: true}]\n");
            pods.append("  annotations: {seccomp.security.alpha.kubernetes.io/pod: runtime/default}\n");
            pods.append("spec: {containers: [{name: c, image: i}]}\n");
        }
        assertThat(mistakes(Postern.analyze(read(pods.toString())).diagnostics()))
                .hasSize(1);
    }

    @Test
    void jsonIsReadAlike() {
        Analysis analysis =
                Postern.analyze(read("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"p\"},\n"
                        + " \"spec\": {\n  \"securityContext\": {\n   \"privileged\": false},\n"
                        + "  \"containers\": [{\"name\": \"c\", \"image\": \"i\"}]}}"));
        assertThat(mistakes(analysis.diagnostics())).singleElement().satisfies(mistake -> {
            assertThat(mistake.code()).isEqualTo("security-field-misplaced");
            assertThat(mistake.source().line()).isEqualTo(4);
        });
    }

    /** Read by eye: none of these projects makes such a mistake. */
    @Test
    void realManifestsRaiseNoFalseAlarm() throws IOException {
        Path real = Path.of(System.getProperty("postern.corpus", "../../shared/corpus"), "real");
        assumeTrue(Files.isDirectory(real), "no corpus in " + real);
        try (Stream<Path> projects = Files.list(real)) {
            assertThat(projects.toList())
                    .hasSize(11)
                    .allSatisfy(project -> assertThat(mistakes(Postern.analyze(ClusterSnapshot.read(project))
                                    .diagnostics()))
                            .isEmpty());
        }
    }

    private static Analysis podWith(String spec) {
        return Postern.analyze(read("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n" + "spec: {" + spec
                + ", containers: [{name: c, image: i}]}\n"));
    }

    private static ClusterSnapshot read(String text) {
        return ClusterSnapshot.read(List.of(Input.stdin(new ByteArrayInputStream(text.getBytes(UTF_8)))));
    }

    private static List<Diagnostic> mistakes(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> CODES.stream().anyMatch(diagnostic.code()::startsWith))
                .toList();
    }
}
