package org.slicelstm.job;

import com.google.gson.annotations.SerializedName;

/**
 * The pixels of one slice in numbers.
 *
 * @param rows       height in pixels
 * @param columns    width in pixels
 * @param storedMin  lowest stored value, before slope and intercept
 * @param storedMax  highest stored value
 * @param storedMean their mean
 * @param huMin      lowest value in HU, padding left out; null where the picture is not in HU
 * @param huMax      highest value in HU
 */
public record PixelSummary(int rows, int columns, @SerializedName("stored_min") Number storedMin,
                           @SerializedName("stored_max") Number storedMax,
                           @SerializedName("stored_mean") double storedMean,
                           @SerializedName("hu_min") Double huMin, @SerializedName("hu_max") Double huMax) { }
