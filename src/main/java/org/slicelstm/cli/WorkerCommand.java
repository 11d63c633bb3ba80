package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.slicelstm.Product;
import org.slicelstm.UserException;
import org.slicelstm.cli.WorkerInput.Line;
import org.slicelstm.job.Event;
import org.slicelstm.job.Event.Outcome;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;
import org.slicelstm.run.JobRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code slicelstm worker}: does jobs for another program. First it says its version; then it takes one job a line on
 * standard input and answers one event a line on standard output, the last of a job an {@link Event.Ended}. The line
 * {@code stop} asks the job that runs to end as Ctrl-C does. A line that is no job is refused. It ends at once when its
 * input is closed, and after an idle time; a fault ends it with a stack trace on standard error, so that whoever started
 * it starts anew.
 */
@Command(name = "worker", hidden = true, mixinStandardHelpOptions = true,
        description = "Does jobs for another program: one JSON job a line in, one JSON event a line out.")
final class WorkerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--idle-minutes", paramLabel = "N", defaultValue = "10",
            description = "End after this time without a job (default ${DEFAULT-VALUE}).")
    private double idleMinutes;

    private final JobJson json = new JobJson();

    @Override
    public Integer call() throws InterruptedException {
        if (!(idleMinutes > 0)) {
            throw new UserException("--idle-minutes is " + idleMinutes + "; write a number of minutes above 0.");
        }
        PrintWriter out = spec.commandLine().getOut();
        // The events keep standard output; whatever a library prints there must not come between them.
        System.setOut(System.err);
        WorkerInput input = new WorkerInput(System.in);
        input.start();
        send(out, new Event.WorkerReady(Product.VERSION));
        try (JobRunner runner = new JobRunner()) {
            for (Line line = input.next(idleMinutes); line != null; line = input.next(idleMinutes)) {
                send(out, work(runner, line, out));
            }
        }
        return Main.DONE;
    }

    private Event.Ended work(JobRunner runner, Line line, PrintWriter out) {
        if (line.text() == null) {
            return new Event.Ended(Outcome.REFUSED, "A line that is too long to be a job.");
        }
        Job job;
        try {
            job = json.job(line.text());
        } catch (IllegalArgumentException e) {
            return new Event.Ended(Outcome.REFUSED, "A line that is no job of this version, " + Product.VERSION + ": "
                    + e.getMessage() + ".");
        }
        try {
            boolean allDone = runner.run(job, new EventSink() {
                @Override
                public void accept(Event event) {
                    send(out, event);
                }

                @Override
                public boolean isCancelled() {
                    return line.isStopAsked();
                }
            });
            return new Event.Ended(allDone ? Outcome.DONE : Outcome.SOME_FAILED, null);
        } catch (UserException e) {
            return new Event.Ended(Outcome.REFUSED, e.getMessage());
        } catch (CancellationException e) {
            return new Event.Ended(Outcome.STOPPED, null);
        }
    }

    private void send(PrintWriter out, Event event) {
        out.println(json.line(event));
        out.flush();
    }
}
