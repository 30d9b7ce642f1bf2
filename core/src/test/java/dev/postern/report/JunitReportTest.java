package dev.postern.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.path.PathQuery;
import dev.postern.path.Place;
import dev.postern.report.JunitReport.Case;
import dev.postern.report.JunitReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JunitReportTest {
    private static ParsedJunit asked(String scenario, String from, String to) {
        Asked asked = Asked.of(
                Asked.scenario(scenario), PathQuery.from(Place.parse(from)).to(Place.parse(to)));
        return ParsedJunit.of(JunitReport.render(asked.analysis(), asked.answers()));
    }

    @Test
    void aPathFailsItsQuestionWithItsEvidence() {
        ParsedJunit tesla = asked("tesla", "internet", "cluster-admin");
        assertThat(tesla.outcomeOf("internet → cluster-admin")).isEqualTo("failure");
        assertThat(tesla.failureOf("internet → cluster-admin"))
                .contains("1. EXPOSES: anyone on the Internet can send packets", "dashboard.yaml:66");
        assertThat(tesla.document().getDocumentElement().getAttribute("failures"))
                .isEqualTo("1");
        assertThat(tesla.document().getDocumentElement().getAttribute("tests")).isEqualTo("2");
    }

    @Test
    void noPathPasses() {
        assertThat(asked("tesla-fixed", "internet", "cluster-admin").outcomeOf("internet → cluster-admin"))
                .isEmpty();
    }

    @Test
    void aNameThatIsNotThereIsNoProof() {
        assertThat(asked("tesla-fixed", "pod:shop/absent", "cluster-admin")
                        .outcomeOf("pod:shop/absent → cluster-admin"))
                .isEqualTo("error");
    }

    @Test
    void whoIsThereAlreadyFails() {
        String account = "sa:kube-system/kubernetes-dashboard";
        assertThat(asked("tesla", account, account).outcomeOf(account + " → " + account))
                .isEqualTo("failure");
    }

    @Test
    void anInputOfWhichAPartIsMissingIsAnError(@TempDir Path folder) throws IOException {
        Files.copy(Asked.scenario("tesla").resolve("dashboard.yaml"), folder.resolve("a.yaml"));
        Files.writeString(folder.resolve("bad.yaml"), "no: kind\n");
        Asked asked = Asked.of(folder);
        assertThat(ParsedJunit.of(JunitReport.render(asked.analysis(), asked.answers()))
                        .outcomeOf("input"))
                .isEqualTo("error");
    }

    @Test
    void casesOfOthersAreCountedByOutcome() {
        ParsedJunit cases = ParsedJunit.of(JunitReport.render(
                "policy",
                List.of(
                        new Case("a", Outcome.PASSED, "", ""),
                        new Case("b", Outcome.PASSED, "", "to know"),
                        new Case("c", Outcome.FAILED, "<m>", "one\ntwo ]]>"),
                        new Case("d", Outcome.SKIPPED, "expired", ""),
                        new Case("e", Outcome.ERROR, "?", ""))));
        assertThat(cases.names()).containsExactly("a", "b", "c", "d", "e");
        assertThat(cases.names().stream().map(cases::outcomeOf))
                .containsExactly("", "system-out", "failure", "skipped", "error");
        assertThat(cases.failureOf("c")).isEqualTo("one\ntwo ]]>\n");
        for (String count : List.of("failures", "errors", "skipped")) {
            assertThat(cases.document().getDocumentElement().getAttribute(count))
                    .isEqualTo("1");
        }
    }
}
