package org.slicelstm.model;

import java.util.List;
import java.util.Locale;

/**
 * What happens to RGB values from 0 to 255 before the first convolution, as the weights expect:
 * {@code (value · scale − mean) / deviation} for each channel.
 *
 * @param channelOrder order of the channels that the weights expect
 * @param scale        first factor
 * @param mean         of each channel, in that order
 * @param deviation    of each channel, in that order
 */
public record Normalisation(ChannelOrder channelOrder, double scale, List<Double> mean, List<Double> deviation) {
    /** Mean and deviation of ImageNet on values from 0 to 1, as torchvision and timm take them. */
    public static final Normalisation IMAGENET = new Normalisation(ChannelOrder.RGB, 1.0 / 255,
            List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    public Normalisation {
        Checks.range("normalisation.scale", scale, 1e-9, 1e9);
        Checks.require(mean.size() == 3, "The setting 'normalisation.mean' needs three numbers; correct it.");
        Checks.require(deviation.size() == 3 && deviation.stream().allMatch(each -> each > 0),
                "The setting 'normalisation.deviation' needs three numbers above 0; correct it.");
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /**
     * Normalises pictures in place, for a graph that does not do it itself.
     *
     * @param images {@code [n, H, W, 3]}, RGB from 0 to 255
     */
    public void apply(float[] images) {
        int red = channelOrder == ChannelOrder.RGB ? 0 : 2;
        for (int i = 0; i < images.length; i += 3) {
            float first = images[i + red];
            float last = images[i + 2 - red];
            images[i] = normalised(first, 0);
            images[i + 1] = normalised(images[i + 1], 1);
            images[i + 2] = normalised(last, 2);
        }
    }

    private float normalised(float value, int channel) {
        return (float) ((value * scale - mean.get(channel)) / deviation.get(channel));
    }

    /** Order of the colour channels. */
    public enum ChannelOrder {
        RGB, BGR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
