package org.slicelstm.fiji;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;
import org.slicelstm.UserException;
import org.slicelstm.job.RawStack;

/**
 * What the pixel values of an open image mean, and how a plane of it is written as numbers.
 *
 * @param type       the numbers that are written
 * @param hounsfield whether slope and intercept give HU
 * @param inverted   whether low values are meant to be shown bright
 * @param intensity  what values mean that nothing tells: {@code hu} or {@code stored}; null for the model's
 * @param planes     writes a plane
 */
record PixelMeaning(RawStack.Type type, boolean hounsfield, double slope, double intercept, boolean inverted,
                    String intensity, PlaneWriter planes) {
    /** The choices; {@code calibrated} leaves to the model's recipe what the image does not tell. */
    static final List<String> CHOICES = List.of("calibrated", "hu", "stored", "displayed");

    /** How ImageJ's own DICOM reader keeps the header; it puts the rescale into values or calibration. */
    private static final Pattern RESCALED_BY_IMAGEJ = Pattern.compile("(?m)^0028,1052  Rescale Intercept: ");
    private static final int SIGNED_OFFSET = 1 << 15;

    /** Writes the numbers of a plane. */
    @FunctionalInterface
    interface PlaneWriter {
        /** @param bytes takes the plane, in little-endian order */
        void write(ImageProcessor plane, ByteBuffer bytes);
    }

    /**
     * The meaning of an image's values.
     *
     * @param choice {@code calibrated}: HU by the image's calibration, pictures of 8 bits and colour as they are;
     *               {@code hu}: the values are HU as they stand; {@code stored}: grey levels from the lowest to the
     *               highest of each slice; {@code displayed}: as the screen shows them
     * @throws UserException if it is none of these
     */
    static PixelMeaning of(ImagePlus image, String choice) {
        String asked = Parameters.choice("intensity", choice, CHOICES);
        if (image.getType() == ImagePlus.COLOR_RGB) {
            return grey(RawStack.Type.RGB, false, null, Planes::colour);
        }
        if (asked.equals("displayed")) {
            return displayed(image);
        }
        String told = asked.equals("calibrated") ? null : asked;
        return switch (image.getType()) {
            case ImagePlus.GRAY16 -> deep(image, told);
            case ImagePlus.GRAY32 -> told == null && saysHounsfield(image)
                    ? hounsfield(RawStack.Type.FLOAT32, 1, 0, Planes::floats)
                    : grey(RawStack.Type.FLOAT32, image.isInvertedLut(), told, Planes::floats);
            default -> told == null && image.getCalibration().calibrated()
                    ? calibrated(image.getCalibration(), RawStack.Type.UINT8, Planes::bytes)
                    : grey(RawStack.Type.UINT8, image.isInvertedLut(), told, Planes::bytes);
        };
    }

    private static PixelMeaning deep(ImagePlus image, String told) {
        Calibration calibration = image.getCalibration();
        if (calibration.isSigned16Bit()) {
            // Bio-Formats leaves the rescale out: only where ImageJ read the header are these HU.
            PlaneWriter signed = (plane, bytes) -> Planes.shorts(plane, bytes, -SIGNED_OFFSET);
            return told == null && saysHounsfield(image) ? hounsfield(RawStack.Type.INT16, 1, 0, signed)
                    : grey(RawStack.Type.INT16, image.isInvertedLut(), told, signed);
        }
        PlaneWriter unsigned = (plane, bytes) -> Planes.shorts(plane, bytes, 0);
        return told == null && calibration.calibrated() ? calibrated(calibration, RawStack.Type.UINT16, unsigned)
                : grey(RawStack.Type.UINT16, image.isInvertedLut(), told, unsigned);
    }

    private static boolean saysHounsfield(ImagePlus image) {
        String header = image.getInfoProperty();
        return "HU".equals(image.getCalibration().getValueUnit())
                || header != null && RESCALED_BY_IMAGEJ.matcher(header).find();
    }

    private static PixelMeaning calibrated(Calibration calibration, RawStack.Type type, PlaneWriter stored) {
        if (calibration.getFunction() == Calibration.STRAIGHT_LINE) {
            double[] line = calibration.getCoefficients();
            return hounsfield(type, line[1], line[0], stored);
        }
        float[] table = calibration.getCTable();
        return hounsfield(RawStack.Type.FLOAT32, 1, 0, (plane, bytes) -> Planes.table(plane, bytes, table));
    }

    private static PixelMeaning hounsfield(RawStack.Type type, double slope, double intercept, PlaneWriter planes) {
        return new PixelMeaning(type, true, slope, intercept, false, null, planes);
    }

    private static PixelMeaning grey(RawStack.Type type, boolean inverted, String told, PlaneWriter planes) {
        return new PixelMeaning(type, false, 1, 0, inverted, told, planes);
    }

    private static PixelMeaning displayed(ImagePlus image) {
        LUT lut = image instanceof CompositeImage composite ? composite.getChannelLut()
                : image.getProcessor().getLut();
        double black = image.getDisplayRangeMin();
        double white = image.getDisplayRangeMax();
        boolean colour = Planes.isColour(lut);
        return grey(colour ? RawStack.Type.RGB : RawStack.Type.UINT8, false, null, (plane, bytes) -> {
            ImageProcessor shown = plane.duplicate();
            shown.setLut(lut);
            shown.setMinAndMax(black, white);
            ImageProcessor rgb = shown.convertToRGB();
            if (colour) {
                Planes.colour(rgb, bytes);
            } else {
                Planes.red(rgb, bytes);
            }
        });
    }
}
