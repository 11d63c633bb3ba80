package org.slicelstm.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slicelstm.UserException;
import org.slicelstm.model.Normalisation.ChannelOrder;

/**
 * A model that was made elsewhere: all that is known of it is how it is fed and what it answers.
 *
 * @param name          what it is called
 * @param labels        the diseases, in the order of the model's outputs
 * @param input         how a picture becomes the input
 * @param normalisation what happens to RGB values from 0 to 255 before they reach the graph
 * @param batched       whether the graph takes {@code [1, n, H, W, 3]} instead of {@code [n, H, W, 3]}
 * @param running       whether one run answers after each picture, not only after the last
 * @param slices        the number n of pictures that the graph takes, where it takes no other
 */
public record ForeignModel(String name, List<String> labels, InputRecipe input, Normalisation normalisation,
        boolean batched, boolean running, Optional<Integer> slices) {
    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);
    private static final Map<String, Normalisation> NORMALISATIONS = new TreeMap<>(Map.of(
            "none", new Normalisation(ChannelOrder.RGB, 1, ZEROS, ONES),
            "zero-one", new Normalisation(ChannelOrder.RGB, 1.0 / 255, ZEROS, ONES),
            "plus-minus-one", new Normalisation(ChannelOrder.RGB, 1 / 127.5, ONES, ONES),
            "imagenet", Normalisation.IMAGENET,
            "caffe", new Normalisation(ChannelOrder.BGR, 1, List.of(103.939, 116.779, 123.68), ONES)));

    public ForeignModel {
        labels = Recipe.checkedLabels(labels);
        slices.ifPresent(n -> Checks.range("foreign.slices", n, 1, Integer.MAX_VALUE));
    }

    /**
     * A normalisation by its name: {@code none}, {@code zero-one}, {@code plus-minus-one}, {@code imagenet} (mean and
     * deviation of each channel, RGB) or {@code caffe} (mean of each channel, BGR: Keras' VGG and ResNet).
     *
     * @throws UserException if there is none of that name
     */
    public static Normalisation normalisation(String name) {
        Normalisation found = NORMALISATIONS.get(name);
        if (found == null) {
            throw new UserException("There is no normalisation '" + name + "'; write "
                    + String.join(", ", NORMALISATIONS.keySet()) + ".");
        }
        return found;
    }

    /** The same, with what its signature says. */
    public ForeignModel withShape(boolean one, Optional<Integer> n) {
        return new ForeignModel(name, labels, input, normalisation, one, running, n);
    }

    /** The same, with what a run has shown. */
    public ForeignModel withRunning(boolean each) {
        return new ForeignModel(name, labels, input, normalisation, batched, each, slices);
    }
}
