package org.slicelstm.predict;

import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.Preprocessing.Crop;
import org.slicelstm.image.Preprocessing.StoredMeaning;
import org.slicelstm.image.Windowing;
import org.slicelstm.model.InputRecipe;

/** From a recipe's words to preprocessing. */
public final class ModelInput {
    private ModelInput() {
    }

    /**
     * How slices are prepared for a model.
     *
     * @param input     what the recipe says
     * @param window    the window to use instead of the recipe's, or null
     * @param intensity what stored values mean, instead of what the recipe says, or null
     * @throws org.slicelstm.UserException if a word is not known
     */
    public static Preprocessing of(InputRecipe input, String window, String intensity) {
        return new Preprocessing(input.height(), input.width(), input.keepAspect(),
                Windowing.parse(window != null ? window : input.window()), Crop.parse(input.crop()),
                StoredMeaning.parse(intensity != null ? intensity : input.intensity()));
    }
}
