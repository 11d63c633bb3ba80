package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import ome.codecs.BaseCodec;
import ome.codecs.CodecException;
import ome.codecs.CodecOptions;
import ome.codecs.LosslessJPEGCodec;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;

/**
 * A compressed DICOM frame to little-endian samples, pixel by pixel. Lossless JPEG goes through the codec of
 * Bio-Formats, the other JPEG through Java's own decoder, which Bio-Formats would call too but whose warnings
 * it does not pass on; JPEG 2000 is {@link Jpeg2000Frame}'s. The stream is walked to its end first and has to agree
 * with the DICOM header.
 *
 * @param samples the frame, {@link PixelLayout#frameBytes()} long
 * @param ybr     whether three samples are luminance and chroma
 */
record CompressedFrame(byte[] samples, boolean ybr) {

    static CompressedFrame decode(byte[] frame, PixelLayout layout) throws NotASliceException {
        return Jpeg2000Frame.startsWith(frame) ? Jpeg2000Frame.decode(frame, layout) : jpeg(frame, layout);
    }

    private static CompressedFrame jpeg(byte[] frame, PixelLayout layout) throws NotASliceException {
        JpegStream head = JpegStream.head(frame);
        if (head.frameMarker() != JpegStream.LOSSLESS && !head.isEightBitDct()) {
            throw refused(head.frameMarker() == 0xC1 && head.precision() == 12
                    ? TransferSyntax.unread("1.2.840.10008.1.2.4.51")
                    : "encoded as " + head.process() + " of " + head.precision() + " bits, which is not read here");
        }
        JpegStream stream = JpegStream.complete(frame);
        PictureSize.agree(layout.columns(), layout.rows(), stream.columns(), stream.rows());
        agree(layout, stream.components(), stream.precision());
        byte[] samples;
        if (stream.frameMarker() == JpegStream.LOSSLESS) {
            checkLossless(stream);
            samples = run(new LosslessJPEGCodec(), frame, options(layout), layout, "lossless JPEG");
        } else {
            if (layout.bitsAllocated() != 8) {
                throw refused("damaged: a JPEG picture of 8 bits in a header of " + layout.bitsAllocated());
            }
            samples = ImageIoPictures.jpegSamples(frame, stream.components());
            if (samples.length != layout.frameBytes()) {
                throw refused("damaged JPEG data: not as many values as the picture has");
            }
        }
        boolean ybr = stream.colours() == JpegStream.Colours.UNSAID ? layout.photometric().startsWith("YBR")
                : stream.colours() == JpegStream.Colours.YCBCR;
        return new CompressedFrame(samples, ybr);
    }

    /**
     * Refuses what the lossless codec of Bio-Formats 7.3.1 decodes wrongly without an error: predictor 4 (seen), and
     * restart markers, dropped bits and interleaved colours, which it does not look at.
     */
    private static void checkLossless(JpegStream stream) throws NotASliceException {
        boolean usual = stream.predictor() >= 1 && stream.predictor() <= 7 && stream.predictor() != 4;
        if (!usual || stream.restartInterval() != 0 || stream.pointTransform() != 0 || stream.components() != 1) {
            throw refused("encoded as lossless JPEG with predictor 4, restart markers, dropped bits or colours, which "
                    + "is not read here; convert it, for example with gdcmconv --raw in.dcm out.dcm");
        }
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
