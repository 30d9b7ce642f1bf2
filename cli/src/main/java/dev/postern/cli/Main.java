package dev.postern.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
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
            BlastRadiusCommand.class,
            WhoReachesCommand.class,
            ChokePointsCommand.class,
            CutCommand.class,
            WhatIfCommand.class,
            DiffCommand.class,
            CheckCommand.class,
            EscalationsCommand.class,
            CanICommand.class,
            WhoCanCommand.class,
            RightsCommand.class,
            ExplainCommand.class,
            InventoryCommand.class,
            SchemaCommand.class,
            GenerateCompletion.class
        },
        description = "Computes every attack path in a Kubernetes cluster from its manifests.")
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

    /** Runs the command line in this JVM and returns its exit status: 0 fine, 2 usage. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Progress progress = new Progress(err);
        try {
            return commandLine(progress).setOut(out).setErr(err).execute(args);
        } finally {
            progress.stop();
        }
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
        throw new ParameterException(spec.commandLine(), "Missing command. See the commands below.");
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
