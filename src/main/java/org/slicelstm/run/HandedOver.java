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
        List<Intensity> intensities = stack.rescales().stream().map(rescale -> new Intensity(stack.hounsfield(),
                rescale.slope(), rescale.intercept(), rescale.paddingLow(), rescale.paddingHigh(), bits,
                stack.inverted(), List.of(), stack.pixelAspect())).toList();
        slices = new RawSlices(JobRunner.path(stack.file()), stack.name(), stack.columns(), stack.rows(),
                stack.slices(), RawSlices.NumberType.valueOf(stack.type().name()), intensities);
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
