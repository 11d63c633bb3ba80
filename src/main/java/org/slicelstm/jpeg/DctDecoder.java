package org.slicelstm.jpeg;

/** JPEG with a sequential discrete cosine transform and Huffman codes (T.81 annex F, processes 1, 2 and 4). */
final class DctDecoder {
    private final MarkerParser markers;
    private final Frame frame;
    private final DctBlocks blocks;
    private final short[] samples;
    private final InverseDct transform = new InverseDct();

    /**
     * A decoder into given samples.
     *
     * @param samples {@code [rows][columns][components]}
     */
    DctDecoder(byte[] bytes, MarkerParser markers, Frame frame, short[] samples) throws JpegException {
        this.markers = markers;
        this.frame = frame;
        this.blocks = new DctBlocks(bytes, frame);
        this.samples = samples;
        if (!frame.fullSize()) {
            throw JpegException.unread(frame.process().title() + " of " + frame.precision()
                    + " bits with subsampled colours");
        }
    }

    /** Decodes one scan. */
    void decode(Scan scan) throws JpegException {
        int[][] quantisation = new int[frame.components().size()][];
        for (int c : scan.components()) {
            quantisation[c] = markers.quantisation(c);
        }
        blocks.visit(scan, new SequentialScan(frame, scan, (component, column, row, coefficients, last) ->
                put(component, column, row, transform.transform(coefficients, last, quantisation[component]))));
    }

    /** Puts what lies in the picture of a block into its place, rounded and held in range. */
    private void put(int component, int column, int row, float[] block) {
        int step = frame.components().size();
        int most = (1 << frame.precision()) - 1;
        float level = (1 << frame.precision() - 1) + 0.5f;
        int across = Math.min(8, frame.columns() - 8 * column);
        int down = Math.min(8, frame.rows() - 8 * row);
        for (int y = 0; y < down; y++) {
            int to = ((8 * row + y) * frame.columns() + 8 * column) * step + component;
            for (int x = 0; x < across; x++, to += step) {
                // What lies below zero is cut off, so that the cast rounds as floor would.
                samples[to] = (short) Math.max(0, Math.min(most, (int) (block[8 * y + x] + level)));
            }
        }
    }
}
