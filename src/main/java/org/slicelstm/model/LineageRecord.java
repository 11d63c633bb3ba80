package org.slicelstm.model;

/**
 * What {@code model.json} says of a model's {@link Lineage}. The file may be left out of a copy: then nobody can tell
 * any more whom the model has seen.
 *
 * @param file      {@link Lineage#FILE}
 * @param sha256    its SHA-256
 * @param trained   slices that trained the model or one that it descends from
 * @param validated slices that validated one of them, and trained none
 * @param complete  whether every model that it descends from kept its lineage
 */
public record LineageRecord(String file, String sha256, int trained, int validated, boolean complete) {
    public LineageRecord {
        Checks.require(file.equals(Lineage.FILE), "The field 'lineage.file' should be " + Lineage.FILE
                + "; correct it.");
    }

    /** Of a lineage that lies in a folder with this SHA-256. */
    static LineageRecord of(Lineage lineage, String sha256) {
        return new LineageRecord(Lineage.FILE, sha256, lineage.trainedSlices(), lineage.validatedSlices(),
                lineage.isComplete());
    }
}
