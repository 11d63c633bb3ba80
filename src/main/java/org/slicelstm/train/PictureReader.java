package org.slicelstm.train;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Augmentation;
import org.slicelstm.image.AugmentedPreprocessor;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.image.StoredSlice;

/**
 * A patient's pictures as the backbone takes them, in chunks; the next chunk is read while one is worked on. The
 * executor is the caller's.
 */
final class PictureReader {
    private final Preprocessing how;
    private final Preprocessor plain;
    private final AugmentedPreprocessor varied;
    private final SliceDecoder decoder;
    private final ExecutorService executor;
    private final int most;

    /** What is done with a chunk. */
    @FunctionalInterface
    interface Work {
        /**
         * @param images {@code [n, H, W, 3]}, the receiver's to keep
         * @param from   place of the first among the patient's slices
         */
        void on(float[] images, int n, int from);
    }

    /** Pictures that are being read. */
    private record Chunk(float[] images, int n, int from, List<Future<?>> parts) { }

    /** @param most pictures of a chunk */
    PictureReader(Preprocessing how, Augmentation augmentation, SliceDecoder decoder, ExecutorService executor,
            int most) {
        this.most = most;
        this.how = how;
        plain = new Preprocessor(how);
        varied = new AugmentedPreprocessor(how, augmentation);
        this.decoder = decoder;
        this.executor = executor;
    }

    /**
     * Reads all pictures of a patient.
     *
     * @param seeds of each picture's variation by its place, or null for pictures as they are
     */
    void read(TrainingPatient patient, IntToLongFunction seeds, Work work, Progress progress) {
        List<Slice> slices = patient.slices();
        Chunk ready = start(slices, 0, seeds);
        try {
            while (ready != null) {
                progress.checkCancelled();
                Chunk now = ready;
                now.parts().forEach(Await::result);
                int next = now.from() + now.n();
                ready = next < slices.size() ? start(slices, next, seeds) : null;
                work.on(now.images(), now.n(), now.from());
            }
        } finally {
            if (ready != null) {
                ready.parts().forEach(part -> part.cancel(false));
            }
        }
    }

    private Chunk start(List<Slice> slices, int from, IntToLongFunction seeds) {
        int n = Math.min(most, slices.size() - from);
        float[] images = new float[n * how.floatsPerSlice()];
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Slice slice = slices.get(from + i);
            int place = from + i;
            int offset = i * how.floatsPerSlice();
            parts.add(executor.submit(() -> write(slice, place, seeds, FloatBuffer.wrap(images), offset)));
        }
        return new Chunk(images, n, from, parts);
    }

    private void write(Slice slice, int place, IntToLongFunction seeds, FloatBuffer images, int offset) {
        try {
            StoredSlice stored = decoder.decode(slice);
            if (seeds == null) {
                plain.write(stored, images, offset);
            } else {
                varied.write(stored, seeds.applyAsLong(place), images, offset);
            }
        } catch (NotASliceException e) {
            throw new UserException("The picture '" + slice.shownAs() + "' cannot be used: " + e.getMessage()
                    + "; repair it, or take it out of the patient's folder.", e);
        }
    }
}
