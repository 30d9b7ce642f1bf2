package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class WhyCommandsTest {
    private static final Path SCENARIOS = Path.of(System.getProperty("postern.root", ".."), "samples", "scenarios");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String command, String scenario, String... options) {
        String[] args = new String[options.length + 2];
        args[0] = command;
        args[1] = SCENARIOS.resolve(scenario).toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void whyGivesTheGroundsWithTheirPlaces() {
        assertThat(run("why", "hello-hardened", "--from", "pod:hello/hello", "--to", "any-node"))
                .isZero();
        assertThat(out.toString())
                .contains("1. POD_ASSUMES_SA")
                .contains("account.yaml:")
                .contains("(default)")
                .contains("without this step: ");
    }

    @Test
    void whyNotGivesTheGuardWithItsPlace() {
        assertThat(run("why-not", "hello-hardened-fixed", "--from", "sa:hello/hello", "--to", "any-node", "-k", "1"))
                .isZero();
        assertThat(out.toString())
                .contains("Namespace hello would have to be labelled pod-security.kubernetes.io/enforce=privileged")
                .contains("enforce] = restricted")
                .contains("namespace.yaml:6");
    }

    @Test
    void whyNotOfAPathThatIsThereShowsIt() throws IOException {
        assertThat(run("why-not", "hello-hardened", "--from", "pod:hello/hello", "--to", "any-node", "-o", "json"))
                .isZero();
        JsonNode question = json().at("/questions/0");
        assertThat(question.path("outcome").asText()).isEqualTo("present");
        assertThat(question.path("paths")).hasSize(1);
        assertThat(question.path("misses")).isEmpty();
    }

    @Test
    void whatIsUncertainIsSaidToBe() throws IOException {
        assertThat(run("why-not", "hello-hardened", "--from", "internet", "--to", "any-node", "-o", "json"))
                .isZero();
        JsonNode question = json().at("/questions/0");
        assertThat(question.path("outcome").asText()).isEqualTo("unknown");
        assertThat(question.path("open").toString()).contains("has a flaw");
    }

    @Test
    void twoRunsGiveTheSameBytes() {
        String[] options = {"--from", "any-pod", "--to", "any-node", "-k", "3", "-o", "json"};
        run("why-not", "supply-chain-fixed", options);
        String first = out.toString();
        out.getBuffer().setLength(0);
        run("why-not", "supply-chain-fixed", options);
        assertThat(out.toString()).isEqualTo(first).contains("\"misses\"");
    }

    @Test
    void aPlaceThatIsNoneIsAMistakeInTheUse() {
        assertThat(run("why-not", "tesla", "--from", "moon")).isEqualTo(2);
        assertThat(run("why", "tesla", "--to", "internet")).isEqualTo(2);
    }
}
