package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slicelstm.UserException;

/**
 * The DICOM headers that an open image brought along: one a slice in the slices' labels, or one for all in Info.
 *
 * @param slices  for each plane of the stack its header, from the first
 * @param inLabel whether they stand in the slices' labels
 */
record SliceHeaders(List<HeaderText> slices, boolean inLabel) {
    private static final double CLOSE = 1e-6;
    /** Numbers at which two lines are compared. */
    private static final int[] PROBES = {0, 1000, 32_768, 65_535};

    /**
     * Reads the headers.
     *
     * @return nothing where there are none
     * @throws UserException if only some slices have one, or labels and Info disagree
     */
    static Optional<SliceHeaders> of(ImagePlus image) {
        ImageStack stack = image.getStack();
        Optional<HeaderText> info = HeaderText.read(image.getInfoProperty(), "Info");
        boolean inLabel = HeaderText.read(stack.getSliceLabel(1), label(1)).isPresent();
        List<HeaderText> slices = new ArrayList<>();
        for (int plane = 1; plane <= stack.getSize(); plane++) {
            Optional<HeaderText> own = HeaderText.read(stack.getSliceLabel(plane), label(plane));
            if (own.isEmpty() && inLabel && stack.isVirtual()) {
                // A virtual stack may know a slice's label only when it has read the slice.
                stack.getProcessor(plane);
                own = HeaderText.read(stack.getSliceLabel(plane), label(plane));
            }
            if (own.isPresent() != inLabel) {
                throw new UserException("Of the open image's slices some have a DICOM header in their label and "
                        + "others do not, such as slice " + (inLabel ? plane : 1) + "; open files of one kind, or say "
                        + "in 'Pixel values are' what the values are.");
            }
            slices.add(own.or(() -> info).orElse(null));
        }
        if (slices.get(0) == null) {
            return Optional.empty();
        }
        if (inLabel && info.isPresent() && slices.stream().noneMatch(info.get()::saysTheSame)) {
            throw disagree(line(slices.get(0)) + " by the slices' labels, " + line(info.get()) + " by Info");
        }
        return Optional.of(new SliceHeaders(List.copyOf(slices), inLabel));
    }

    private static String label(int plane) {
        return "the label of slice " + plane;
    }

    /** Whether all slices' values are in HU, or none's. */
    boolean isHounsfield() {
        boolean first = slices.get(0).hounsfield();
        for (int i = 1; i < slices.size(); i++) {
            if (slices.get(i).hounsfield() != first) {
                throw new UserException("By their DICOM headers the slices 1 and " + (i + 1) + " of the open image "
                        + "differ: the values of one are HU, those of the other are not. Open one series.");
            }
        }
        return first;
    }

    /** Whether values of 32 bits have their rescale in them: as ImageJ opens them, or where there is none to be in. */
    boolean isRescaled() {
        HeaderText first = slices.get(0);
        boolean same = slices.stream().allMatch(first::saysTheSame);
        return same && first.slope() == 1 && first.intercept() == 0
                || !first.bioFormats() && (same || slices.stream().allMatch(each -> each.slope() != 1));
    }

    /**
     * Checks that the image's calibration says what the headers say. ImageJ gives a stack that of one of its slices;
     * Bio-Formats says no more by it than that values are signed.
     *
     * @throws UserException if it says something else
     */
    void checkCalibration(Calibration calibration) {
        if (!calibration.calibrated() || slices.stream().anyMatch(each -> agrees(calibration, each))) {
            return;
        }
        throw disagree(line(slices.get(0)) + " by " + (inLabel ? "the slices' labels" : "Info") + ", "
                + "HU = " + number(slope(calibration)) + " * value + "
                + number(calibration.getCValue(0) - slices.get(0).offset() * slope(calibration))
                + " by the calibration");
    }

    private static boolean agrees(Calibration calibration, HeaderText header) {
        if (header.bioFormats() && calibration.isSigned16Bit()) {
            return header.signed();
        }
        for (int probe : PROBES) {
            double expected = header.hounsfield(probe);
            if (!(Math.abs(calibration.getCValue(probe) - expected) <= CLOSE * Math.max(1, Math.abs(expected)))) {
                return false;
            }
        }
        return true;
    }

    private static double slope(Calibration calibration) {
        return calibration.getCValue(1) - calibration.getCValue(0);
    }

    private static String line(HeaderText header) {
        return "HU = " + number(header.slope()) + " * value + " + number(header.intercept());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.6g", value);
    }

    private static UserException disagree(String what) {
        return new UserException("What the values of the open image mean is told in two ways that disagree: " + what
                + ". Open the files again, correct the calibration (Analyze > Calibrate...), or say in 'Pixel values "
                + "are' what the values are.");
    }
}
