package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slicelstm.cohort.NotASliceException;

/**
 * A JPEG 2000 codestream (ITU-T T.800 annex A), walked to its end, and what its main header says.
 *
 * @param size      what the SIZ marker says
 * @param main      the segments of the main header that decoding needs, without SOC and SIZ
 * @param tiles     the tiles in the order of their numbers, the parts of each joined
 * @param transform whether the first three components are transformed (RCT or ICT)
 * @param lossy     whether wavelets of real numbers (9-7) are used in all components, so that a transform is an ICT
 * @param uniform   whether no tile says otherwise of transform and wavelets
 * @param reordered whether the order of the packets changes on the way (POC)
 */
record Jpeg2000Stream(Size size, byte[] main, Map<Integer, Tile> tiles, boolean transform, boolean lossy,
                      boolean uniform, boolean reordered) {
    static final int SOC = 0xFF4F;
    static final int SOT = 0xFF90;
    static final int SOD = 0xFF93;
    static final int EOC = 0xFFD9;
    static final int SOT_BYTES = 12;
    private static final int SIZ = 0xFF51;
    private static final int COD = 0xFF52;
    private static final int COC = 0xFF53;
    private static final int POC = 0xFF5F;
    /** COD, COC, QCD, QCC, RGN and POC: how samples are coded. */
    private static final Set<Integer> NEEDED = Set.of(COD, COC, 0xFF5C, 0xFF5D, 0xFF5E, POC);
    /** TLM, PLM, PLT, CRG and COM: indices into the stream and remarks, which nothing here reads. */
    private static final Set<Integer> SPARE = Set.of(0xFF55, 0xFF57, 0xFF58, 0xFF63, 0xFF64);
    /** PPM and PPT. */
    private static final Set<Integer> PACKED_HEADERS = Set.of(0xFF60, 0xFF61);
    /** Rsiz: extensions of part 2, and capabilities of their own, which are those of part 15 (High-Throughput). */
    private static final int EXTENDED = 0x8000;
    private static final int HIGH_THROUGHPUT = 0x4000;

    /**
     * The picture's size and samples.
     *
     * @param left      columns of the reference grid before the picture
     * @param top       rows before it
     * @param precision bits a sample
     * @param signed    whether samples are signed
     * @param segment   the marker segment as stored, its marker included
     */
    record Size(int rows, int columns, int left, int top, int components, int precision, boolean signed,
                int mostTiles, byte[] segment) { }

    /**
     * One tile.
     *
     * @param header segments of its header that decoding needs
     * @param body   its packets
     */
    record Tile(ByteArrayOutputStream header, ByteArrayOutputStream body) { }

    /** Whether a stream begins here. */
    static boolean startsAt(byte[] bytes, int at) {
        return bytes.length - at > 1 && bytes[at] == (byte) 0xFF && bytes[at + 1] == 0x4F;
    }

    /**
     * Walks the main header and all tile-parts.
     *
     * @throws NotASliceException if it is damaged, ends before its last tile-part or its end marker, or is of a kind
     *     that is not decoded here
     */
    static Jpeg2000Stream complete(byte[] bytes) throws NotASliceException {
        try {
            return new Walk(ByteBuffer.wrap(bytes)).stream();
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw refused("truncated: the JPEG 2000 picture has no end");
        }
    }

    /** The walk itself. */
    private static final class Walk {
        private final ByteBuffer in;
        private final ByteArrayOutputStream main = new ByteArrayOutputStream();
        private final Map<Integer, Tile> tiles = new TreeMap<>();
        /** For each tile how many parts there were, and how many one of them promised (0 where none did). */
        private final Map<Integer, int[]> parts = new TreeMap<>();
        private boolean transform;
        private boolean lossy = true;
        private boolean uniform = true;
        private boolean reordered;

        Walk(ByteBuffer in) {
            this.in = in;
        }

        Jpeg2000Stream stream() throws NotASliceException {
            if (u16(in) != SOC || u16(in) != SIZ) {
                throw damaged("not a codestream");
            }
            Size size = size(in);
            int marker = segments(main, true);
            while (marker == SOT) {
                tilePart(size.mostTiles());
                marker = u16(in);
            }
            if (marker != EOC) {
                throw damaged("no tile at byte " + (in.position() - 2));
            }
            if (tiles.size() != size.mostTiles()) {
                throw damaged(tiles.size() + " of " + size.mostTiles() + " tiles");
            }
            for (int[] part : parts.values()) {
                if (part[1] != 0 && part[0] != part[1]) {
                    throw refused("truncated: the JPEG 2000 picture has " + part[0] + " of " + part[1]
                            + " parts of a tile");
                }
            }
            return new Jpeg2000Stream(size, main.toByteArray(), tiles, transform, lossy, uniform, reordered);
        }

        /** Keeps the segments up to SOT or SOD that decoding needs; returns the marker that ends them. */
        private int segments(ByteArrayOutputStream kept, boolean inMain) throws NotASliceException {
            while (true) {
                int start = in.position();
                int marker = u16(in);
                if (marker == (inMain ? SOT : SOD) || inMain && marker == EOC) {
                    return marker;
                }
                if (marker >>> 8 != 0xFF) {
                    throw damaged("no marker at byte " + start);
                }
                if (PACKED_HEADERS.contains(marker)) {
                    throw unread("whose packet headers are packed together");
                }
                boolean needed = NEEDED.contains(marker);
                if (!needed && !SPARE.contains(marker)) {
                    throw unread(String.format("with a marker %04X", marker));
                }
                int length = u16(in);
                if (length < 2) {
                    throw damaged("an empty segment at byte " + start);
                }
                if (needed) {
                    look(marker, in.position(), inMain);
                    kept.write(in.array(), start, 2 + length);
                }
                in.position(start + 2 + length);
            }
        }

        private void look(int marker, int at, boolean inMain) {
            reordered |= marker == POC;
            boolean transformed = marker == COD ? in.get(at + 4) == 1 : transform;
            boolean real = marker == COD || marker == COC ? in.get(at + (marker == COD ? 9 : 6)) == 0 : lossy;
            if (inMain) {
                transform = transformed;
                lossy &= real;
            } else {
                uniform &= transformed == transform && real == lossy;
            }
        }

        /** One tile-part, whose marker has been read. */
        private void tilePart(int mostTiles) throws NotASliceException {
            int start = in.position() - 2;
            int length = u16(in);
            int tile = u16(in);
            long bytes = u32(in);
            int part = in.get() & 0xFF;
            int promised = in.get() & 0xFF;
            if (length != SOT_BYTES - 2 || tile >= mostTiles) {
                throw damaged("no tile at byte " + start);
            }
            // The last part may leave its length open: it reaches to the end marker.
            long end = start + (bytes == 0 ? lastEnd(in.array()) - start : bytes);
            if (end > in.limit() || end < in.position() + 2) {
                throw refused("truncated: the JPEG 2000 picture ends inside a tile");
            }
            int[] count = parts.computeIfAbsent(tile, t -> new int[2]);
            if (part != count[0]++) {
                throw damaged("part " + part + " of a tile where part " + (count[0] - 1) + " is due");
            }
            if (promised != 0 && count[1] != 0 && promised != count[1]) {
                throw damaged("a tile of " + count[1] + " or " + promised + " parts");
            }
            count[1] = Math.max(count[1], promised);
            Tile joined = tiles.computeIfAbsent(tile,
                    t -> new Tile(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
            int before = joined.header().size();
            segments(joined.header(), false);
            if (part > 0 && joined.header().size() > before) {
                throw unread("that changes its coding inside a tile");
            }
            if (end < in.position()) {
                throw damaged("a tile header longer than its tile at byte " + start);
            }
            joined.body().write(in.array(), in.position(), (int) end - in.position());
            in.position((int) end);
        }
    }

    private static Size size(ByteBuffer in) throws NotASliceException {
        int start = in.position() - 2;
        int end = in.position() + u16(in);
        int capabilities = u16(in);
        if ((capabilities & HIGH_THROUGHPUT) != 0) {
            throw refused("encoded as High-Throughput JPEG 2000, which is not read here; convert it, for example "
                    + TransferSyntax.PYDICOM);
        }
        if ((capabilities & EXTENDED) != 0) {
            throw unread("of part 2");
        }
        long width = u32(in);
        long height = u32(in);
        long left = u32(in);
        long top = u32(in);
        long tileWidth = u32(in);
        long tileHeight = u32(in);
        long tileLeft = u32(in);
        long tileTop = u32(in);
        int components = u16(in);
        int depth = in.get() & 0xFF;
        boolean equal = fullSize(in);
        for (int c = 1; c < components; c++) {
            equal &= (in.get() & 0xFF) == depth & fullSize(in);
        }
        if (!equal) {
            throw damaged("components of different sizes");
        }
        PictureSize.check(width - left, height - top);
        // A picture far from the grid's origin: the decoder counts in 32 bits.
        PictureSize.check(width, height);
        if (tileWidth == 0 || tileHeight == 0) {
            throw damaged("tiles without pixels");
        }
        long tiles = tiles(width, tileLeft, tileWidth) * tiles(height, tileTop, tileHeight);
        if (tiles < 1 || tiles > 0xFFFF) {
            throw damaged(tiles + " tiles");
        }
        if (end < in.position()) {
            throw damaged("a SIZ segment that is too short");
        }
        in.position(end);
        byte[] segment = new byte[end - start];
        in.get(start, segment);
        return new Size((int) (height - top), (int) (width - left), (int) left, (int) top, components,
                (depth & 0x7F) + 1, depth >= 0x80, (int) tiles, segment);
    }

    private static boolean fullSize(ByteBuffer in) {
        return in.get() == 1 & in.get() == 1;
    }

    private static long tiles(long end, long first, long size) {
        return (end - first + size - 1) / size;
    }

    /** Where the end marker is, after which only zeros may follow. */
    private static int lastEnd(byte[] bytes) {
        int at = bytes.length;
        while (at > 0 && bytes[at - 1] == 0) {
            at--;
        }
        return at - 2;
    }

    private static int u16(ByteBuffer in) {
        return in.getShort() & 0xFFFF;
    }

    private static long u32(ByteBuffer in) {
        return in.getInt() & 0xFFFFFFFFL;
    }

    private static NotASliceException damaged(String what) {
        return refused("damaged JPEG 2000: " + what);
    }

    private static NotASliceException unread(String what) {
        return refused("encoded as JPEG 2000 " + what + ", which is not read here; convert it, for example "
                + TransferSyntax.GDCMCONV);
    }
}
