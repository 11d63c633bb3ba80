package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.util.Set;
import org.slicelstm.cohort.HeaderValue;
import org.slicelstm.cohort.NotASliceException;

/**
 * How a DICOM picture's pixels are laid out (PS3.3 section C.7.6.3), checked for sense.
 *
 * @param rows          height
 * @param columns       width
 * @param frames        pictures in the object
 * @param samples       values a pixel: 1 or 3
 * @param bitsAllocated bits from one value to the next: 8, 16 or 32
 * @param bitsStored    bits that carry the value
 * @param highBit       place of the value's highest bit
 * @param signed        whether the value is in two's complement
 * @param photometric   PhotometricInterpretation
 * @param planar        whether colours lie in planes one after the other
 */
record PixelLayout(int rows, int columns, int frames, int samples, int bitsAllocated, int bitsStored, int highBit,
                   boolean signed, String photometric, boolean planar) {
    private static final Set<String> GREY = Set.of("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR");
    private static final Set<String> COLOUR =
            Set.of("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT");

    /**
     * Reads the layout of a data set.
     *
     * @throws NotASliceException if it is incomplete, contradicts itself or is not that of a CT slice
     */
    static PixelLayout of(DicomDataSet data) throws NotASliceException {
        int rows = data.required(Tag.ROWS);
        int columns = data.required(Tag.COLUMNS);
        PictureSize.check(columns, rows);
        Integer frames = data.integer(Tag.NUMBER_OF_FRAMES);
        if (frames != null && frames < 1) {
            throw refused("damaged header: NumberOfFrames is " + frames);
        }
        Integer samplesOrNull = data.unsigned(Tag.SAMPLES_PER_PIXEL);
        int samples = samplesOrNull == null ? 1 : samplesOrNull;
        int allocated = data.required(Tag.BITS_ALLOCATED);
        if (allocated != 8 && allocated != 16 && allocated != 32) {
            throw refused("a picture of " + allocated + " bits a value, where a slice has 8, 16 or 32");
        }
        Integer storedOrNull = data.unsigned(Tag.BITS_STORED);
        int stored = storedOrNull == null ? allocated : storedOrNull;
        Integer highOrNull = data.unsigned(Tag.HIGH_BIT);
        int high = highOrNull == null ? stored - 1 : highOrNull;
        if (stored < 1 || stored > allocated || high < stored - 1 || high >= allocated) {
            throw refused("damaged header: BitsAllocated " + allocated + ", BitsStored " + stored + " and HighBit "
                    + high + " contradict each other");
        }
        Integer representation = data.unsigned(Tag.PIXEL_REPRESENTATION);
        if (representation != null && representation > 1) {
            throw refused("damaged header: PixelRepresentation is " + representation);
        }
        Integer planar = data.unsigned(Tag.PLANAR_CONFIGURATION);
        String photometric = data.text(Tag.PHOTOMETRIC_INTERPRETATION);
        PixelLayout layout = new PixelLayout(rows, columns, frames == null ? 1 : frames, samples, allocated, stored,
                high, representation != null && representation == 1,
                photometric.isEmpty() && samples == 1 ? "MONOCHROME2" : photometric, planar != null && planar == 1);
        layout.checkColour();
        return layout;
    }

    private void checkColour() throws NotASliceException {
        boolean known = samples == 1 && GREY.contains(photometric) || samples == 3 && COLOUR.contains(photometric);
        if (!known) {
            throw refused("colours that are not read here: " + samples + " values a pixel as "
                    + (photometric.isEmpty() ? "nothing named" : HeaderValue.code(photometric, "what is no code")));
        }
        if (isColour() && (signed || bitsAllocated == 32)) {
            throw refused("a colour picture with " + bitsAllocated + (signed ? " signed" : "") + " bits a value");
        }
        if (photometric.equals("YBR_FULL_422") && bitsAllocated != 8) {
            throw refused("a YBR_FULL_422 picture with " + bitsAllocated + " bits a value");
        }
    }

    /** Whether the decoded picture has three colours. */
    boolean isColour() {
        return samples == 3 || isPalette();
    }

    boolean isPalette() {
        return photometric.equals("PALETTE COLOR");
    }

    int bytesPerSample() {
        return bitsAllocated / 8;
    }

    long pixels() {
        return (long) rows * columns;
    }

    /** Bytes of one decompressed frame with every sample of every pixel. */
    long frameBytes() {
        return pixels() * samples * bytesPerSample();
    }

    /** Bytes of one frame where it is stored uncompressed: YBR_FULL_422 keeps two chroma values for two pixels. */
    long nativeFrameBytes() throws NotASliceException {
        if (!photometric.equals("YBR_FULL_422")) {
            return frameBytes();
        }
        if (columns % 2 != 0) {
            throw refused("damaged header: a YBR_FULL_422 picture with an odd number of columns");
        }
        return pixels() * 2;
    }
}
