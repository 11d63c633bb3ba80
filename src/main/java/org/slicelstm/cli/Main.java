package org.slicelstm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.slicelstm.UnfinishedException;
import org.slicelstm.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line tool {@code slicelstm}. */
@Command(name = "slicelstm", mixinStandardHelpOptions = true, versionProvider = Version.class,
        subcommands = {PhantomsCommand.class, NewModelCommand.class, InspectCommand.class, FeaturesCommand.class,
                PredictCommand.class, ExplainCommand.class, TrainCommand.class, EvaluateCommand.class,
                StudyCommand.class, ImportLabelsCommand.class, WeightsCommand.class, AdoptCommand.class,
                ExportCommand.class, PackCommand.class, UnpackCommand.class, DoctorCommand.class,
                WorkerCommand.class, CommandLine.HelpCommand.class},
        description = {"Predicts one diagnosis from the many loose head-CT slices of a patient.",
                "Research use only: not a medical device."},
        footer = {"", "A first try:",
                "  slicelstm phantoms --patients 4 --seed 1 --format jpg --out patients",
                "  slicelstm predict --model models/demo patients --out results.csv --plots plots",
                "", "Exit codes: 0 all patients done; 1 some failed, each named, or the command ended early, a full",
                "disk, say, and what was finished stands; 2 wrong usage, nothing done; 130 cancelled.",
                "docs/command-line.md has it all."})
public final class Main implements Runnable {
    /** All patients done. */
    static final int DONE = 0;
    /** Some patients failed; each is named and the others are written. */
    static final int SOME_FAILED = 1;
    /** The command cannot be carried out as it was given. */
    static final int WRONG_USAGE = 2;
    /** Ended by Ctrl-C; what was finished is written. */
    static final int CANCELLED = 130;
    /** A fault of the software itself. */
    static final int INTERNAL_ERROR = 70;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(new StandardOutput(new FileOutputStream(FileDescriptor.out)), System.err, arguments));
    }

    /**
     * Runs one command.
     *
     * @param out standard output: the results and nothing else
     * @param err standard error: progress, notes and problems
     * @return the exit code
     */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        return run(new Main(), out, err, arguments);
    }

    /**
     * Runs one command of a tool that has commands like these.
     *
     * @param tool its top command, for picocli
     * @return the exit code
     */
    public static int run(Object tool, PrintStream out, PrintStream err, String... arguments) {
        // Numbers are written with a point and months are not written at all, whatever the user's language.
        Locale.setDefault(Locale.ROOT);
        CommandLine commandLine = new CommandLine(tool);
        commandLine.setOut(new LineWriter(out));
        commandLine.setErr(new LineWriter(err));
        commandLine.setParameterExceptionHandler((e, given) -> wrongUsage(e, e.getCommandLine().getErr()));
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
        int code = commandLine.execute(arguments);
        commandLine.getOut().flush();
        if (!out.checkError()) {
            return code;
        }
        String problem = out instanceof StandardOutput standard ? standard.problem() : null;
        commandLine.getErr().println("SliceLSTM: standard output could not be written"
                + (problem == null ? "" : ": " + problem) + ". What it shows is not whole; files that stand are.");
        return code == DONE ? SOME_FAILED : code;
    }

    private static int wrongUsage(ParameterException e, PrintWriter err) {
        err.println(e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            e.getCommandLine().usage(err);
        }
        return WRONG_USAGE;
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof UserException) {
            ("SliceLSTM: " + e.getMessage()).lines().forEach(err::println);
            return e instanceof UnfinishedException ? SOME_FAILED : WRONG_USAGE;
        }
        if (e instanceof CancellationException) {
            err.println("SliceLSTM: cancelled; what was finished is written.");
            return CANCELLED;
        }
        Help.defaultColorScheme(Ansi.OFF).richStackTraceString(e).lines()
                .forEach(line -> err.println(line.replace("\t", "    ")));
        return INTERNAL_ERROR;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
