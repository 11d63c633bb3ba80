package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.Intensity.HeaderWindow;

/** What the stored values of a DICOM frame mean. */
final class DicomIntensity {
    private static final int PICTURE_BITS = 8;
    private static final Set<String> CT_STORAGE = Set.of("1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1",
            "1.2.840.10008.5.1.4.1.1.2.2");
    private static final Set<String> FUNCTIONS = Set.of("LINEAR", "LINEAR_EXACT", "SIGMOID");

    private DicomIntensity() {
    }

    static Intensity of(DicomDataSet data, int frame, PixelLayout layout) throws NotASliceException {
        DicomDataSet rescale = DicomHeaders.group(data, frame, Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE);
        List<Double> slopes = rescale.numbers(Tag.RESCALE_SLOPE);
        List<Double> intercepts = rescale.numbers(Tag.RESCALE_INTERCEPT);
        if (!slopes.isEmpty() && slopes.get(0) == 0) {
            throw refused("damaged header: RescaleSlope is 0");
        }
        if (slopes.isEmpty() != intercepts.isEmpty()) {
            throw refused("damaged header: of RescaleSlope and RescaleIntercept only one is there");
        }
        String type = rescale.text(Tag.RESCALE_TYPE);
        boolean ct = CT_STORAGE.contains(DicomHeaders.sopClass(data)) || DicomHeaders.modality(data).equals("CT");
        // 8 bits cannot hold a head's HU: such a picture has been windowed, whatever its header says.
        boolean hounsfield = ct && layout.bitsStored() > PICTURE_BITS && !layout.isColour() && !slopes.isEmpty()
                && (type.isEmpty() || type.equals("HU")) && data.items(Tag.MODALITY_LUT_SEQUENCE).isEmpty();
        Double first = padding(data, Tag.PIXEL_PADDING_VALUE, layout);
        Double last = padding(data, Tag.PIXEL_PADDING_RANGE_LIMIT, layout);
        Double low = first == null || last == null ? first : Double.valueOf(Math.min(first, last));
        Double high = first == null || last == null ? first : Double.valueOf(Math.max(first, last));
        return new Intensity(hounsfield, slopes.isEmpty() ? 1 : slopes.get(0),
                intercepts.isEmpty() ? 0 : intercepts.get(0), low, high, layout.isColour() ? 8 : layout.bitsStored(),
                layout.photometric().equals("MONOCHROME1"), windows(data, frame), aspect(data, frame));
    }

    /** A padding value with the sign of the pixels; null where there is none or the picture is in colour. */
    private static Double padding(DicomDataSet data, Tag tag, PixelLayout layout) throws NotASliceException {
        Integer raw = layout.isColour() ? null : data.unsigned(tag);
        if (raw == null) {
            return null;
        }
        if (layout.bitsAllocated() == 32 && data.bytes(tag).length >= 4) {
            int wide = ByteBuffer.wrap(data.bytes(tag)).order(data.order()).getInt();
            return (double) (layout.signed() ? wide : wide & 0xFFFFFFFFL);
        }
        return (double) (layout.signed() ? (short) (int) raw : raw);
    }

    /**
     * The padding value in its raw bits where BitsStored cannot hold it (a file that contradicts itself, but is
     * met): such pixels are kept as they are so that they do not turn into tissue. Null where it can.
     */
    static Integer oversizedPadding(DicomDataSet data, PixelLayout layout) throws NotASliceException {
        Double value = padding(data, Tag.PIXEL_PADDING_VALUE, layout);
        if (value == null || layout.bitsStored() >= 16) {
            return null;
        }
        double span = Math.pow(2, layout.bitsStored());
        double least = layout.signed() ? -span / 2 : 0;
        return value >= least && value < least + span ? null : Integer.valueOf((int) (double) value);
    }

    private static List<HeaderWindow> windows(DicomDataSet data, int frame) {
        DicomDataSet group = DicomHeaders.group(data, frame, Tag.FRAME_VOI_LUT_SEQUENCE);
        List<String> centres = group.texts(Tag.WINDOW_CENTER);
        List<String> widths = group.texts(Tag.WINDOW_WIDTH);
        String named = group.text(Tag.VOI_LUT_FUNCTION);
        String function = FUNCTIONS.contains(named) ? named : "LINEAR";
        List<HeaderWindow> windows = new ArrayList<>();
        for (int i = 0; i < Math.min(centres.size(), widths.size()); i++) {
            try {
                double centre = Double.parseDouble(centres.get(i));
                double width = Double.parseDouble(widths.get(i));
                if (Double.isFinite(centre) && Double.isFinite(width) && width > 0) {
                    windows.add(new HeaderWindow(centre, width, function));
                }
            } catch (NumberFormatException notAWindow) {
                // A preset that cannot be read is one fewer to choose from; the pixels do not depend on it.
                continue;
            }
        }
        return windows;
    }

    /** Height of a pixel divided by its width. */
    private static double aspect(DicomDataSet data, int frame) {
        DicomDataSet measures = DicomHeaders.group(data, frame, Tag.PIXEL_MEASURES_SEQUENCE);
        List<Double> spacing = measures.numbersOrNone(Tag.PIXEL_SPACING, 2);
        if (spacing.isEmpty()) {
            spacing = data.numbersOrNone(Tag.IMAGER_PIXEL_SPACING, 2);
        }
        if (spacing.isEmpty()) {
            spacing = data.numbersOrNone(Tag.PIXEL_ASPECT_RATIO, 2);
        }
        boolean usable = spacing.size() == 2 && spacing.get(0) > 0 && spacing.get(1) > 0;
        return usable ? spacing.get(0) / spacing.get(1) : 1;
    }
}
