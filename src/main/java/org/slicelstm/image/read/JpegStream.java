package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slicelstm.cohort.NotASliceException;

/**
 * What the markers of a JPEG stream say (ITU-T T.81 annex B).
 *
 * @param frameMarker     low byte of the start-of-frame marker: 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3
 *                        lossless
 * @param precision       bits a sample
 * @param rows            height
 * @param columns         width
 * @param components      1 grey, 3 colour, 4 CMYK
 * @param restartInterval units between restart markers, 0 for none
 * @param predictor       how a lossless stream predicts a sample, 1 to 7
 * @param pointTransform  bits that a lossless stream has dropped
 * @param colours         what three components are
 */
record JpegStream(int frameMarker, int precision, int rows, int columns, int components, int restartInterval,
                  int predictor, int pointTransform, Colours colours) {
    static final int LOSSLESS = 0xC3;

    /** What three components are, as far as the stream says. */
    enum Colours { RGB, YCBCR, UNSAID }

    /** Reads only up to the start of frame: sizes are judged before the rest is looked at. */
    static JpegStream head(byte[] bytes) throws NotASliceException {
        return new Walk(bytes).read(false);
    }

    /**
     * Walks the whole stream.
     *
     * @throws NotASliceException if it is damaged or ends before its end-of-image marker
     */
    static JpegStream complete(byte[] bytes) throws NotASliceException {
        return new Walk(bytes).read(true);
    }

    /** Whether the samples come from a discrete cosine transform with Huffman codes and 8 bits. */
    boolean isEightBitDct() {
        return frameMarker >= 0xC0 && frameMarker <= 0xC2 && precision == 8;
    }

    String process() {
        return switch (frameMarker) {
            case 0xC0 -> "baseline JPEG";
            case 0xC1 -> "extended JPEG";
            case 0xC2 -> "progressive JPEG";
            case LOSSLESS -> "lossless JPEG";
            case 0xF7 -> "JPEG-LS";
            default -> "hierarchical or arithmetic JPEG";
        };
    }

    /** One walk over the markers. */
    private static final class Walk {
        private final byte[] bytes;
        private int at = 2;
        private int frameMarker;
        private int precision;
        private int rows;
        private int columns;
        private int components;
        private int restartInterval;
        private int predictor;
        private int pointTransform;
        private boolean scanned;
        private boolean jfif;
        private int adobe = -1;
        private boolean namedRgb;

        Walk(byte[] bytes) {
            this.bytes = bytes;
        }

        JpegStream read(boolean whole) throws NotASliceException {
            if (bytes.length < 4 || (bytes[0] & 0xFF) != 0xFF || (bytes[1] & 0xFF) != 0xD8) {
                throw refused("damaged: not a JPEG stream");
            }
            while (true) {
                int marker = marker();
                if (marker == 0xD9) {
                    if (!scanned) {
                        throw refused("damaged JPEG: it ends before its picture begins");
                    }
                    return result();
                }
                int length = segmentLength();
                segment(marker, length);
                if (!whole && frameMarker != 0) {
                    return result();
                }
                at += length;
                if (marker == 0xDA) {
                    skipEntropyCoded();
                }
            }
        }

        private JpegStream result() {
            Colours colours = Colours.UNSAID;
            if (components == 3) {
                // The order in which libjpeg asks.
                colours = jfif ? Colours.YCBCR : adobe == 0 ? Colours.RGB : adobe == 1 ? Colours.YCBCR
                        : namedRgb ? Colours.RGB : Colours.UNSAID;
            }
            return new JpegStream(frameMarker, precision, rows, columns, components, restartInterval, predictor,
                    pointTransform, colours);
        }

        /** The next marker's low byte; fill bytes may come before it. */
        private int marker() throws NotASliceException {
            if (at + 1 < bytes.length && (bytes[at] & 0xFF) != 0xFF) {
                throw refused("damaged JPEG: no marker at byte " + at);
            }
            while (at < bytes.length && (bytes[at] & 0xFF) == 0xFF) {
                at++;
            }
            if (at >= bytes.length) {
                throw truncated();
            }
            return bytes[at++] & 0xFF;
        }

        private int segmentLength() throws NotASliceException {
            if (at + 2 > bytes.length) {
                throw truncated();
            }
            int length = u16(at);
            if (length < 2) {
                throw refused("damaged JPEG: a segment of " + length + " bytes");
            }
            if (at + length > bytes.length) {
                throw truncated();
            }
            return length;
        }

        private void segment(int marker, int length) throws NotASliceException {
            int body = at + 2;
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
                    || marker == 0xF7;
            if (frame) {
                startOfFrame(marker, body, length);
            } else if (marker == 0xDA) {
                startOfScan(body, length);
            } else if (marker == 0xDD && length >= 4) {
                restartInterval = u16(body);
            } else if (marker == 0xE0 && startsWith(body, length, "JFIF\0")) {
                jfif = true;
            } else if (marker == 0xEE && length >= 14 && startsWith(body, length, "Adobe")) {
                adobe = bytes[body + 11] & 0xFF;
            }
        }

        private void startOfFrame(int marker, int body, int length) throws NotASliceException {
            if (frameMarker != 0 || length < 8 || length < 8 + 3 * (bytes[body + 5] & 0xFF)) {
                throw refused("damaged JPEG: its start of frame");
            }
            frameMarker = marker;
            precision = bytes[body] & 0xFF;
            rows = u16(body + 1);
            columns = u16(body + 3);
            components = bytes[body + 5] & 0xFF;
            namedRgb = components == 3 && bytes[body + 6] == 'R' && bytes[body + 9] == 'G' && bytes[body + 12] == 'B';
        }

        private void startOfScan(int body, int length) throws NotASliceException {
            int count = length < 3 ? 0 : bytes[body] & 0xFF;
            if (frameMarker == 0 || count == 0 || length < 6 + 2 * count) {
                throw refused("damaged JPEG: its start of scan");
            }
            scanned = true;
            predictor = bytes[body + 1 + 2 * count] & 0xFF;
            pointTransform = bytes[body + 3 + 2 * count] & 0xF;
        }

        /** Goes to the next marker that is neither a stuffed byte nor a restart. */
        private void skipEntropyCoded() throws NotASliceException {
            int next = 0;
            while (at + 1 < bytes.length) {
                if (bytes[at] == (byte) 0xFF) {
                    int code = bytes[at + 1] & 0xFF;
                    boolean restart = code >= 0xD0 && code <= 0xD7;
                    if (restart && code - 0xD0 != next++ % 8) {
                        throw refused("damaged JPEG: a restart marker is missing");
                    }
                    if (code != 0 && code != 0xFF && !restart) {
                        return;
                    }
                }
                at++;
            }
            throw truncated();
        }

        private boolean startsWith(int body, int length, String text) {
            byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
            return length - 2 >= expected.length
                    && Arrays.equals(bytes, body, body + expected.length, expected, 0, expected.length);
        }

        private int u16(int index) {
            return (bytes[index] & 0xFF) << 8 | bytes[index + 1] & 0xFF;
        }

        private static NotASliceException truncated() {
            return refused("truncated: the JPEG picture has no end");
        }
    }
}
