package org.slicelstm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.slicelstm.UnfinishedException;
import org.slicelstm.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
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
        footer = {"", Examples.TITLE, Examples.PATIENTS,
                "  scripts/slicelstm predict --model models/demo patients --out results.csv \\",
                "    --plots plots",
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
        commandLine.setParameterExceptionHandler((e, given) -> wrongUsage(unknownOption(e, given),
                e.getCommandLine().getErr()));
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

    /** The option that there is not, where picocli speaks of one that is missing, perhaps because it is spelt so. */
    private static ParameterException unknownOption(ParameterException e, String... given) {
        Set<String> known = e.getCommandLine().getCommandSpec().optionsMap().keySet();
        return e instanceof MissingParameterException ? Stream.of(given).map(each -> each.replaceFirst("=.*", ""))
                .filter(each -> each.startsWith("--") && each.length() > 2 && !known.contains(each)).findFirst()
                .<ParameterException>map(each -> new UnmatchedArgumentException(e.getCommandLine(), List.of(each)))
                .orElse(e) : e;
    }

    /** Two lines: what is wrong and what was perhaps meant; where the rest is told. */
    private static int wrongUsage(ParameterException e, PrintWriter err) {
        String meant = e instanceof UnmatchedArgumentException unknown
                ? unknown.getSuggestions().stream().findFirst().map(each -> " Did you mean " + each + "?").orElse("")
                : "";
        err.println("SliceLSTM: " + e.getMessage() + (e.getMessage().endsWith(".") ? "" : ".") + meant);
        CommandSpec command = e.getCommandLine().getCommandSpec();
        err.println(command.qualifiedName() + " --help tells its " + (command.subcommands().isEmpty() ? "options."
                : "commands."));
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
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
