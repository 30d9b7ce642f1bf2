package dev.postern.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ObjectArrays;
import java.io.BufferedWriter;
import java.io.File;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
        subcommands = {
            SummaryCommand.class,
            PathsCommand.class,
            WhyCommand.class,
            WhyNotCommand.class,
            CutCommand.class,
            CheckCommand.class,
            DiffCommand.class,
            WhatIfCommand.class,
            BlastRadiusCommand.class,
            WhoReachesCommand.class,
            ChokePointsCommand.class,
            EscalationsCommand.class,
            CanICommand.class,
            WhoCanCommand.class,
            RightsCommand.class,
            ExplainCommand.class,
            InventoryCommand.class,
            SchemaCommand.class,
            GenerateCompletion.class
        },
        synopsisSubcommandLabel = "COMMAND | INPUT",
        description = "Computes every attack path in a Kubernetes cluster from its manifests.",
        footer = {
            "",
            "An INPUT alone, a file or directory of manifests or dumps, or - for standard input, is its summary.",
            "",
            "Examples:",
            "  postern manifests/",
            "  postern paths manifests/ --from internet --to cluster-admin",
            "  postern check manifests/ --policy policy.yaml -o sarif --output-file postern.sarif",
            "",
            "postern COMMAND --help says more, with examples of each."
        })
public final class Main implements Runnable {

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
            CommandLine commands = commandLine(progress);
            String[] words = isInput(commands, args) ? ObjectArrays.concat("summary", args) : args;
            return commands.setOut(out).setErr(err).execute(words);
        } finally {
            progress.stop();
        }
    }

    /** Whether the first word is neither an option nor a command, and can be read. A command wins over its namesake. */
    private static boolean isInput(CommandLine commands, String... args) {
        if (args.length == 0 || commands.getSubcommands().containsKey(args[0])) {
            return false;
        }
        return args[0].equals(Inputs.STDIN) || (!args[0].startsWith("-") && new File(args[0]).exists());
    }

    /** The command line with all its commands. */
    static CommandLine commandLine(Progress progress) {
        return new CommandLine(new Main(progress)).setExecutionExceptionHandler(Main::internalError);
    }

    /** A fault of the program itself: exit code 4. The stack trace is for the report of the fault. */
    private static int internalError(Exception fault, CommandLine command, ParseResult parsed) {
        command.getErr().println("postern: internal error, please report it with the lines below");
        fault.printStackTrace(command.getErr());
        return Exit.INTERNAL_ERROR;
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
