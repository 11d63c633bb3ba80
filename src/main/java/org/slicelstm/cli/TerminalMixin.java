package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.run.JobRunner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Runs a job with its results on standard output, and progress and notes on standard error. */
public final class TerminalMixin {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = {"-q", "--quiet"}, description = "No progress and no notes on standard error.")
    private boolean quiet;

    /** Runs a job whose result is files. */
    int run(Job job) {
        return run(job, out -> event -> { });
    }

    /**
     * Runs a job.
     *
     * @return the exit code
     */
    int run(Job job, Function<PrintWriter, Report> reporting) {
        try (JobRunner runner = new JobRunner()) {
            return run(reporting, sink -> runner.run(job, sink));
        }
    }

    /**
     * Does work that is not a job of this process.
     *
     * @param work tells what happens; returns whether all patients were done
     * @return the exit code
     */
    public int run(Predicate<EventSink> work) {
        return run(out -> event -> { }, work);
    }

    private int run(Function<PrintWriter, Report> reporting, Predicate<EventSink> work) {
        Report report = reporting.apply(spec.commandLine().getOut());
        try (Interruption interruption = new Interruption();
                ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), quiet)) {
            boolean allDone = work.test(new EventSink() {
                @Override
                public void accept(Event event) {
                    if (event instanceof Event.Progress step) {
                        progress.update(step.what(), step.done(), step.total());
                    } else if (event instanceof Event.Note note) {
                        progress.print(note.sentence());
                    } else if (event instanceof Event.Warned warned) {
                        progress.warn(warned.patient() + ": Warning: " + warned.sentence());
                    } else if (event instanceof Event.Written written) {
                        progress.print("Wrote " + written.what() + ": " + written.path());
                    } else {
                        progress.clear();
                        report.accept(event);
                    }
                }

                @Override
                public boolean isCancelled() {
                    return interruption.isInterrupted();
                }
            });
            return allDone ? Main.DONE : Main.SOME_FAILED;
        } finally {
            report.finish();
        }
    }
}
