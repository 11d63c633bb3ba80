package org.slicelstm.predict;

import java.util.List;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.PictureRegion;
import org.slicelstm.image.Preprocessing;

/**
 * Where on a patient's slices the evidence for one label lies.
 *
 * @param patient       the patient's name in results
 * @param slices        the slices that reached the model, in order
 * @param leftOut       those that did not, and why
 * @param height        h, rows of a map
 * @param width         w, columns of a map
 * @param maps          {@code [slices, h, w]}, last axis fastest: gradient-weighted class activation of each slice seen
 *                      alone, 0 or above, without a unit
 * @param cover         the rectangle of the model's input, in its pixels, that a map covers: its cells' fields of view
 *                      need not be centred on the input
 * @param contributions {@code [slices]}: what each slice adds to the logit over random orders
 * @param warnings      what looks wrong in the patient's names, headers and pictures, one sentence each
 * @param error         why there is no explanation, in one sentence, or null
 */
public record Explanation(String patient, List<Slice> slices, List<LeftOut> leftOut, int height, int width,
                          float[] maps, PictureRegion cover, double[] contributions, List<String> warnings,
                          String error) {
    public Explanation {
        slices = List.copyOf(slices);
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }

    static Explanation failed(String patient, List<LeftOut> leftOut, List<String> warnings, String error) {
        return new Explanation(patient, List.of(), leftOut, 0, 0, new float[0], null, new double[0], warnings, error);
    }

    /** The slice that adds most to the logit, from 0. */
    public int top() {
        int top = 0;
        for (int slice = 1; slice < contributions.length; slice++) {
            top = contributions[slice] > contributions[top] ? slice : top;
        }
        return top;
    }

    /** The largest value on any slice; 0 where nothing speaks for the label. */
    public double peak() {
        double peak = 0;
        for (float value : maps) {
            peak = Math.max(peak, value);
        }
        return peak;
    }

    /**
     * What a map covers of a slice.
     *
     * @param input what the model's input covers of it
     * @param how   what the slice went through
     */
    public PictureRegion region(PictureRegion input, Preprocessing how) {
        double across = input.width() / how.width();
        double down = input.height() / how.height();
        return new PictureRegion(input.x() + cover.x() * across, input.y() + cover.y() * down, cover.width() * across,
                cover.height() * down);
    }

    /** The map of one slice, {@code [h][w]}. */
    public float[][] map(int slice) {
        float[][] map = new float[height][width];
        for (int row = 0; row < height; row++) {
            System.arraycopy(maps, (slice * height + row) * width, map[row], 0, width);
        }
        return map;
    }
}
