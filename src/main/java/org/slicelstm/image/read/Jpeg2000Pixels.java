package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageReader;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.stream.ImageInputStreamImpl;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;

/**
 * The samples of a JPEG 2000 codestream, through the decoder (JJ2000) that Bio-Formats holds.
 *
 * <p>That decoder guesses where a tile does not say of how many parts it consists, and passes over what is missing in
 * silence. So it gets a plain stream, each tile in one part, and its reading is watched: it has to read every byte of
 * a tile and none of the zeros put behind it.
 */
final class Jpeg2000Pixels {
    /** Bytes behind each tile that a decoder reads only where packets are missing. */
    private static final int BEHIND = 64;
    /** Fraction bits that the ICT is asked for; see {@link #decode}. */
    private static final int FRACTION = 4;
    private static final int DEEPEST_WITH_FRACTION = 12;

    private static final int LAST_IN_PACKETS = 0xFF8F;
    private static final int START_OF_PACKET = 0xFF91;
    private static final int START_OF_PACKET_BYTES = 6;
    private static final int END_OF_PACKET_HEADER = 0xFF92;

    private Jpeg2000Pixels() {
    }

    /** Where a tile's packets lie in the plain stream. */
    private record Body(int start, int end) { }

    /**
     * Decodes a stream.
     *
     * <p>JJ2000 rounds an ICT towards 0 before it adds the level shift, so that dark colours come out one too bright.
     * Declared with more bits a sample than it has, the same stream comes out that many times larger, since the step
     * sizes of its wavelets are relative to the range (T.800 equation E-3); so the fraction is there to be rounded.
     *
     * @return sample values pixel by pixel, as many a pixel as the stream has components
     * @throws NotASliceException if they cannot be decoded to the last one
     */
    static int[] decode(Jpeg2000Stream stream) throws NotASliceException {
        Jpeg2000Stream.Size size = stream.size();
        boolean ict = stream.transform() && stream.lossy() && stream.uniform()
                && size.precision() <= DEEPEST_WITH_FRACTION;
        int fraction = ict ? FRACTION : 0;
        List<Body> bodies = new ArrayList<>();
        Watched in = new Watched(plain(stream, fraction, bodies));
        int[] samples = run(in, size);
        in.check(bodies, stream.reordered());
        int unused = Integer.SIZE - size.precision();
        int most = (1 << size.precision() - (size.signed() ? 1 : 0)) - 1;
        for (int i = 0; i < samples.length; i++) {
            // Rows of signed bytes come back unsigned.
            int value = size.signed() && fraction == 0 ? samples[i] << unused >> unused : samples[i];
            samples[i] = fraction == 0 ? value : Math.min(most, value + (1 << fraction - 1) >> fraction);
        }
        return samples;
    }

    private static int[] run(Watched in, Jpeg2000Stream.Size size) throws NotASliceException {
        J2KImageReader reader = new J2KImageReader(null);
        try {
            reader.setInput(in, false, true);
            Raster raster = reader.readRaster(0, null);
            if (raster.getNumBands() != size.components()) {
                throw damaged("not as many values as the picture has", null);
            }
            PictureSize.agree(size.left() + size.columns(), size.top() + size.rows(), raster.getWidth(),
                    raster.getHeight());
            return raster.getPixels(size.left(), size.top(), size.columns(), size.rows(), (int[]) null);
        } catch (IOException e) {
            throw damaged("they cannot be decoded", e);
        } catch (RuntimeException | Error e) {
            // JJ2000 reports a broken stream as an Error, and wraps every other Error in a RuntimeException.
            if (isNotTheStream(e) || isNotTheStream(e.getCause())) {
                throw e;
            }
            throw damaged("they cannot be decoded", e);
        } finally {
            reader.dispose();
        }
    }

    /** Memory that ran out and classes that are missing are no fault of the picture. */
    private static boolean isNotTheStream(Throwable e) {
        return e instanceof VirtualMachineError || e instanceof LinkageError;
    }

