package org.slicelstm.train;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.slicelstm.Progress;
import org.slicelstm.graph.TrainingSession;
import org.slicelstm.image.Augmentation;
import org.slicelstm.image.Preprocessing;

/**
 * What a frozen backbone makes of each patient: computed once for each variation of the pictures, then taken from memory
 * or from the cache on disk.
 */
final class FrozenFeatures {
    private static final long MOST_BYTES_IN_MEMORY = 256L << 20;

    private final TrainingSession session;
    private final PictureReader reader;
    private final FeatureCache cache;
    private final FeatureKey pattern;
    private final long seed;
    private final int draws;
    private final Map<FeatureKey, Features> memory = new LinkedHashMap<>();
    private long bytesInMemory;

    /**
     * @param weights SHA-256 of the backbone's weights, and what else tells one backbone from another
     * @param draws   variations of each picture that are kept; 0 for others in every epoch, which nothing keeps
     */
    FrozenFeatures(TrainingSession session, PictureReader reader, FeatureCache cache, String weights,
            Preprocessing how, Augmentation augmentation, long seed, int draws) {
        this.session = session;
        this.reader = reader;
        this.cache = draws == 0 ? FeatureCache.none() : cache;
        this.seed = seed;
        this.draws = augmentation.isNone() ? 1 : draws;
        String device = session.deviceRun().device().replaceAll(":.*", "").toLowerCase(Locale.ROOT);
        pattern = new FeatureKey(weights, how.toString(), augmentation.isNone() ? "" : augmentation.toString(),
                DECODER, device, List.of(), 0);
    }

    /** Changes whenever decoded pixels do. */
    static final String DECODER = "1";

    /** The features of the pictures as they are. */
    Features plain(TrainingPatient patient, Progress progress) {
        return kept(patient, key(patient, "", 0), null, progress);
    }

    /** The features of the variation that an epoch shows. */
    Features varied(TrainingPatient patient, EpochOrder order, Progress progress) {
        if (pattern.augmentation().isEmpty()) {
            return plain(patient, progress);
        }
        if (draws == 0) {
            return compute(patient, afresh(seed, patient, order.epoch()), progress);
        }
        int draw = order.draw(patient.id(), draws);
        // From the picture alone, so that runs with other seeds find the same file.
        return kept(patient, key(patient, pattern.augmentation(), draw),
                place -> Seeds.of(draw, "variation", patient.contents().get(place).shown()), progress);
    }

    /** Seeds of a patient's variations that no other epoch has. */
    static IntToLongFunction afresh(long seed, TrainingPatient patient, int epoch) {
        return place -> Seeds.of(seed, "variation", epoch, patient.id(), place);
    }

    private FeatureKey key(TrainingPatient patient, String augmentation, int draw) {
        return new FeatureKey(pattern.weights(), pattern.preprocessing(), augmentation, pattern.decoder(),
                pattern.device(), patient.contents().stream().map(PictureContent::shown).toList(), draw);
    }

    private Features kept(TrainingPatient patient, FeatureKey key, IntToLongFunction seeds, Progress progress) {
        Features known = memory.get(key);
        if (known != null) {
            return known;
        }
        Features features = cache.get(key).orElseGet(() -> {
            Features computed = compute(patient, seeds, progress);
            cache.put(key, computed);
            return computed;
        });
        long bytes = (long) features.values().length * Float.BYTES;
        if (bytesInMemory + bytes <= MOST_BYTES_IN_MEMORY) {
            bytesInMemory += bytes;
            memory.put(key, features);
        }
        return features;
    }

    private Features compute(TrainingPatient patient, IntToLongFunction seeds, Progress progress) {
        return compute(session, reader, patient, seeds, progress);
    }

    /** The backbone on a patient's pictures. */
    static Features compute(TrainingSession session, PictureReader reader, TrainingPatient patient,
            IntToLongFunction seeds, Progress progress) {
        int width = session.featureCount();
        float[] values = new float[patient.slices().size() * width];
        reader.read(patient, seeds, (images, n, from) -> System.arraycopy(
                session.features(FloatBuffer.wrap(images), n), 0, values, from * width, n * width), progress);
        return new Features(patient.slices().size(), width, values);
    }
}
