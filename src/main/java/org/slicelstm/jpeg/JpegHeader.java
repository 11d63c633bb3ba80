package org.slicelstm.jpeg;

/**
 * What the markers of a JPEG stream say of its picture.
 *
 * @param process    how it is coded
 * @param precision  bits a sample
 * @param rows       height
 * @param columns    width
 * @param components samples a pixel: 1 grey, 3 colour, 4 CMYK
 * @param colours    what three components are
 */
public record JpegHeader(Process process, int precision, int rows, int columns, int components, Colours colours) {

    /** What three components are, as far as the stream says. */
    public enum Colours { RGB, YCBCR, UNSAID }

    /** The coding processes of ITU-T T.81 with Huffman codes, and JPEG-LS. */
    public enum Process {
        BASELINE("baseline JPEG"), EXTENDED("extended JPEG"), PROGRESSIVE("progressive JPEG"),
        LOSSLESS("lossless JPEG"), JPEG_LS("JPEG-LS"), OTHER("hierarchical or arithmetic JPEG");

        private final String title;

        Process(String title) {
            this.title = title;
        }

        /** The name to show. */
        public String title() {
            return title;
        }

        static Process of(int frameMarker) {
            return switch (frameMarker) {
                case 0xC0 -> BASELINE;
                case 0xC1 -> EXTENDED;
                case 0xC2 -> PROGRESSIVE;
                case 0xC3 -> LOSSLESS;
                case 0xF7 -> JPEG_LS;
                default -> OTHER;
            };
        }
    }

    /** Whether the samples come from a discrete cosine transform with 8 bits. */
    public boolean isEightBitDct() {
        return precision == 8
                && (process == Process.BASELINE || process == Process.EXTENDED || process == Process.PROGRESSIVE);
    }
}