    /** The stream with each tile in one part. */
    private static byte[] plain(Jpeg2000Stream stream, int fraction, List<Body> bodies) throws NotASliceException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] size = stream.size().segment().clone();
        for (int c = 0; c < stream.size().components(); c++) {
            size[40 + 3 * c] += (byte) fraction;
        }
        marker(out, Jpeg2000Stream.SOC);
        out.writeBytes(size);
        out.writeBytes(stream.main());
        for (Map.Entry<Integer, Jpeg2000Stream.Tile> each : stream.tiles().entrySet()) {
            Jpeg2000Stream.Tile tile = each.getValue();
            byte[] body = tile.body().toByteArray();
            checkMarkers(body);
            int length = Jpeg2000Stream.SOT_BYTES + tile.header().size() + 2 + body.length + BEHIND;
            out.writeBytes(ByteBuffer.allocate(Jpeg2000Stream.SOT_BYTES).putShort((short) Jpeg2000Stream.SOT)
                    .putShort((short) (Jpeg2000Stream.SOT_BYTES - 2)).putShort(each.getKey().shortValue())
                    .putInt(length).put((byte) 0).put((byte) 1).array());
            out.writeBytes(tile.header().toByteArray());
            marker(out, Jpeg2000Stream.SOD);
            int start = out.size();
            out.writeBytes(body);
            bodies.add(new Body(start, out.size()));
            out.writeBytes(new byte[BEHIND]);
        }
        marker(out, Jpeg2000Stream.EOC);
        return out.toByteArray();
    }

    /**
     * Within packets, after FF no byte is greater than 8F (T.800 A.1.4) but in the markers between them. In a packet's
     * header JJ2000 would read ones without end.
     */
    private static void checkMarkers(byte[] body) throws NotASliceException {
        for (int at = 0; at + 1 < body.length; at++) {
            int marker = (body[at] & 0xFF) << 8 | body[at + 1] & 0xFF;
            if (marker == START_OF_PACKET) {
                at += START_OF_PACKET_BYTES - 1;
            } else if (marker > LAST_IN_PACKETS && marker != END_OF_PACKET_HEADER) {
                throw damaged(String.format("a marker %04X within a tile", marker), null);
            }
        }
    }

    private static void marker(ByteArrayOutputStream out, int marker) {
        out.write(marker >> 8);
        out.write(marker);
    }

    private static NotASliceException damaged(String what, Throwable cause) {
        return new NotASliceException(Status.REFUSED, "damaged JPEG 2000 data: " + what, cause);
    }

    /** Bytes in memory that remember which of them were read. */
    private static final class Watched extends ImageInputStreamImpl {
        private final byte[] bytes;
        private final boolean[] seen;

        Watched(byte[] bytes) {
            this.bytes = bytes;
            this.seen = new boolean[bytes.length];
        }

        /** Behind the end JJ2000 would take −1 for ones without end. */
        @Override
        public int read() throws EOFException {
            bitOffset = 0;
            if (streamPos >= bytes.length) {
                throw new EOFException();
            }
            seen[(int) streamPos] = true;
            return bytes[(int) streamPos++] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            bitOffset = 0;
            if (streamPos >= bytes.length) {
                return -1;
            }
            int from = (int) streamPos;
            int to = (int) Math.min(bytes.length, streamPos + count);
            System.arraycopy(bytes, from, into, offset, to - from);
            Arrays.fill(seen, from, to, true);
            streamPos = to;
            return to - from;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        /** Refuses what was not read to its end, or beyond; after a change of order JJ2000 looks one packet too far. */
        void check(List<Body> bodies, boolean reordered) throws NotASliceException {
            for (Body body : bodies) {
                for (int at = body.start(); at < body.end(); at++) {
                    if (!seen[at]) {
                        throw damaged("parts of a tile belong to no packet", null);
                    }
                }
                for (int at = body.end(); at < body.end() + BEHIND && !reordered; at++) {
                    if (seen[at]) {
                        throw refused("truncated: packets are missing in the JPEG 2000 picture");
                    }
                }
            }
        }
    }
}
