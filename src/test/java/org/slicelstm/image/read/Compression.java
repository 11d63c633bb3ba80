package org.slicelstm.image.read;

import java.util.List;
import org.slicelstm.image.encode.Jpeg2000Codestream;
import org.slicelstm.image.encode.RunLengthFrame;
import org.slicelstm.jpeg.DctEncoder;
import org.slicelstm.jpeg.LosslessEncoder;
import org.slicelstm.jpeg.LsEncoder;

/** How slices of 512 × 512 are compressed in DICOM, by the encoders of the tests. */
public enum Compression {
    LOSSLESS("1.2.840.10008.1.2.4.70", 12) {
        @Override
        public byte[] frame(int[] samples) {
            return LosslessEncoder.grey(12, 1).encode(samples, SIZE, SIZE);
        }
    },
    LOSSLESS_PREDICTOR_6("1.2.840.10008.1.2.4.57", 16) {
        @Override
        public byte[] frame(int[] samples) {
            return LosslessEncoder.grey(16, 6).every(64).encode(samples, SIZE, SIZE);
        }
    },
    JPEG_LS("1.2.840.10008.1.2.4.80", 16) {
        @Override
        public byte[] frame(int[] samples) {
            return LsEncoder.grey(16, 0).encode(samples, SIZE, SIZE).stream();
        }
    },
    JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", 12) {
        @Override
        public byte[] frame(int[] samples) {
            return LsEncoder.grey(12, 2).encode(samples, SIZE, SIZE).stream();
        }
    },
    EXTENDED("1.2.840.10008.1.2.4.51", 12) {
        @Override
        public byte[] frame(int[] samples) {
            return DctEncoder.grey(12, 10).encode(samples, SIZE, SIZE).stream();
        }
    },
    BASELINE("1.2.840.10008.1.2.4.50", 8) {
        @Override
        public byte[] frame(int[] samples) {
            return DctEncoder.grey(8, 3).encode(samples, SIZE, SIZE).stream();
        }
    },
    JPEG_2000("1.2.840.10008.1.2.4.90", 16) {
        @Override
        public byte[] frame(int[] samples) {
            return Jpeg2000Codestream.encode(samples, SIZE, SIZE, 16);
        }
    },
    RLE("1.2.840.10008.1.2.5", 16) {
        @Override
        public byte[] frame(int[] samples) {
            return RunLengthFrame.encode(List.of(samples), SIZE, 16);
        }
    },
    /** Not the frame is compressed but the whole data set. */
    DEFLATED("1.2.840.10008.1.2.1.99", 16) {
        @Override
        public byte[] frame(int[] samples) {
            return null;
        }

        @Override
        public byte[] file(int[] samples) {
            return DrawnFiles.bytes(header().words(samples));
        }
    };

    /** Columns and rows. */
    public static final int SIZE = 512;

    private final String syntax;
    private final int bits;

    Compression(String syntax, int bits) {
        this.syntax = syntax;
        this.bits = bits;
    }

    /** Bits a sample. */
    public int bits() {
        return bits;
    }

    /** The compressed frame, or null where there is none. */
    public abstract byte[] frame(int[] samples);

    /** A DICOM file with the samples. */
    public byte[] file(int[] samples) {
        return around(frame(samples));
    }

    /** A DICOM file with a frame. */
    byte[] around(byte[] frame) {
        return header().fragments(new byte[0], List.of(frame)).file();
    }

    DicomBytes header() {
        return DicomBytes.ct(syntax, SIZE, SIZE).us(0x00280100, bits == 8 ? 8 : 16).us(0x00280101, bits)
                .us(0x00280102, bits - 1);
    }
}
