package org.slicelstm.image.encode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import ome.codecs.CodecException;
import ome.codecs.CodecOptions;
import ome.codecs.JPEG2000Codec;
import ome.codecs.JPEG2000CodecOptions;

/** Writes reversible JPEG 2000 codestreams for tests, with the encoder that Bio-Formats carries. */
public final class Jpeg2000Codestream {
    private Jpeg2000Codestream() {
    }

    /**
     * Encodes a grey picture without loss.
     *
     * @param samples row by row, unsigned
     * @param bits    8 or 16
     */
    public static byte[] encode(int[] samples, int columns, int rows, int bits) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample : samples) {
            if (bits == 8) {
                bytes.put((byte) sample);
            } else {
                bytes.putShort((short) sample);
            }
        }
        JPEG2000CodecOptions options = JPEG2000CodecOptions.getDefaultOptions(CodecOptions.getDefaultOptions());
        options.width = columns;
        options.height = rows;
        options.channels = 1;
        options.bitsPerSample = bits;
        options.littleEndian = true;
        options.interleaved = true;
        options.lossless = true;
        // A codestream alone, as DICOM wants it.
        options.writeBox = false;
        try {
            return new JPEG2000Codec().compress(bytes.array(), options);
        } catch (CodecException e) {
            throw new IllegalStateException(e);
        }
    }
}
