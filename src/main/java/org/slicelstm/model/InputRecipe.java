package org.slicelstm.model;

/**
 * How a picture becomes the model's input; the image room knows what the names mean.
 *
 * @param height     pixels
 * @param width      pixels
 * @param keepAspect whether the picture keeps its aspect ratio, the rest filled with air
 * @param window     intensity window, such as {@code brain}
 * @param crop       {@code none} or {@code head}
 * @param intensity  what stored values mean: {@code auto}, {@code hu} or {@code stored}
 */
public record InputRecipe(int height, int width, boolean keepAspect, String window, String crop, String intensity) {
    private static final int SMALLEST = 8;
    private static final int LARGEST = 4096;

    public InputRecipe {
        Checks.range("input.height", height, SMALLEST, LARGEST);
        Checks.range("input.width", width, SMALLEST, LARGEST);
        Checks.require(!window.isBlank(), "The setting 'input.window' is empty; name a window such as brain.");
        Checks.require(!crop.isBlank(), "The setting 'input.crop' is empty; write none or head.");
        Checks.require(!intensity.isBlank(), "The setting 'input.intensity' is empty; write auto, hu or stored.");
    }

    /** A square brain window that keeps the aspect ratio. */
    public static InputRecipe brain(int size) {
        return new InputRecipe(size, size, true, "brain", "none", "auto");
    }
}
