package org.slicelstm.train;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.slicelstm.image.PictureDigest;
import org.slicelstm.image.SliceStatistics;
import org.slicelstm.image.StoredSlice;

/**
 * What is known of a picture once it was decoded.
 *
 * @param pixels       digest of shape and stored values: the same for the same picture in another file or format
 * @param shown        digest of the pixels and of what they mean (rescale, padding, windows): what features depend on
 * @param nearConstant whether it is an empty picture, of which there are many alike
 */
public record PictureContent(String pixels, String shown, boolean nearConstant) {
    /** Standard deviation of the stored values below which a picture is empty. */
    private static final double NEARLY_CONSTANT = 2;

    public PictureContent {
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(shown, "shown");
    }

    /** Looks at every pixel. */
    public static PictureContent of(StoredSlice slice) {
        String pixels = PictureDigest.of(slice).hex();
        byte[] shown = (pixels + slice.intensity()).getBytes(StandardCharsets.UTF_8);
        return new PictureContent(pixels, HexFormat.of().formatHex(Seeds.sha256().digest(shown)),
                SliceStatistics.of(slice).deviation() < NEARLY_CONSTANT);
    }
}
