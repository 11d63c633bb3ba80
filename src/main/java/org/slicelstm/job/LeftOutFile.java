package org.slicelstm.job;

import com.google.gson.annotations.SerializedName;
import org.slicelstm.PlainText;

/**
 * A file or frame that does not reach the model.
 *
 * @param file   its path as the user gave it
 * @param frame  which picture of the file, from 0; null for the whole file
 * @param status {@code left_out} on purpose, or {@code refused} because it cannot be read rightly
 * @param reason why, in one sentence
 * @param pixels its stored values, where it was inspected and could be decoded; else null
 */
public record LeftOutFile(String file, Integer frame, String status, String reason,
                          @SerializedName("pixels") PixelSummary pixels) {
    public LeftOutFile {
        reason = PlainText.escape(reason);
    }
}
