package org.slicelstm.train;

import java.util.Objects;

/**
 * What is known of a picture once it was decoded.
 *
 * @param pixels       digest of shape and stored values: the same for the same picture in another file or format
 * @param shown        digest of the pixels and of what they mean (rescale, padding, windows): what features depend on
 * @param nearConstant whether it is an empty picture, of which there are many alike
 */
public record PictureContent(String pixels, String shown, boolean nearConstant) {
    public PictureContent {
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(shown, "shown");
    }
}
