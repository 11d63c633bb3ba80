package org.slicelstm.model;

import java.io.IOException;

/**
 * The model that another is trained further from.
 *
 * @param sha256  SHA-256 of its SavedModel
 * @param lineage whom it has seen
 */
public record Ancestor(String sha256, Lineage lineage) {

    /** That model. */
    public static Ancestor of(ModelDirectory model) throws IOException {
        return new Ancestor(model.modelSha256(), model.lineage());
    }
}
