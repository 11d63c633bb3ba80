package org.slicelstm.predict;

import org.slicelstm.image.Preprocessing;
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
        return Preprocessing.parse(input.height(), input.width(), input.keepAspect(),
                window != null ? window : input.window(), input.crop(),
                intensity != null ? intensity : input.intensity());
    }
}
