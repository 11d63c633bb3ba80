package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.jpeg.Jpeg;
import org.slicelstm.jpeg.Jpeg.Picture;
import org.slicelstm.jpeg.JpegException;
import org.slicelstm.jpeg.JpegHeader;
import org.slicelstm.jpeg.JpegHeader.Colours;

/**
 * A compressed DICOM frame to little-endian samples, pixel by pixel. JPEG of 8 bits with a cosine transform is walked
 * to its end and then goes through Java's own decoder, other JPEG through ours; JPEG 2000 is {@link Jpeg2000Frame}'s.
 * The stream has to agree with the DICOM header.
 *
 * @param samples the frame, {@link PixelLayout#frameBytes()} long
 * @param ybr     whether three samples are luminance and chroma
 */
record CompressedFrame(byte[] samples, boolean ybr) {

    static CompressedFrame decode(byte[] frame, PixelLayout layout) throws NotASliceException {
        return Jpeg2000Frame.startsWith(frame) ? Jpeg2000Frame.decode(frame, layout) : jpeg(frame, layout);
    }

    private static CompressedFrame jpeg(byte[] frame, PixelLayout layout) throws NotASliceException {
        try {
            JpegHeader head = Jpeg.head(frame);
            PictureSize.agree(layout.columns(), layout.rows(), head.columns(), head.rows());
            agree(layout, head.components(), head.precision());
            if (!head.isEightBitDct()) {
                Picture picture = Jpeg.decode(frame);
                return new CompressedFrame(bytes(picture.samples(), layout), ybr(picture.header(), layout));
            }
            if (layout.bitsAllocated() != 8) {
                throw refused("damaged: a JPEG picture of 8 bits in a header of " + layout.bitsAllocated());
            }
            JpegHeader header = Jpeg.check(frame);
            byte[] samples = ImageIoPictures.jpegSamples(frame, header.components());
            if (samples.length != layout.frameBytes()) {
                throw refused("damaged JPEG data: not as many values as the picture has");
            }
            return new CompressedFrame(samples, ybr(header, layout));
        } catch (JpegException e) {
            String wayOut = e.isHealthy() ? "; convert it, for example " + TransferSyntax.GDCMCONV : "";
            throw new NotASliceException(Status.REFUSED, e.getMessage() + wayOut, e);
        }
    }

    /** The colours of a cosine transform are as its stream says; the other processes leave that to the header. */
    private static boolean ybr(JpegHeader header, PixelLayout layout) {
        boolean said = header.isEightBitDct() && header.colours() != Colours.UNSAID;
        return said ? header.colours() == Colours.YCBCR : layout.photometric().startsWith("YBR");
    }

    /** Samples as the layout stores them. */
    private static byte[] bytes(short[] samples, PixelLayout layout) {
        ByteBuffer bytes = ByteBuffer.allocate((int) layout.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (layout.bytesPerSample() == 1) {
            for (short sample : samples) {
                bytes.put((byte) sample);
            }
        } else {
            bytes.asShortBuffer().put(samples);
        }
        return bytes.array();
    }

    private static void agree(PixelLayout layout, int components, int precision) throws NotASliceException {
        if (components != layout.samples()) {
            throw refused("damaged: the header says " + layout.samples() + " values a pixel, the picture inside has "
                    + components);
        }
        // Fewer bits than BitsStored hold the same values, where those have neither a sign nor a place of their own.
        boolean plain = !layout.signed() && layout.highBit() == layout.bitsStored() - 1;
        boolean fits = precision <= layout.bitsAllocated() && layout.bitsAllocated() <= 16
                && (precision >= layout.bitsStored() || plain);
        if (!fits || components > 1 && precision != layout.bitsStored()) {
            throw refused("damaged: the header says " + layout.bitsStored() + " of " + layout.bitsAllocated()
                    + " bits, the picture inside has " + precision);
        }
    }
}
