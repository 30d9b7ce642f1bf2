package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The examples in the help of each command are commands. */
final class HelpTest {
    private static CommandLine commands() {
        return Main.commandLine(new Progress(new PrintWriter(new StringWriter())));
    }

    static Stream<String> names() {
        return commands().getSubcommands().keySet().stream().filter(name -> !name.equals("generate-completion"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void threeExamplesAndEachIsUnderstood(String name) {
        List<String> examples = examples(commands().getSubcommands().get(name));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (String example : examples) {
            String[] words = example.substring(example.indexOf("postern ") + "postern ".length())
                    .split(" +");
            assertThat(words[0]).isEqualTo(name);
            assertThatCode(() -> commands().parseArgs(words)).as(example).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCommandHasTheNameItIsFoundBy(String name) {
        assertThat(commands().getSubcommands().get(name).getCommandName()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void exitCodesAreSaid(String name) {
        assertThat(String.join(" ", footer(commands().getSubcommands().get(name))))
                .contains("Exit codes: 0 ");
    }

    /** Without what is said about them behind three blanks. */
    private static List<String> examples(CommandLine command) {
        return Arrays.stream(footer(command))
                .dropWhile(line -> !line.equals("Examples:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.strip().split(" {3,}")[0])
                .toList();
    }

    private static String[] footer(CommandLine command) {
        return command.getCommandSpec().usageMessage().footer();
    }
}
