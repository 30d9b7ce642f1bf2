package dev.postern.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ObjectArrays;
import java.io.BufferedWriter;
import java.io.File;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The root command {@code postern}. */
@Command(
        name = "postern",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND | INPUT",
        description = "Computes every attack path in a Kubernetes cluster from its manifests.",
        footer = {
            "",
            "An INPUT alone, a file or directory of manifests or dumps, or - for standard input, is its summary.",
            "",
            "Examples:",
            "  postern manifests/",
            "  postern paths manifests/ --from internet --to cluster-admin",
            "  postern check manifests/ --policy policy.yaml -o sarif",
            "",
            "postern COMMAND --help says more, with examples of each."
        })
public final class Main implements Runnable {

    /** As wide as the texts below the options are written; a line more would break where nobody meant it to. */
    private static final int HELP_WIDTH = 120;

    private static final String COMPLETION = "generate-completion";

    /** In the order of the help: the everyday ones first. */
    private static final ImmutableMap<String, Class<?>> COMMANDS = ImmutableMap.<String, Class<?>>builder()
            .put("summary", SummaryCommand.class)
            .put("paths", PathsCommand.class)
            .put("why", WhyCommand.class)
            .put("why-not", WhyNotCommand.class)
            .put("cut", CutCommand.class)
            .put("check", CheckCommand.class)
            .put("diff", DiffCommand.class)
            .put("what-if", WhatIfCommand.class)
            .put("blast-radius", BlastRadiusCommand.class)
            .put("who-reaches", WhoReachesCommand.class)
            .put("choke-points", ChokePointsCommand.class)
            .put("escalations", EscalationsCommand.class)
            .put("can-i", CanICommand.class)
            .put("who-can", WhoCanCommand.class)
            .put("rights", RightsCommand.class)
            .put("explain", ExplainCommand.class)
            .put("connections", ConnectionsCommand.class)
            .put("reach", ReachCommand.class)
            .put("exposure", ExposureCommand.class)
            .put("netlint", NetlintCommand.class)
            .put("netdiff", NetdiffCommand.class)
            .put("inventory", InventoryCommand.class)
            .put("schema", SchemaCommand.class)
            .put(COMPLETION, GenerateCompletion.class)
            .buildOrThrow();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Progress progress;

    Main(Progress progress) {
        this.progress = progress;
    }

    /** The progress that a command tells of. */
    static Progress progress(CommandSpec command) {
        return ((Main) command.root().userObject()).progress;
    }

    /** Runs the command line and exits the JVM with its status. */
    public static void main(String[] args) {
        System.exit(run(utf8(System.out), utf8(System.err), args));
    }

    /** The same bytes on every machine, whatever its locale. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, UTF_8)), true);
    }

    /** Runs the command line in this JVM and returns its exit status; {@code INPUT} alone is {@code summary INPUT}. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Progress progress = new Progress(err);
        try {
            String[] words = isInput(args) ? ObjectArrays.concat("summary", args) : args;
            return commandLine(progress, needed(words)).setOut(out).setErr(err).execute(words);
        } finally {
            progress.stop();
        }
    }

    /** Whether the first word is neither an option nor a command, and can be read. A command wins over its namesake. */
    private static boolean isInput(String... args) {
        if (args.length == 0 || COMMANDS.containsKey(args[0])) {
            return false;
        }
        return args[0].equals(Inputs.STDIN) || (!args[0].startsWith("-") && new File(args[0]).exists());
    }

    /** Setting up all commands takes longer than many an answer; help, completion and suggestions need them. */
    private static Map<String, Class<?>> needed(String... words) {
        Class<?> one = words.length > 0 ? COMMANDS.get(words[0]) : null;
        return one == null || words[0].equals(COMPLETION) ? COMMANDS : ImmutableMap.of(words[0], one);
    }

    /** The command line with all its commands. */
    static CommandLine commandLine(Progress progress) {
        return commandLine(progress, COMMANDS);
    }

    private static CommandLine commandLine(Progress progress, Map<String, Class<?>> commands) {
        CommandLine line = new CommandLine(new Main(progress));
        // No lambdas over picocli's types: its classes are of a format that a class archive holds only unlinked.
        for (Map.Entry<String, Class<?>> command : commands.entrySet()) {
            line.addSubcommand(command.getKey(), command.getValue());
        }
        line.setExecutionExceptionHandler(new FaultReport()).setUsageHelpWidth(HELP_WIDTH);
        // Some have thirty options: all of them in the first lines would hide what the command does.
        for (CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec().usageMessage().abbreviateSynopsis(true);
        }
        return line;
    }

    /** A fault of the program itself: exit code 4. The stack trace is for the report of the fault. */
    private static final class FaultReport implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception fault, CommandLine command, ParseResult parsed) {
            command.getErr().println("postern: internal error, please report it with the lines below");
            fault.printStackTrace(command.getErr());
            return Exit.INTERNAL_ERROR;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command or input. See below.");
    }

    /** The version in the manifest of the jar this class was loaded from. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                    .orElse("(unpackaged build)");
            return new String[] {"postern " + version};
        }
    }
}
