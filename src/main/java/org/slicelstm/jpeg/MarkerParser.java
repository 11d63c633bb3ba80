package org.slicelstm.jpeg;

import static org.slicelstm.jpeg.JpegException.damaged;
import static org.slicelstm.jpeg.JpegException.truncated;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slicelstm.jpeg.Frame.Component;
import org.slicelstm.jpeg.JpegHeader.Colours;
import org.slicelstm.jpeg.JpegHeader.Process;
import org.slicelstm.jpeg.Scan.Interval;

/** Walks the markers of a JPEG stream (T.81 annex B, T.87 annex C) and keeps the tables that they define. */
final class MarkerParser {
    private static final int END = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int RESTART = 0xD0;

    private final byte[] bytes;
    private int at = 2;
    private Frame frame;
    private final HuffmanTable[] dcTables = new HuffmanTable[4];
    private final HuffmanTable[] acTables = new HuffmanTable[4];
    private final int[][] quantisation = new int[4][];
    private int restartInterval;
    private LsPreset preset = LsPreset.DEFAULT;
    private boolean jfif;
    private int adobe = -1;
    private int colourTransform;

    MarkerParser(byte[] bytes) throws JpegException {
        this.bytes = bytes;
        if (bytes.length < 4 || (bytes[0] & 0xFF) != 0xFF || (bytes[1] & 0xFF) != 0xD8) {
            throw damaged("not a JPEG stream");
        }
    }

    /** Reads up to the frame header. */
    Frame frame() throws JpegException {
        while (frame == null) {
            int marker = marker();
            if (marker == END || marker == START_OF_SCAN) {
                throw damaged("it %s before its frame header", marker == END ? "ends" : "begins a scan");
            }
            segment(marker);
        }
        return frame;
    }

    /** Reads the next scan, or to the end-of-image marker: null. */
    Scan scan() throws JpegException {
        frame();
        while (true) {
            int marker = marker();
            if (marker == END) {
                return null;
            }
            if (marker == START_OF_SCAN) {
                return startOfScan();
            }
            segment(marker);
        }
    }

    /** What was read so far. */
    JpegHeader header() {
        Colours colours = Colours.UNSAID;
        if (frame.components().size() == 3) {
            // The order in which libjpeg asks.
            colours = jfif ? Colours.YCBCR : adobe == 0 ? Colours.RGB : adobe == 1 ? Colours.YCBCR
                    : namedRgb() ? Colours.RGB : Colours.UNSAID;
        }
        return new JpegHeader(frame.process(), frame.precision(), frame.rows(), frame.columns(),
                frame.components().size(), colours);
    }

    private boolean namedRgb() {
        return frame.components().get(0).id() == 'R' && frame.components().get(1).id() == 'G'
                && frame.components().get(2).id() == 'B';
    }

    /** The quantisation table in force for a component, in zigzag order. */
    int[] quantisation(int component) throws JpegException {
        int[] table = quantisation[frame.components().get(component).quantisation()];
        if (table == null) {
            throw damaged("a component without its quantisation table");
        }
        return table;
    }

    /** The colour transform that HP's JPEG-LS encoders name in an application segment, 0 for none. */
    int colourTransform() {
        return colourTransform;
    }

    /** The next marker's low byte; fill bytes may come before it. */
    private int marker() throws JpegException {
        if (at + 1 < bytes.length && (bytes[at] & 0xFF) != 0xFF) {
            throw damaged("no marker at byte %,d", at);
        }
        while (at < bytes.length && (bytes[at] & 0xFF) == 0xFF) {
            at++;
        }
        if (at >= bytes.length) {
            throw truncated();
        }
        return bytes[at++] & 0xFF;
    }

    /** Reads a segment, all of it. */
    private void segment(int marker) throws JpegException {
        if (marker <= 1 || marker >= RESTART && marker <= 0xD8) {
            throw damaged("the marker FF %02X out of its place at byte %,d", marker, at - 2);
        }
        int body = at + 2;
        int end = segmentEnd();
        boolean frameHeader = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
                || marker == 0xF7;
        if (frameHeader) {
            startOfFrame(marker, body, end);
        } else if (marker == 0xC4) {
            huffmanTables(body, end);
        } else if (marker == 0xDB) {
            quantisationTables(body, end);
        } else if (marker == 0xDD) {
            restarts(body, end);
        } else if (marker == 0xF8) {
            lsPreset(body, end);
        } else if (marker == 0xE0 && startsWith(body, end, "JFIF\0")) {
            jfif = true;
        } else if (marker == 0xE8 && end - body == 5 && startsWith(body, end, "mrfx")) {
            colourTransform = u8(body + 4);
        } else if (marker == 0xEE && end - body >= 12 && startsWith(body, end, "Adobe")) {
            adobe = u8(body + 11);
        }
        at = end;
    }

    private int segmentEnd() throws JpegException {
        if (at + 2 > bytes.length) {
            throw truncated();
        }
        int length = u16(at);
        if (length < 2) {
            throw damaged("a segment of %d bytes", length);
        }
        if (at + length > bytes.length) {
            throw truncated();
        }
        return at + length;
    }

