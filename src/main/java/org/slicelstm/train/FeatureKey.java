package org.slicelstm.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * All that features depend on. Two keys that differ in anything are of different features.
 *
 * @param weights       SHA-256 of the backbone's weights
 * @param preprocessing how slices become pictures, as text
 * @param augmentation  how pictures are varied and from which seed, as text; empty where they are not
 * @param decoder       version of what decodes files
 * @param device        kind of device that computes, such as {@code cpu}: another rounds differently
 * @param pictures      digests of the pictures' content, in their order
 * @param draw          which variation of the pictures, from 0
 */
public record FeatureKey(String weights, String preprocessing, String augmentation, String decoder, String device,
                         List<String> pictures, int draw) {
    public FeatureKey {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(preprocessing, "preprocessing");
        Objects.requireNonNull(augmentation, "augmentation");
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(device, "device");
        pictures = List.copyOf(pictures);
    }

    /** SHA-256 over all of it. */
    byte[] sha256() {
        MessageDigest digest = Seeds.sha256();
        List.of(weights, preprocessing, augmentation, decoder, device).forEach(text -> add(digest, text));
        pictures.forEach(text -> add(digest, text));
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, draw));
        return digest.digest();
    }

    /** With its length, so that the end of one text is not taken for the start of the next. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    /** The name of its file. */
    String fileName() {
        return HexFormat.of().formatHex(sha256()) + FeatureCache.ENDING;
    }
}
