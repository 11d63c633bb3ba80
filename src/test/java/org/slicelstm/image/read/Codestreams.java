package org.slicelstm.image.read;

import com.sun.media.imageio.plugins.jpeg2000.J2KImageWriteParam;
import com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageWriter;
import java.awt.Point;
import java.awt.image.DataBuffer;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntBinaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes JPEG 2000 for tests, and takes the streams apart. */
final class Codestreams {
    private static final int SOT = 0xFF90;
    /** SOP: the mark before each packet. */
    private static final int PACKET = 0xFF91;
    private static final int HEAD = 12;

    private Codestreams() {
    }

    /** One part of a tile, its SOT segment included. */
    record Part(int tile, int index, byte[] bytes) { }

    /** How to encode. */
    record How(boolean lossless, boolean transform, int tile, String order) {
        static final How LOSSLESS = new How(true, false, 0, "layer");
    }

    /** Grey values row by row, of 16 bits. */
    static byte[] grey(int columns, boolean signed, int[] values) throws IOException {
        return encode(raster(signed ? DataBuffer.TYPE_SHORT : DataBuffer.TYPE_USHORT, columns, 1, values),
                How.LOSSLESS);
    }

    static byte[] encode(int type, int columns, int bands, int[] values, How how) throws IOException {
        return encode(raster(type, columns, bands, values), how);
    }

    private static WritableRaster raster(int type, int columns, int bands, int[] values) {
        int rows = values.length / columns / bands;
        WritableRaster raster = type == DataBuffer.TYPE_SHORT
                ? Raster.createWritableRaster(new PixelInterleavedSampleModel(type, columns, rows, bands,
                        columns * bands, bands == 1 ? new int[] {0} : new int[] {0, 1, 2}), new Point())
                : Raster.createInterleavedRaster(type, columns, rows, bands, new Point());
        raster.setPixels(0, 0, columns, rows, values);
        return raster;
    }

    private static byte[] encode(WritableRaster raster, How how) throws IOException {
        J2KImageWriter writer = new J2KImageWriter(null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream to = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(to);
            J2KImageWriteParam param = (J2KImageWriteParam) writer.getDefaultWriteParam();
            param.setWriteCodeStreamOnly(true);
            param.setSOP(true);
            param.setLossless(how.lossless());
            param.setFilter(how.lossless() ? J2KImageWriteParam.FILTER_53 : J2KImageWriteParam.FILTER_97);
            if (!how.lossless()) {
                param.setEncodingRate(60);
            }
            param.setComponentTransformation(how.transform());
            param.setProgressionType(how.order());
            if (how.tile() > 0) {
                param.setTilingMode(J2KImageWriteParam.MODE_EXPLICIT);
                param.setTiling(how.tile(), how.tile(), 0, 0);
            }
            writer.write(null, new IIOImage(raster, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** Everything before the first tile-part. */
    static byte[] mainHeader(byte[] stream) {
        int at = 2;
        while (u16(stream, at) != SOT) {
            at += 2 + u16(stream, at + 2);
        }
        return Arrays.copyOf(stream, at);
    }

    static List<Part> parts(byte[] stream) {
        List<Part> parts = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        int at = mainHeader(stream).length;
        while (u16(stream, at) == SOT) {
            int length = in.getInt(at + 6);
            parts.add(new Part(in.getShort(at + 4), stream[at + 10], Arrays.copyOfRange(stream, at, at + length)));
            at += length;
        }
        return parts;
    }

    static byte[] join(byte[] main, List<Part> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(main);
        parts.forEach(part -> out.writeBytes(part.bytes()));
        out.write(0xFF);
        out.write(0xD9);
        return out.toByteArray();
    }

    /**
     * Cuts each tile, which has to be in one part, into several of so many packets each.
     *
     * @param told TNsot of a part, from its index and the true number of parts
     */
    static List<Part> cut(byte[] stream, int packets, IntBinaryOperator told) {
        List<Part> cut = new ArrayList<>();
        for (Part whole : parts(stream)) {
            byte[] bytes = whole.bytes();
            List<Integer> starts = new ArrayList<>();
            for (int at = HEAD; at < bytes.length - 3; at++) {
                if (u16(bytes, at) == PACKET && u16(bytes, at + 2) == 4) {
                    starts.add(at);
                }
            }
            int count = (starts.size() + packets - 1) / packets;
            for (int index = 0; index < count; index++) {
                int from = starts.get(index * packets);
                int to = index + 1 < count ? starts.get((index + 1) * packets) : bytes.length;
                // The tile's own header stays with the first part; SOD ends each.
                byte[] head = index == 0 ? Arrays.copyOfRange(bytes, HEAD, from)
                        : new byte[] {(byte) 0xFF, (byte) 0x93};
                int length = HEAD + head.length + to - from;
                cut.add(new Part(whole.tile(), index, ByteBuffer.allocate(length).putShort((short) SOT)
                        .putShort((short) 10).putShort((short) whole.tile()).putInt(length).put((byte) index)
                        .put((byte) told.applyAsInt(index, count)).put(head).put(bytes, from, to - from).array()));
            }
        }
        return cut;
    }

    /** The first parts of all tiles, then the second ones, and so on. */
    static List<Part> interleaved(List<Part> parts) {
        return parts.stream().sorted(Comparator.comparingInt(Part::index)).toList();
    }

    /** Leaves the length of the last part open. */
    static byte[] withOpenEnd(byte[] stream) {
        byte[] open = stream.clone();
        List<Part> parts = parts(stream);
        int last = stream.length - 2 - parts.get(parts.size() - 1).bytes().length;
        ByteBuffer.wrap(open).putInt(last + 6, 0);
        return open;
    }

    /** The same coefficients declared as of fewer or more bits a sample; signed ones keep their values. */
    static byte[] withPrecision(byte[] stream, int bits, boolean signed) {
        byte[] changed = stream.clone();
        int components = u16(stream, 40);
        for (int c = 0; c < components; c++) {
            changed[42 + 3 * c] = (byte) (bits - 1 | (signed ? 0x80 : 0));
        }
        return changed;
    }

    /** Puts a marker segment behind SIZ. */
    static byte[] withSegment(byte[] stream, int marker, byte... content) {
        int at = 4 + u16(stream, 4);
        return ByteBuffer.allocate(stream.length + 4 + content.length).put(stream, 0, at).putShort((short) marker)
                .putShort((short) (2 + content.length)).put(content).put(stream, at, stream.length - at).array();
    }

    /**
     * The boxes of a JP2 file.
     *
     * @param open  whether the box of the codestream leaves its length open
     * @param extra a box inside the header, or none
     */
    static byte[] boxed(byte[] stream, boolean open, byte... extra) {
        byte[] header = ByteBuffer.allocate(22 + 15 + extra.length).put(box("ihdr", new byte[14], 14))
                .put(box("colr", new byte[] {1, 0, 0, 0, 0, 0, 17}, 7)).put(extra).array();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(box("jP  ", new byte[] {0x0D, 0x0A, (byte) 0x87, 0x0A}, 4));
        out.writeBytes(box("ftyp", "jp2 \0\0\0\0jp2 ".getBytes(StandardCharsets.US_ASCII), 12));
        out.writeBytes(box("jp2h", header, header.length));
        out.writeBytes(box("jp2c", stream, open ? -8 : stream.length));
        return out.toByteArray();
    }

    static byte[] box(String type, byte[] content, int length) {
        return ByteBuffer.allocate(8 + content.length).putInt(8 + length)
                .put(type.getBytes(StandardCharsets.US_ASCII)).put(content).array();
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}
