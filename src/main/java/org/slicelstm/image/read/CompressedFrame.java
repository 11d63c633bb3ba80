package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import ome.codecs.BaseCodec;
import ome.codecs.CodecException;
import ome.codecs.CodecOptions;
import ome.codecs.JPEG2000Codec;
import ome.codecs.JPEG2000CodecOptions;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.jpeg.Jpeg;
import org.slicelstm.jpeg.Jpeg.Picture;
import org.slicelstm.jpeg.JpegException;
import org.slicelstm.jpeg.JpegHeader;
import org.slicelstm.jpeg.JpegHeader.Colours;

/**
 * A compressed DICOM frame to little-endian samples, pixel by pixel. JPEG 2000 goes through the codec of Bio-Formats,
 * JPEG of 8 bits with a cosine transform through Java's own decoder, which Bio-Formats would call too but whose
 * warnings it does not pass on, the other JPEG through ours. The stream is walked to its end first and has to agree
 * with the DICOM header.
 *
 * @param samples the frame, {@link PixelLayout#frameBytes()} long
 * @param ybr     whether three samples are luminance and chroma
 */
record CompressedFrame(byte[] samples, boolean ybr) {

    static CompressedFrame decode(byte[] frame, PixelLayout layout) throws NotASliceException {
        boolean jpeg2000 = frame.length > 1 && frame[0] == (byte) 0xFF && frame[1] == 0x4F;
        return jpeg2000 ? jpeg2000(frame, layout) : jpeg(frame, layout);
    }

    private static CompressedFrame jpeg2000(byte[] frame, PixelLayout layout) throws NotASliceException {
        Jpeg2000Stream stream = Jpeg2000Stream.complete(frame);
        PictureSize.agree(layout.columns(), layout.rows(), stream.columns(), stream.rows());
        agree(layout, stream.components(), stream.precision());
        if (layout.bitsAllocated() == 32) {
            throw refused("a JPEG 2000 picture of 32 bits a value, which is not read here");
        }
        CodecOptions options = JPEG2000CodecOptions.getDefaultOptions(options(layout));
        byte[] samples = run(new JPEG2000Codec(), frame, options, layout, "JPEG 2000");
        // A transform of the codestream's own (YBR_RCT, YBR_ICT) is undone by its decoder.
        return new CompressedFrame(samples, layout.photometric().startsWith("YBR_FULL"));
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

    private static boolean ybr(JpegHeader header, PixelLayout layout) {
        return header.colours() == Colours.UNSAID ? layout.photometric().startsWith("YBR")
                : header.colours() == Colours.YCBCR;
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
        boolean fits = precision <= layout.bitsAllocated() && precision > layout.bitsAllocated() - 8
                && (precision >= layout.bitsStored() || !layout.signed());
        if (!fits) {
            throw refused("damaged: the header says " + layout.bitsStored() + " of " + layout.bitsAllocated()
                    + " bits, the picture inside has " + precision);
        }
    }

    private static CodecOptions options(PixelLayout layout) {
        CodecOptions options = CodecOptions.getDefaultOptions();
        options.width = layout.columns();
        options.height = layout.rows();
        options.channels = layout.samples();
        options.bitsPerSample = layout.bitsAllocated();
        options.littleEndian = true;
        options.interleaved = true;
        options.maxBytes = (int) layout.frameBytes();
        return options;
    }

    private static byte[] run(BaseCodec codec, byte[] frame, CodecOptions options, PixelLayout layout, String name)
            throws NotASliceException {
        byte[] samples;
        try {
            samples = codec.decompress(frame, options);
        } catch (CodecException | RuntimeException e) {
            throw new NotASliceException(Status.REFUSED, "damaged " + name + " data: they cannot be decoded", e);
        }
        if (samples == null || samples.length != layout.frameBytes()) {
            throw refused("damaged " + name + " data: not as many values as the picture has");
        }
        return samples;
    }
}