    private void startOfFrame(int marker, int body, int end) throws JpegException {
        int count = end - body < 6 ? 0 : u8(body + 5);
        if (frame != null || count == 0 || end - body != 6 + 3 * count) {
            throw damaged("its frame header");
        }
        List<Component> components = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            int from = body + 6 + 3 * c;
            Component component = new Component(u8(from), u8(from + 1) >> 4, u8(from + 1) & 0xF, u8(from + 2));
            if (component.across() < 1 || component.across() > 4 || component.down() < 1 || component.down() > 4
                    || component.quantisation() > 3
                    || components.stream().anyMatch(other -> other.id() == component.id())) {
                throw damaged("component %d of its frame header", c + 1);
            }
            components.add(component);
        }
        frame = new Frame(Process.of(marker), u8(body), u16(body + 1), u16(body + 3), List.copyOf(components));
    }

    private void huffmanTables(int body, int end) throws JpegException {
        int from = body;
        while (from < end) {
            int[] counts = new int[16];
            int total = 0;
            for (int i = 0; i < 16 && from + 1 + i < end; i++) {
                counts[i] = u8(from + 1 + i);
                total += counts[i];
            }
            int place = u8(from);
            if (from + 17 + total > end || (place & 0xEC) != 0) {
                throw damaged("a Huffman table that does not fit its segment");
            }
            byte[] symbols = Arrays.copyOfRange(bytes, from + 17, from + 17 + total);
            (place < 0x10 ? dcTables : acTables)[place & 3] = new HuffmanTable(counts, symbols);
            from += 17 + total;
        }
    }

    private void quantisationTables(int body, int end) throws JpegException {
        int from = body;
        while (from < end) {
            int place = u8(from++);
            int width = place < 0x10 ? 1 : 2;
            if (from + 64 * width > end || (place & 0xEC) != 0) {
                throw damaged("a quantisation table that does not fit its segment");
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++, from += width) {
                table[i] = width == 1 ? u8(from) : u16(from);
                if (table[i] == 0) {
                    throw damaged("a quantisation table with a zero");
                }
            }
            quantisation[place & 3] = table;
        }
    }

    /** Two bytes; JPEG-LS may take up to four (T.87 C.2.5). */
    private void restarts(int body, int end) throws JpegException {
        if (end - body < 2 || end - body > 4) {
            throw damaged("its restart interval");
        }
        long interval = 0;
        for (int i = body; i < end; i++) {
            interval = interval << 8 | u8(i);
        }
        restartInterval = (int) Math.min(interval, Integer.MAX_VALUE);
    }

    private void lsPreset(int body, int end) throws JpegException {
        if (end - body != 11 || u8(body) != 1) {
            throw JpegException.unread("JPEG-LS with mapping tables or extended sizes");
        }
        preset = new LsPreset(u16(body + 1), u16(body + 3), u16(body + 5), u16(body + 7), u16(body + 9));
    }

    private Scan startOfScan() throws JpegException {
        int body = at + 2;
        int end = segmentEnd();
        int count = end - body < 1 ? 0 : u8(body);
        if (count < 1 || count > 4 || end - body != 4 + 2 * count) {
            throw damaged("its scan header");
        }
        boolean ls = frame.process() == Process.JPEG_LS;
        int[] components = new int[count];
        HuffmanTable[] dc = new HuffmanTable[count];
        HuffmanTable[] ac = new HuffmanTable[count];
        for (int i = 0; i < count; i++) {
            components[i] = component(u8(body + 1 + 2 * i), i == 0 ? -1 : components[i - 1]);
            int tables = u8(body + 2 + 2 * i);
            if (ls && tables != 0) {
                throw JpegException.unread("JPEG-LS with mapping tables or extended sizes");
            }
            if ((tables & 0xCC) != 0) {
                throw damaged("a scan that names Huffman table %02X", tables);
            }
            dc[i] = dcTables[tables >> 4];
            ac[i] = acTables[tables & 3];
        }
        int last = u8(end - 1);
        at = end;
        return new Scan(components, dc, ac, u8(end - 3), u8(end - 2), last >> 4, last & 0xF, restartInterval, preset,
                entropyCoded(ls));
    }

    /** The place of a component in the frame header, whose order scans keep. */
    private int component(int id, int before) throws JpegException {
        for (int c = before + 1; c < frame.components().size(); c++) {
            if (frame.components().get(c).id() == id) {
                return c;
            }
        }
        throw damaged("a scan of component %d, which the frame header has not at that place", id);
    }

    /** Goes to the next marker that is no restart. */
    private List<Interval> entropyCoded(boolean ls) throws JpegException {
        List<Interval> intervals = new ArrayList<>();
        int from = at;
        while (true) {
            while (at < bytes.length && bytes[at] != (byte) 0xFF) {
                at++;
            }
            int marker = at + 1;
            if (marker < bytes.length && (ls ? bytes[marker] >= 0 : bytes[marker] == 0)) {
                at += 2;
                continue;
            }
            while (marker < bytes.length && bytes[marker] == (byte) 0xFF) {
                marker++;
            }
            if (marker >= bytes.length) {
                throw truncated();
            }
            intervals.add(new Interval(from, at));
            int code = u8(marker);
            if (code < RESTART || code > RESTART + 7) {
                return intervals;
            }
            int due = RESTART + (intervals.size() - 1) % 8;
            if (code != due || restartInterval == 0) {
                throw restartInterval == 0 ? damaged("a restart marker at byte %,d, where none is announced", at)
                        : damaged("the restart marker FF %02X at byte %,d, where FF %02X is due", code, at, due);
            }
            at = marker + 1;
            from = at;
        }
    }

    private boolean startsWith(int body, int end, String text) {
        byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
        return end - body >= expected.length
                && Arrays.equals(bytes, body, body + expected.length, expected, 0, expected.length);
    }

    private int u8(int index) {
        return bytes[index] & 0xFF;
    }

    private int u16(int index) {
        return u8(index) << 8 | u8(index + 1);
    }
}
