package org.slicelstm.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/**
 * Random numbers that depend on what they are for and on nothing drawn before: an epoch that is done again after an
 * interruption draws the same, and a patient draws the same whoever is drawn first.
 */
public final class Seeds {
    private Seeds() {
    }

    /**
     * A seed of its own for each purpose.
     *
     * @param seed the run's seed
     * @param what what it is for, such as {@code "patients", epoch}: their texts count, in order
     * @return the first 64 bits of a SHA-256
     */
    public static long of(long seed, Object... what) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        for (Object each : what) {
            byte[] text = String.valueOf(each).getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
            digest.update(text);
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** A generator that starts from {@link #of}. */
    public static SplittableRandom random(long seed, Object... what) {
        return new SplittableRandom(of(seed, what));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
