package org.slicelstm.cluster;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.Executors;
import org.apache.spark.SparkContext;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;

/** Tells in the terminal how far Spark is, and ends its jobs when the user asks to stop. */
final class Watch {
    private static final long EVERY_MILLIS = 250;
    /** A sentence for each of so many parts of the work, and after so long in any case. */
    private static final long SENTENCES = 10;
    private static final long SENTENCE_NANOS = 60_000_000_000L;
    /** Executors take seconds to start. */
    private static final long ALONE_NANOS = 30_000_000_000L;

    private final SparkContext spark;
    private final Counts counts;
    private final String units;
    private final long all;
    private final EventSink sink;
    private long toldAt = System.nanoTime();
    private long told;
    private long joinedAt = System.nanoTime();
    private volatile boolean stopped;

    private Watch(SparkContext spark, Counts counts, String units, long all, EventSink sink) {
        this.spark = spark;
        this.counts = counts;
        this.units = units;
        this.all = all;
        this.sink = sink;
    }

    /**
     * Runs work on Spark and watches it.
     *
     * @throws UserException         if Spark gave up
     * @throws CancellationException if the sink asked to stop
     */
    static void whileRunning(SparkContext spark, Counts counts, String units, long all, EventSink sink, Runnable work) {
        Watch watch = new Watch(spark, counts, units, all, sink);
        ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watch");
            thread.setDaemon(true);
            return thread;
        });
        watching.scheduleWithFixedDelay(watch::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        try {
            work.run();
            watch.tell();
        } catch (Exception e) {
            // Spark throws checked exceptions that its methods do not declare.
            if (watch.stopped) {
                throw (CancellationException) new CancellationException("Cancelled.").initCause(e);
            }
            throw new UserException("Spark gave up: " + reason(e) + " What was finished is kept; go on by --resume.",
                    e);
        } finally {
            watching.shutdownNow();
        }
    }

    private void look() {
        if (!stopped && sink.isCancelled()) {
            stopped = true;
            spark.cancelAllJobs();
        }
        long finished = counts.finished();
        sink.accept(new Event.Progress(units, finished, all));
        if ((finished - told) * SENTENCES >= all || System.nanoTime() - toldAt > SENTENCE_NANOS) {
            tell();
        }
        tellIfAlone();
    }

    /** Spark itself waits in silence, and for ever. */
    private void tellIfAlone() {
        long now = System.nanoTime();
        // The driver is one of them.
        if (spark.isLocal() || spark.statusTracker().getExecutorInfos().length > 1) {
            joinedAt = now;
        } else if (now - joinedAt > ALONE_NANOS) {
            sink.accept(new Event.Note("No executor works for this run: the cluster has no free cores or too little "
                    + "memory, or its executors do not start. The page of Spark's master and the logs of its workers "
                    + "say which; Ctrl-C ends the run."));
            joinedAt = now;
        }
    }

    private synchronized void tell() {
        if (counts.finished() != told) {
            sink.accept(new Event.Note(counts.sentence()));
        }
        told = counts.finished();
        toldAt = System.nanoTime();
    }

    /** The first line of what is at the bottom of it. */
    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given").strip();
        return text.endsWith(".") ? text : text + ".";
    }
}
