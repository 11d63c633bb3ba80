package org.slicelstm.model;

import java.util.Optional;
import org.slicelstm.Product;

/**
 * Where a model comes from.
 *
 * @param createdBy     software and version that wrote the directory
 * @param seed          seed of the weights that were drawn, 0 where none were
 * @param weightsSha256 SHA-256 of the weight file the backbone was filled from, or of the graph file of an
 *                      adopted SavedModel, or {@link #UNTRAINED}
 * @param trained       whether the whole model has been trained on patients; its numbers mean nothing before
 * @param training      on what it was trained
 */
public record Provenance(String createdBy, long seed, String weightsSha256, boolean trained,
        Optional<TrainingRecord> training) {
    /** The {@link #weightsSha256()} of weights drawn at random. */
    public static final String UNTRAINED = "untrained";

    public Provenance {
        Checks.require(weightsSha256.equals(UNTRAINED) || weightsSha256.matches("[0-9a-f]{64}"),
                "The setting 'provenance.weights_sha256' is neither a SHA-256 nor 'untrained'; correct it.");
    }

    /** Weights drawn from a seed, the backbone's possibly from a file, and no training since. */
    public static Provenance untrained(long seed, String weightsSha256) {
        return new Provenance("SliceLSTM " + Product.VERSION, seed, weightsSha256, false, Optional.empty());
    }

    /** The same model after training. */
    public Provenance trainedOn(TrainingRecord record) {
        return new Provenance("SliceLSTM " + Product.VERSION, seed, weightsSha256, true, Optional.of(record));
    }

    /** A SavedModel that was made elsewhere, with the SHA-256 of its graph file; its maker says that it is trained. */
    public static Provenance adopted(String sha256) {
        return new Provenance("SliceLSTM " + Product.VERSION, 0, sha256, true, Optional.empty());
    }
}
