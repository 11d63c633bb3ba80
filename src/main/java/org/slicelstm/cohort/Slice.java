package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One 2-D picture of a patient: a frame of a file, as its header describes it before any pixel is decoded.
 *
 * @param file    the file, readable as it is
 * @param shownAs the file's name in results: the path as the user gave it, joined with the path below it
 * @param frame   which picture of the file, from 0
 * @param frames  how many pictures the file has
 * @param rows    height in pixels
 * @param columns width in pixels
 * @param dicom   what the DICOM header says, or null for a loose picture (JPG, PNG, TIFF)
 */
public record Slice(Path file, String shownAs, int frame, int frames, int rows, int columns, DicomHeader dicom) {
    public Slice {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(shownAs, "shownAs");
    }

    public boolean isDicom() {
        return dicom != null;
    }
}
