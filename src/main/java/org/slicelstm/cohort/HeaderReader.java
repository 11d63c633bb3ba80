package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a file holds without decoding its pixels, and compares pictures where their headers are not enough; safe to
 * call from several threads.
 */
@FunctionalInterface
public interface HeaderReader extends Anatomy {
    /**
     * Recognises a file by its content, never by its extension.
     *
     * @param file    a regular file
     * @param shownAs its name in results
     * @return one slice for each picture in the file, in the file's order, at least one
     * @throws NotASliceException if the file holds no slice, or none that can be read rightly
     */
    List<Slice> read(Path file, String shownAs) throws NotASliceException;

    /**
     * What can still be told of a DICOM file that {@link #read} refuses, by its header up to where that ends or is
     * damaged: whose it is, say. Empty where it has no legible header.
     */
    default Optional<DicomHeader> legibleHeader(Path file) {
        return Optional.empty();
    }

    /** {@inheritDoc} A reader that cannot decode tells nothing. */
    @Override
    default double likeness(Slice one, Slice other) {
        return Double.NaN;
    }
}
