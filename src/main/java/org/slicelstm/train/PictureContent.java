package org.slicelstm.train;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.PictureDigest;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.SliceContent;
import org.slicelstm.image.SliceStatistics;
import org.slicelstm.image.SliceSummary;
import org.slicelstm.image.StoredSlice;

/**
 * What is known of a picture once it was decoded.
 *
 * @param pixels       digest of shape and stored values: the same for the same picture in another file or format
 * @param shown        digest of the pixels and of what they mean (rescale, padding, windows): what features depend on
 * @param nearConstant whether it is an empty picture, of which there are many alike
 * @param summary      what warnings need of it
 */
public record PictureContent(String pixels, String shown, boolean nearConstant, SliceSummary summary) {
    /** Standard deviation of the stored values below which a picture is empty. */
    private static final double NEARLY_CONSTANT = 2;

    public PictureContent {
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(shown, "shown");
        Objects.requireNonNull(summary, "summary");
    }

    /** Whether a picture is an empty one, which tells nobody apart. */
    public static boolean isNearConstant(SliceStatistics statistics) {
        return statistics.deviation() < NEARLY_CONSTANT;
    }

    /**
     * Looks at every pixel.
     *
     * @param slice  which picture
     * @param stored its pixels
     * @param how    how it is shown to the model
     * @throws NotASliceException if it cannot be a slice
     */
    public static PictureContent of(Slice slice, StoredSlice stored, Preprocessing how) throws NotASliceException {
        SliceStatistics statistics = SliceStatistics.of(stored);
        SliceSummary summary = SliceSummary.of(stored, how, statistics);
        SliceContent.require(slice, statistics, summary);
        String pixels = PictureDigest.of(stored).hex();
        byte[] shown = (pixels + stored.intensity()).getBytes(StandardCharsets.UTF_8);
        return new PictureContent(pixels, HexFormat.of().formatHex(Seeds.sha256().digest(shown)),
                isNearConstant(statistics), summary);
    }
}
