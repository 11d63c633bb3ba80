package org.slicelstm.fiji;

import ij.ImagePlus;
import org.slicelstm.job.RawStack;

/**
 * An open image whose slices a job gets.
 *
 * @param image     the image
 * @param selection which of its planes
 * @param stack     what the worker is told
 */
record OpenStack(ImagePlus image, StackSelection selection, RawStack stack) {

    /** The place of the plane that is shown among the slices, from 0; negative where it is none of them. */
    int shown() {
        return selection.planes().indexOf(image.getCurrentSlice());
    }

    /** Shows a slice, given by its place among the slices from 0. */
    void show(int slice) {
        image.setPosition(selection.planes().get(slice));
    }
}
