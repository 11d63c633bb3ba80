package org.slicelstm.run;

import java.util.Collections;
import java.util.List;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.read.RawSlices;
import org.slicelstm.job.RawStack;

/** A patient whose slices are handed over as numbers, by a program in which they are open. */
final class HandedOver {
    private final RawSlices slices;
    private final Patient patient;

    /** @throws org.slicelstm.UserException if the numbers are not all there */
    HandedOver(RawStack stack) {
        int bits = 8 * (stack.type() == RawStack.Type.RGB ? 1 : stack.type().bytesPerPixel());
        Intensity intensity = new Intensity(stack.hounsfield(), stack.slope(), stack.intercept(), null, null, bits,
                stack.inverted(), List.of(), stack.pixelAspect());
        slices = new RawSlices(JobRunner.path(stack.file()), stack.name(), stack.columns(), stack.rows(),
                stack.slices(), RawSlices.NumberType.valueOf(stack.type().name()), intensity);
        List<Slice> all = slices.slices();
        patient = new Patient(stack.name(), all, Collections.nCopies(all.size(), 1), Patient.OrderedBy.INSTANCE,
                List.of(), stack.notes());
    }

    /** Decodes them. */
    RawSlices slices() {
        return slices;
    }

    Patient patient() {
        return patient;
    }
}
