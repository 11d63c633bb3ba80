package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.function.Function;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.run.JobRunner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Runs a job with its results on standard output, and progress and notes on standard error. */
final class TerminalMixin {
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
        Report report = reporting.apply(spec.commandLine().getOut());
        try (Interruption interruption = new Interruption();
                ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), quiet);
                JobRunner runner = new JobRunner()) {
            boolean allDone = runner.run(job, new EventSink() {
                @Override
                public void accept(Event event) {
                    if (event instanceof Event.Progress step) {
                        progress.update(step.what(), step.done(), step.total());
                    } else if (event instanceof Event.Note note) {
                        progress.print(note.sentence());
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
