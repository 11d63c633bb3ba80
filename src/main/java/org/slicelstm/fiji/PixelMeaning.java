package org.slicelstm.fiji;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.slicelstm.UserException;
import org.slicelstm.job.RawStack;
import org.slicelstm.job.RawStack.Rescale;

/**
 * What the pixel values of an open image mean, and how a plane of it is written as numbers.
 *
 * @param type        the numbers that are written
 * @param hounsfield  whether the rescales give HU
 * @param rescales    for a plane, by its index in the stack from 1, how the numbers written become HU
 * @param inverted    whether low values are meant to be shown bright
 * @param intensity   what values mean that nothing tells: {@code hu} or {@code stored}; null for the model's
 * @param planes      writes a plane
 * @param notes       what the user should know of it, one sentence each
 */
record PixelMeaning(RawStack.Type type, boolean hounsfield, IntFunction<Rescale> rescales, boolean inverted,
                    String intensity, PlaneWriter planes, List<String> notes) {
    /** The choices; {@code calibrated} leaves to the model's recipe what the image does not tell. */
    static final List<String> CHOICES = List.of("calibrated", "hu", "stored", "displayed");

    private static final int SIGNED_OFFSET = 1 << 15;

    /** Writes the numbers of a plane. */
    @FunctionalInterface
    interface PlaneWriter {
        /**
         * @param number the plane's index in the stack, from 1
         * @param bytes  takes the plane, in little-endian order
         */
        void write(int number, ImageProcessor plane, ByteBuffer bytes);

        /** One that makes no difference between planes. */
        static PlaneWriter of(BiConsumer<ImageProcessor, ByteBuffer> writer) {
            return (number, plane, bytes) -> writer.accept(plane, bytes);
        }
    }

    /**
     * The meaning of an image's values.
     *
     * @param choice {@code calibrated}: HU by the DICOM header that stands in the slices' labels or in Info, or by the
     *               image's calibration; pictures of 8 bits and colour as they are; {@code hu}: the values that ImageJ
     *               shows are HU; {@code stored}: grey levels from the lowest to the highest of each slice;
     *               {@code displayed}: as the screen shows them
     * @throws UserException if it is none of these, or what the image tells disagrees with itself
     */
    static PixelMeaning of(ImagePlus image, String choice) {
        String asked = Parameters.choice("intensity", choice, CHOICES);
        if (image.getType() == ImagePlus.COLOR_RGB) {
            return grey(RawStack.Type.RGB, false, null, PlaneWriter.of(Planes::colour));
        }
        if (asked.equals("displayed")) {
            return displayed(image);
        }
        String told = asked.equals("calibrated") ? null : asked;
        Optional<SliceHeaders> headers = told == null ? SliceHeaders.of(image) : Optional.empty();
        return switch (image.getType()) {
            case ImagePlus.GRAY16 -> deep(image, told, headers);
            case ImagePlus.GRAY32 -> floats(image, told, headers);
            // 8 bits cannot hold a head's HU: by the rules for files such a DICOM is a picture, whatever its rescale.
            default -> told == null && headers.isEmpty() && image.getCalibration().calibrated()
                    ? calibrated(image.getCalibration(), RawStack.Type.UINT8, PlaneWriter.of(Planes::bytes))
                    : grey(RawStack.Type.UINT8, image.isInvertedLut(), told, PlaneWriter.of(Planes::bytes));
        };
    }

    private static PixelMeaning deep(ImagePlus image, String told, Optional<SliceHeaders> headers) {
        Calibration calibration = image.getCalibration();
        if (headers.isPresent() && headers.get().isHounsfield()) {
            headers.get().checkCalibration(calibration);
            return byHeaders(headers.get());
        }
        if (calibration.isSigned16Bit()) {
            boolean hounsfield = told == null && headers.isEmpty() && "HU".equals(calibration.getValueUnit());
            return hounsfield ? hounsfield(RawStack.Type.INT16, 1, 0, shorts(-SIGNED_OFFSET))
                    : grey(RawStack.Type.INT16, image.isInvertedLut(), told, shorts(-SIGNED_OFFSET));
        }
        boolean counts = calibration.calibrated() && headers.isEmpty();
        return counts && !"stored".equals(told) ? calibrated(calibration, RawStack.Type.UINT16, shorts(0))
                : grey(RawStack.Type.UINT16, image.isInvertedLut(), told, shorts(0));
    }

    private static PlaneWriter shorts(int added) {
        return (number, plane, bytes) -> Planes.shorts(plane, bytes, added);
    }

    /** ImageJ holds stored values, signed ones with an offset, whatever the calibration is. */
    private static PixelMeaning byHeaders(SliceHeaders headers) {
        List<HeaderText> slices = headers.slices();
        HeaderText first = slices.get(0);
        if (first.bioFormats() && first.inverted()) {
            throw new UserException("Bio-Formats turns the values of MONOCHROME1 files round, so that they are no HU "
                    + "any more; open the files by File > Import > Image Sequence..., or set 'Slices of' to '"
                    + PatientCommand.ON_DISK + "'.");
        }
        List<String> notes = first.bioFormats() && slices.size() > 1 ? List.of("Bio-Formats keeps the header of the "
                + "first slice alone: its rescale was taken for all " + slices.size() + " slices.") : List.of();
        return stored(slices, (number, plane, bytes) ->
                Planes.stored(plane, bytes, slices.get(number - 1), type(slices), number), notes);
    }

    /** Stored values as files have them, each slice with its header's meaning. */
    private static PixelMeaning stored(List<HeaderText> slices, PlaneWriter planes, List<String> notes) {
        return new PixelMeaning(type(slices), true, number -> slices.get(number - 1).rescale(), false, null, planes,
                notes);
    }

    private static RawStack.Type type(List<HeaderText> slices) {
        return slices.stream().anyMatch(HeaderText::signed) ? RawStack.Type.INT16 : RawStack.Type.UINT16;
    }

    /** ImageJ opens files whose slope is not 1 with 32 bits, rescaled each by its own header. */
    private static PixelMeaning floats(ImagePlus image, String told, Optional<SliceHeaders> headers) {
        PlaneWriter floats = PlaneWriter.of(Planes::floats);
        boolean hounsfield = told == null && "HU".equals(image.getCalibration().getValueUnit());
        if (headers.isPresent() && headers.get().isHounsfield()) {
            List<HeaderText> slices = headers.get().slices();
            if (!hounsfield && !headers.get().isRescaled()) {
                throw new UserException("The open image has 32 bits a value, so that nothing tells whether the rescale "
                        + "of its DICOM header" + (slices.size() > 1 ? "s" : "") + " is in the values already; say in "
                        + "'Pixel values are' what they are, or open the files again.");
            }
            // Where all is as ImageJ opened it the very values of the files come back, and with them their numbers.
            return !areOfFiles(image, slices) ? hounsfield(RawStack.Type.FLOAT32, 1, 0, floats)
                    : stored(slices, (number, plane, bytes) -> Planes.unscaled(plane, bytes, slices.get(number - 1)),
                            List.of());
        }
        return hounsfield ? hounsfield(RawStack.Type.FLOAT32, 1, 0, floats)
                : grey(RawStack.Type.FLOAT32, image.isInvertedLut(), told, floats);
    }

    private static boolean areOfFiles(ImagePlus image, List<HeaderText> slices) {
        RawStack.Type type = type(slices);
        for (int number = 1; number <= slices.size(); number++) {
            if (!Planes.areStored(image.getStack().getProcessor(number), slices.get(number - 1), type)) {
                return false;
            }
        }
        return true;
    }

    private static PixelMeaning calibrated(Calibration calibration, RawStack.Type type, PlaneWriter stored) {
        if (calibration.getFunction() == Calibration.STRAIGHT_LINE) {
            double[] line = calibration.getCoefficients();
            return hounsfield(type, line[1], line[0], stored);
        }
        float[] table = calibration.getCTable();
        return hounsfield(RawStack.Type.FLOAT32, 1, 0, PlaneWriter.of((plane, bytes) ->
                Planes.table(plane, bytes, table)));
    }

    private static PixelMeaning hounsfield(RawStack.Type type, double slope, double intercept, PlaneWriter planes) {
        Rescale rescale = new Rescale(slope, intercept, null, null);
        return new PixelMeaning(type, true, number -> rescale, false, null, planes, List.of());
    }

    private static PixelMeaning grey(RawStack.Type type, boolean inverted, String told, PlaneWriter planes) {
        return new PixelMeaning(type, false, number -> Rescale.NONE, inverted, told, planes, List.of());
    }

    private static PixelMeaning displayed(ImagePlus image) {
        LUT lut = image instanceof CompositeImage composite ? composite.getChannelLut()
                : image.getProcessor().getLut();
        double black = image.getDisplayRangeMin();
        double white = image.getDisplayRangeMax();
        boolean colour = Planes.isColour(lut);
        return grey(colour ? RawStack.Type.RGB : RawStack.Type.UINT8, false, null, (number, plane, bytes) -> {
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
