package org.slicelstm.image;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;

/** Decodes and preprocesses chunks of slices on an executor, each slice into its own place of the chunk's array. */
final class ChunkReader implements AutoCloseable {
    private static final long POLL_MILLIS = 50;

    private final SliceDecoder decoder;
    private final Preprocessor preprocessor;
    private final ExecutorService executor;
    private final Progress progress;
    private final SliceBatches.Observer observer;
    private final List<Future<Outcome>> underway = new ArrayList<>();
    /** One party is the reader itself; every slice that is being read is another. */
    private final Phaser running = new Phaser(1);
    private volatile boolean closed;

    /**
     * Slices that are being read.
     *
     * @param slices  which
     * @param images  {@code [slices, height, width, 3]}
     * @param results one for each slice
     */
    record Chunk(List<Slice> slices, float[] images, List<Future<Outcome>> results) { }

    /**
     * What became of a slice: either left out, or in its place with what is known of its pixels.
     *
     * @param leftOut    why it does not take part, or null
     * @param digest     of its stored pixels, or null
     * @param statistics of its stored pixels, or null
     * @param summary    what warnings need of it, or null
     */
    record Outcome(LeftOut leftOut, PictureDigest digest, SliceStatistics statistics, SliceSummary summary) { }

    ChunkReader(SliceDecoder decoder, Preprocessor preprocessor, ExecutorService executor, Progress progress,
                SliceBatches.Observer observer) {
        this.decoder = decoder;
        this.preprocessor = preprocessor;
        this.executor = executor;
        this.progress = progress;
        this.observer = observer;
    }

    Chunk start(List<Slice> slices, float[] images) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        int floats = preprocessor.preprocessing().floatsPerSlice();
        List<Future<Outcome>> results = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            Slice slice = slices.get(i);
            int offset = i * floats;
            Future<Outcome> result = executor.submit(() -> registered(slice, images, offset));
            results.add(result);
            underway.add(result);
        }
        return new Chunk(slices, images, results);
    }

    /**
     * Waits until every slice of a chunk is done.
     *
     * @throws CancellationException if the user cancelled, or this thread is interrupted
     */
    List<Outcome> await(Chunk chunk) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> result : chunk.results()) {
            outcomes.add(await(result));
        }
        underway.removeAll(chunk.results());
        return outcomes;
    }

    /** Takes back what has not begun and waits for what has. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            underway.forEach(result -> result.cancel(false));
            running.arriveAndAwaitAdvance();
        }
    }

    private Outcome await(Future<Outcome> result) {
        while (true) {
            progress.checkCancelled();
            try {
                return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillReading) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (CancellationException) new CancellationException("Interrupted.").initCause(e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                if (e.getCause() instanceof RuntimeException exception) {
                    throw exception;
                }
                throw new IllegalStateException("a slice's task throws nothing checked", e);
            }
        }
    }

    /** A task that began before {@link #close} is waited for; one that begins later does nothing. */
    private Outcome registered(Slice slice, float[] images, int offset) {
        running.register();
        try {
            if (closed) {
                throw new CancellationException("Closed.");
            }
            progress.checkCancelled();
            return read(slice, images, offset);
        } finally {
            running.arriveAndDeregister();
        }
    }

    private Outcome read(Slice slice, float[] images, int offset) {
        try {
            StoredSlice stored = decode(slice);
            observer.decoded(slice, stored);
            SliceStatistics statistics = SliceStatistics.of(stored);
            SliceSummary summary = SliceSummary.of(stored, preprocessor.preprocessing(), statistics);
            SliceContent.require(slice, statistics, summary);
            preprocessor.write(stored, FloatBuffer.wrap(images), offset);
            return new Outcome(null, PictureDigest.of(stored), statistics, summary);
        } catch (NotASliceException e) {
            return new Outcome(LeftOut.slice(slice, e.status(), e.getMessage()), null, null, null);
        }
    }

    /** A decoder that fails as it should not has no right pixels either: that slice is refused, the others go on. */
    private StoredSlice decode(Slice slice) throws NotASliceException {
        try {
            return decoder.decode(slice);
        } catch (CancellationException e) {
            throw e;
        } catch (UserException e) {
            throw new NotASliceException(LeftOut.Status.REFUSED, e.getMessage(), e);
        } catch (RuntimeException e) {
            // The message may quote the file's header; the kind of the error names nobody.
            throw new NotASliceException(LeftOut.Status.REFUSED, "its pixels could not be decoded ("
                    + e.getClass().getSimpleName() + "); convert it with another program", e);
        }
    }
}
