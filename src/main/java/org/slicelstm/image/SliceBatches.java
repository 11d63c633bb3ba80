package org.slicelstm.image;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Progress;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;

/**
 * The slices of one patient in chunks for the model, decoded and preprocessed in parallel while the chunk before is
 * worked on. At most two chunks of tensors are in memory, and as many decoded slices as the executor has threads.
 *
 * <p>A slice that cannot be read rightly, and an exact repeat of an earlier picture, is left out with its reason and
 * leaves no hole. Pictures that are nearly constant (standard deviation of the stored values under 2) are never
 * repeats: empty slices are all alike.
 *
 * <pre>{@code
 * try (SliceBatches batches = new SliceBatches(patient.slices(), decoder, preprocessor, 16, executor, progress)) {
 *     while (batches.hasNext()) {
 *         SliceBatch batch = batches.next();
 *         features.add(session.run(batch.images(), batch.size()));
 *     }
 *     orders = new SplittableRandom(batches.contentSeed());
 * }
 * }</pre>
 *
 * <p>For one thread, which must not be one of the executor's. The executor is the caller's and stays open. Progress is
 * only asked whether the work is cancelled; how far it is, the one who works on the batches knows.
 */
public final class SliceBatches implements Iterator<SliceBatch>, AutoCloseable {
    private static final double NEARLY_CONSTANT = 2;

    /** Sees decoded slices while they are in memory; called on the executor's threads, in any order. */
    @FunctionalInterface
    public interface Observer {
        /**
         * A slice was decoded; whether it is a repeat is not known yet.
         *
         * @throws NotASliceException if the slice cannot take part
         */
        void decoded(Slice slice, StoredSlice stored) throws NotASliceException;
    }

    private final List<Slice> slices;
    private final int chunk;
    private final int floatsPerSlice;
    private final Preprocessing how;
    private final ChunkReader reader;
    private final Progress progress;
    private final Map<String, Slice> seen = new HashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<Slice> taken = new ArrayList<>();
    private final List<SliceSummary> summaries = new ArrayList<>();
    private final float[][] buffers = new float[2][];

    private int started;
    private int chunksStarted;
    private ChunkReader.Chunk filling;
    private SliceBatch ready;
    private boolean stopped;
    private long contentSum;

    /**
     * Starts reading the first chunk, without looking at the decoded slices.
     *
     * @see #SliceBatches(List, SliceDecoder, Preprocessor, int, ExecutorService, Progress, Observer)
     */
    public SliceBatches(List<Slice> slices, SliceDecoder decoder, Preprocessor preprocessor, int chunk,
                        ExecutorService executor, Progress progress) {
        this(slices, decoder, preprocessor, chunk, executor, progress, (slice, stored) -> { });
    }

    /**
     * Starts reading the first chunk.
     *
     * @param slices       the patient's slices, in the order in which they are wanted
     * @param decoder      reads the pixels of a slice
     * @param preprocessor makes what the model sees
     * @param chunk        slices in a batch, at most
     * @param executor     decodes and preprocesses
     * @param progress     asked whether the work is cancelled
     * @param observer     sees every decoded slice
     */
    public SliceBatches(List<Slice> slices, SliceDecoder decoder, Preprocessor preprocessor, int chunk,
                        ExecutorService executor, Progress progress, Observer observer) {
        if (chunk < 1) {
            throw new IllegalArgumentException("at least one slice in a batch");
        }
        this.slices = List.copyOf(slices);
        this.chunk = Math.min(chunk, Math.max(1, slices.size()));
        this.how = preprocessor.preprocessing();
        this.floatsPerSlice = preprocessor.preprocessing().floatsPerSlice();
        Math.multiplyExact(this.chunk, floatsPerSlice);
        this.progress = progress;
        this.reader = new ChunkReader(decoder, preprocessor, executor, progress, observer);
        this.filling = startChunk();
    }

    /**
     * Waits for the next batch; what the batch before held is gone.
     *
     * @throws java.util.concurrent.CancellationException if the user cancelled, or this thread is interrupted
     */
    @Override
    public boolean hasNext() {
        if (ready == null && stopped) {
            throw new IllegalStateException("cancelled, failed or closed");
        }
        while (ready == null && filling != null) {
            // Until the chunk is whole: after a cancel or an error no later chunk may pass for the next one.
            stopped = true;
            progress.checkCancelled();
            ChunkReader.Chunk whole = filling;
            filling = startChunk();
            ready = batch(whole.slices(), reader.await(whole), whole.images());
            stopped = false;
        }
        return ready != null;
    }

    @Override
    public SliceBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SliceBatch batch = ready;
        ready = null;
        return batch;
    }

    /** What was left out so far, and why, in the order of the slices. */
    public List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    /** What looks wrong in the pictures that took part so far, one sentence each. */
    public List<String> warnings() {
        return SliceWarnings.of(summaries, taken, how);
    }

    /** Why all pictures that took part so far together are no patient, in one sentence; empty where they may be. */
    public Optional<String> refusal() {
        return SliceWarnings.refusal(summaries);
    }

    /**
     * A number that depends on the pictures that took part and on nothing else: not on their order, their file names
     * or how they are encoded.
     *
     * @throws IllegalStateException before the last batch was taken
     */
    public long contentSeed() {
        if (ready != null || filling != null || stopped) {
            throw new IllegalStateException("not all batches are taken");
        }
        return contentSum;
    }

    /** Stops reading ahead; when it returns, nothing of it runs any more. */
    @Override
    public void close() {
        stopped = stopped || filling != null;
        reader.close();
    }

    private ChunkReader.Chunk startChunk() {
        if (started == slices.size()) {
            return null;
        }
        List<Slice> part = slices.subList(started, Math.min(started + chunk, slices.size()));
        started += part.size();
        int buffer = chunksStarted++ % buffers.length;
        if (buffers[buffer] == null) {
            buffers[buffer] = new float[chunk * floatsPerSlice];
        }
        return reader.start(part, buffers[buffer]);
    }

    /** Moves what took part together; null if nothing did. */
    private SliceBatch batch(List<Slice> part, List<ChunkReader.Outcome> outcomes, float[] images) {
        List<Slice> kept = new ArrayList<>();
        List<SliceStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < part.size(); i++) {
            ChunkReader.Outcome outcome = outcomes.get(i);
            LeftOut out = outcome.leftOut() != null ? outcome.leftOut() : repeat(part.get(i), outcome);
            if (out != null) {
                leftOut.add(out);
                continue;
            }
            contentSum += outcome.digest().leadingBits();
            if (kept.size() < i) {
                System.arraycopy(images, i * floatsPerSlice, images, kept.size() * floatsPerSlice, floatsPerSlice);
            }
            kept.add(part.get(i));
            statistics.add(outcome.statistics());
            taken.add(part.get(i));
            summaries.add(outcome.summary());
        }
        return kept.isEmpty() ? null
                : new SliceBatch(FloatBuffer.wrap(images, 0, kept.size() * floatsPerSlice), kept, statistics);
    }

    /** Why the slice is left out as a repeat, or null. */
    private LeftOut repeat(Slice slice, ChunkReader.Outcome outcome) {
        if (outcome.statistics().deviation() < NEARLY_CONSTANT) {
            return null;
        }
        Slice first = seen.putIfAbsent(outcome.digest().hex(), slice);
        return first == null ? null : LeftOut.slice(slice, LeftOut.Status.LEFT_OUT, "the same picture as "
                + first.shownAs() + (first.frames() > 1 ? ", frame " + first.frame() : ""));
    }
}
