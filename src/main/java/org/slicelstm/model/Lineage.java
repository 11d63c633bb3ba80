package org.slicelstm.model;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;
import org.slicelstm.UserException;

/**
 * Whom a model has seen: for each slice that trained or validated it, or a model that it descends from, the first 8
 * bytes of the SHA-256 of its decoded pixels. No identifier is kept, hashed or not: short ones are guessed at once. The
 * same picture is known again under any name, in any folder and in any file that keeps its pixels; one that was encoded
 * anew with loss, resized or windowed is not.
 *
 * <p>{@code lineage.bin}, all numbers big-endian: the 8 bytes {@code LINEAGE\n}; int32 version, 1; int32, 1 where every
 * model that it descends from kept its lineage, else 0; int32 n slices that trained; int32 m slices that validated and
 * did not train; n, then m int64, each of the two ascending. The order tells of no patient.
 */
public final class Lineage {
    /** The file beside the SavedModel. */
    public static final String FILE = "lineage.bin";
    /** Of a model that no patient has trained. */
    public static final Lineage NONE = new Lineage(new long[0], new long[0], true);
    /** Of a model that does not tell. */
    public static final Lineage UNKNOWN = new Lineage(new long[0], new long[0], false);

    private static final byte[] MAGIC = "LINEAGE\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = MAGIC.length + 4 * Integer.BYTES;
    /** 128 MB: a hospital's slices of years. */
    private static final int MOST_SLICES = 1 << 24;
    private static final int HEX = 16;

    private final long[] trained;
    private final long[] validated;
    private final boolean complete;

    private Lineage(long[] trained, long[] validated, boolean complete) {
        this.trained = trained;
        this.validated = validated;
        this.complete = complete;
    }

    /** Whether the lineage of every model that it descends from is in it. */
    public boolean isComplete() {
        return complete;
    }

    /** How many slices it has. */
    public int slices() {
        return trained.length + validated.length;
    }

    int trainedSlices() {
        return trained.length;
    }

    int validatedSlices() {
        return validated.length;
    }

    /**
     * Whether a picture trained the model or one that it descends from.
     *
     * @param digest SHA-256 of its decoded pixels, in hexadecimal digits
     */
    public boolean trained(String digest) {
        return Arrays.binarySearch(trained, key(digest)) >= 0;
    }

    /** Whether a picture trained or validated the model or one that it descends from; digest as above. */
    public boolean has(String digest) {
        return trained(digest) || Arrays.binarySearch(validated, key(digest)) >= 0;
    }

    /**
     * The lineage of a model that is trained further: this one and the slices of another training.
     *
     * @param training   digests of the slices that trained
     * @param validation digests of those that validated
     */
    public Lineage with(Collection<String> training, Collection<String> validation) {
        long[] allTrained = LongStream.concat(Arrays.stream(trained), training.stream().mapToLong(Lineage::key))
                .sorted().distinct().toArray();
        long[] allValidated = LongStream
                .concat(Arrays.stream(validated), validation.stream().mapToLong(Lineage::key))
                .filter(each -> Arrays.binarySearch(allTrained, each) < 0).sorted().distinct().toArray();
        return new Lineage(allTrained, allValidated, complete);
    }

    private static long key(String digest) {
        return Long.parseUnsignedLong(digest, 0, HEX, HEX);
    }

    /** Writes {@link #FILE} into a folder. */
    void writeTo(Path folder) throws IOException {
        if (trained.length > MOST_SLICES || validated.length > MOST_SLICES) {
            throw new UserException("The model has seen more than " + MOST_SLICES + " slices, which its " + FILE
                    + " cannot keep; train it on fewer.");
        }
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(folder.resolve(FILE))))) {
            out.write(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(complete ? 1 : 0);
            out.writeInt(trained.length);
            out.writeInt(validated.length);
            for (long each : trained) {
                out.writeLong(each);
            }
            for (long each : validated) {
                out.writeLong(each);
            }
        }
    }

    /**
     * Reads {@link #FILE} of a folder.
     *
     * @throws UserException if it is damaged, of another version or too large
     */
    public static Lineage read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.size(file) > HEADER_BYTES + 2L * MOST_SLICES * Long.BYTES) {
            throw wrong(file, "is too large for one");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < HEADER_BYTES || !startsRight(bytes)) {
            throw wrong(file, "is no lineage of a model");
        }
        int version = bytes.getInt();
        if (version != VERSION) {
            throw wrong(file, "has version " + version + ", and this software reads version " + VERSION);
        }
        int complete = bytes.getInt();
        int n = bytes.getInt();
        int m = bytes.getInt();
        if (complete < 0 || complete > 1 || n < 0 || m < 0 || bytes.remaining() != ((long) n + m) * Long.BYTES) {
            throw wrong(file, "is damaged");
        }
        return new Lineage(ascending(bytes, n, file), ascending(bytes, m, file), complete == 1);
    }

    private static boolean startsRight(ByteBuffer bytes) {
        byte[] start = new byte[MAGIC.length];
        bytes.get(start);
        return Arrays.equals(start, MAGIC);
    }

    private static long[] ascending(ByteBuffer bytes, int count, Path file) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.getLong();
            if (i > 0 && values[i] <= values[i - 1]) {
                throw wrong(file, "is damaged");
            }
        }
        return values;
    }

    private static UserException wrong(Path file, String what) {
        return new UserException("The file '" + file + "' " + what + "; copy the model again from its source.");
    }
}
