package org.slicelstm.fiji;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slicelstm.Product;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;

/** A worker process and the talk with it. One job at a time; {@link #kill} may be called from any thread. */
final class WorkerProcess {
    /** The line that asks the worker to end the job and keep what is finished. */
    private static final String STOP = "stop";
    private static final long POLL_MILLIS = 100;
    private static final long START_SECONDS = 60;
    private static final long END_MILLIS = 1_500;

    private final Process process;
    private final Path classPathFile;
    private final BufferedWriter in;
    private final WorkerLog log = new WorkerLog();
    private final JobJson json = new JobJson();
    /** Nothing in an element means that the worker's output has ended. */
    private final BlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>();
    private final Thread errors;
    private boolean ready;
    private volatile boolean killed;

    /** The worker ended by itself, without a fault, before it took the job. */
    static final class EndedIdleException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private WorkerProcess(Process process, Path classPathFile) {
        this.process = process;
        this.classPathFile = classPathFile;
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.errors = daemon("SliceLSTM worker log", () -> log.read(process.errorReader(StandardCharsets.UTF_8)));
        daemon("SliceLSTM worker", this::listen);
    }

    /** @throws UserException if Java cannot be started */
    static WorkerProcess start(WorkerJava java) {
        Path file = null;
        try {
            file = Files.createTempFile("slicelstm-", ".classpath");
            java.writeClassPath(file);
            ProcessBuilder builder = new ProcessBuilder(java.words(file));
            builder.environment().putAll(
                    WorkerJava.environment(Charset.forName(System.getProperty("sun.jnu.encoding"))));
            return new WorkerProcess(builder.start(), file);
        } catch (IOException e) {
            TemporaryFiles.delete(file);
            throw new UserException("SliceLSTM's worker could not be started by " + java.java() + " ("
                    + e.getMessage() + "); check that this Java is complete and that the temporary folder has space.",
                    e);
        }
    }

    /** Whether it can take a job; one that was killed may take a moment to be gone. */
    boolean isAlive() {
        return !killed && process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /**
     * Waits until the worker says that it is ready; at once where it has.
     *
     * @throws UserException         if it ends instead, takes too long, or has another version
     * @throws CancellationException if the sink says so; the worker is killed
     */
    void awaitReady(EventSink sink) {
        if (ready) {
            return;
        }
        try {
            awaitHello(sink);
        } finally {
            TemporaryFiles.delete(classPathFile);
        }
    }

    private void awaitHello(EventSink sink) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!ready) {
            Event event = next(sink);
            if (event instanceof Event.WorkerReady hello) {
                ready = true;
                if (!hello.version().equals(Product.VERSION)) {
                    kill();
                    throw new UserException("SliceLSTM's worker has version " + hello.version() + " and the plugin "
                            + Product.VERSION + "; update both by Help > Update... and restart Fiji.");
                }
            } else if (System.nanoTime() > until) {
                kill();
                String sentence = "SliceLSTM's worker did not start within " + START_SECONDS + " seconds." + log.tail();
                throw new UserException(sentence.lines().toList(), null);
            }
        }
    }

    /** @see WorkerService#run(Job, EventSink, BooleanSupplier) */
    boolean run(Job job, EventSink sink, BooleanSupplier stop) {
        boolean ended = false;
        try {
            write(json.line(job));
            boolean stopSent = false;
            boolean answered = false;
            while (true) {
                if (!stopSent && stop.getAsBoolean()) {
                    stopSent = true;
                    write(STOP);
                }
                Event event = next(sink, answered);
                answered |= event != null;
                if (event instanceof Event.Ended end) {
                    ended = true;
                    return allDone(end);
                } else if (event != null) {
                    sink.accept(event);
                }
            }
        } finally {
            if (!ended) {
                // Cancelled, or nobody listens any more: a worker in mid-job is of no use to the next one.
                kill();
            }
        }
    }

    private static boolean allDone(Event.Ended end) {
        return switch (end.outcome()) {
            case DONE -> true;
            case SOME_FAILED -> false;
            case REFUSED -> throw new UserException(end.sentence().lines().toList(), null);
            case STOPPED -> throw new CancellationException("Stopped.");
        };
    }

    private Event next(EventSink sink) {
        return next(sink, true);
    }

    /** The next event, or null where none has come for a moment. */
    private Event next(EventSink sink, boolean answered) {
        if (sink.isCancelled()) {
            kill();
            throw new CancellationException("Cancelled.");
        }
        try {
            Optional<Event> event = events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (event == null) {
                return null;
            }
            if (event.isEmpty()) {
                throw ended(answered);
            }
            return event.get();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Interrupted.").initCause(e);
        }
    }

    /** Why the worker's output has ended. */
    private RuntimeException ended(boolean answered) throws InterruptedException {
        if (killed || isFijiEnding()) {
            return new CancellationException("Closed.");
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        boolean exited = process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
        if (!exited) {
            kill();
        }
        // Together, not each: the user is to hear of it within two seconds.
        errors.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        int status = exited ? process.exitValue() : -1;
        return status == 0 && !answered ? new EndedIdleException()
                : new UserException(log.crash(status).lines().toList(), null);
    }

    /** A worker that ends with Fiji has not been killed by anyone. */
    private static boolean isFijiEnding() {
        Thread hook = new Thread(() -> { });
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return !Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private void write(String line) {
        try {
            in.write(line);
            in.write('\n');
            in.flush();
        } catch (IOException e) {
            // The worker has ended; why, the end of its output tells.
            log.add("The worker's input is closed: " + e.getMessage());
        }
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                try {
                    events.add(Optional.of(json.event(line)));
                } catch (IllegalArgumentException e) {
                    // Java itself writes a few last words to standard output when it crashes.
                    log.add(line);
                }
            }
        } catch (IOException e) {
            log.add("The worker's output broke off: " + e.getMessage());
        } finally {
            closeInput();
            events.add(Optional.empty());
        }
    }

    /** Where it is not closed its handle stays with this process; a worker that is still there ends by it. */
    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.add("The worker's input did not close: " + e.getMessage());
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
