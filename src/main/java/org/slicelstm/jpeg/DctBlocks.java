package org.slicelstm.jpeg;

import static org.slicelstm.jpeg.JpegException.damaged;

import org.slicelstm.jpeg.Frame.Component;
import org.slicelstm.jpeg.Scan.Interval;

/** The order in which a scan codes the 8 × 8 blocks of its components (T.81 A.2). */
final class DctBlocks {
    private final byte[] bytes;
    private final Frame frame;

    DctBlocks(byte[] bytes, Frame frame) {
        this.bytes = bytes;
        this.frame = frame;
    }

    /** What is done with the blocks. */
    interface Visitor {
        /** A restart interval begins. */
        void begin();

        /**
         * Reads one block.
         *
         * @param place  the component's place in the scan
         * @param column in blocks; interleaved scans go beyond the picture to fill their units
         * @param row    in blocks
         */
        void block(BitReader bits, int place, int column, int row) throws JpegException;

        /** A restart interval is over; its bits are not closed yet. */
        void end(BitReader bits) throws JpegException;
    }

    /** Blocks across of a component, with those that fill coding units. */
    int wide(int component) {
        return Frame.ceil(frame.columns(), 8 * frame.mostAcross()) * frame.components().get(component).across();
    }

    /** Blocks down of a component, with those that fill coding units. */
    int high(int component) {
        return Frame.ceil(frame.rows(), 8 * frame.mostDown()) * frame.components().get(component).down();
    }

    void visit(Scan scan, Visitor visitor) throws JpegException {
        int[] components = scan.components();
        boolean single = components.length == 1;
        int across = single ? Frame.ceil(frame.columns(components[0]), 8)
                : Frame.ceil(frame.columns(), 8 * frame.mostAcross());
        int down = single ? Frame.ceil(frame.rows(components[0]), 8)
                : Frame.ceil(frame.rows(), 8 * frame.mostDown());
        int blocks = 0;
        for (int c : components) {
            blocks += frame.components().get(c).across() * frame.components().get(c).down();
        }
        if (!single && blocks > 10) {
            throw damaged("%d blocks in a coding unit, where at most 10 are possible", blocks);
        }
        int units = across * down;
        int each = scan.unitsPerInterval(units);
        BitReader bits = new BitReader(bytes, false);
        int unit = 0;
        for (Interval interval : scan.intervals()) {
            bits.open(interval);
            visitor.begin();
            int end = (int) Math.min(units, (long) unit + each);
            for (; unit < end; unit++) {
                int x = unit % across;
                int y = unit / across;
                if (single) {
                    visitor.block(bits, 0, x, y);
                } else {
                    unit(bits, components, x, y, visitor);
                }
            }
            visitor.end(bits);
            bits.close();
        }
    }

    private void unit(BitReader bits, int[] components, int x, int y, Visitor visitor) throws JpegException {
        for (int i = 0; i < components.length; i++) {
            Component component = frame.components().get(components[i]);
            for (int down = 0; down < component.down(); down++) {
                for (int across = 0; across < component.across(); across++) {
                    visitor.block(bits, i, x * component.across() + across, y * component.down() + down);
                }
            }
        }
    }
}
