package org.slicelstm.image;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.UserException;

/**
 * Which windows make the picture that the model sees.
 *
 * @param name    as it is written in a recipe: {@code brain}, {@code subdural}, {@code bone}, {@code three-window},
 *                {@code file}, or centre and width in HU such as {@code 40/80}
 * @param windows one window for a grey picture, three for R, G and B, none for the first window of each slice's header
 */
public record Windowing(String name, List<Window> windows) {
    private static final Window BRAIN_WINDOW = Window.linear(40, 80);
    private static final Window SUBDURAL_WINDOW = Window.linear(80, 200);
    private static final Window BONE_WINDOW = Window.linear(600, 2800);

    public static final Windowing BRAIN = new Windowing("brain", List.of(BRAIN_WINDOW));
    public static final Windowing SUBDURAL = new Windowing("subdural", List.of(SUBDURAL_WINDOW));
    public static final Windowing BONE = new Windowing("bone", List.of(BONE_WINDOW));
    public static final Windowing THREE = new Windowing("three-window",
            List.of(BRAIN_WINDOW, SUBDURAL_WINDOW, BONE_WINDOW));
    /** The first window of the header, with its VOI LUT function. */
    public static final Windowing FILE = new Windowing("file", List.of());

    private static final Map<String, Windowing> NAMED = Map.of("brain", BRAIN, "subdural", SUBDURAL, "bone", BONE,
            "three-window", THREE, "file", FILE);
    private static final Pattern CENTRE_AND_WIDTH = Pattern.compile(
            "([+-]?\\d+(?:\\.\\d+)?)\\s*/\\s*(\\d+(?:\\.\\d+)?)");

    public Windowing {
        Objects.requireNonNull(name, "name");
        windows = List.copyOf(windows);
        if (windows.size() == 2 || windows.size() > 3) {
            throw new IllegalArgumentException("one window, three, or none for the header's own");
        }
    }

    /**
     * Reads what a user or a recipe wrote.
     *
     * @throws UserException if it is none of the allowed values
     */
    public static Windowing parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Windowing named = NAMED.get(word);
        if (named != null) {
            return named;
        }
        Matcher numbers = CENTRE_AND_WIDTH.matcher(word);
        if (numbers.matches()) {
            double width = Double.parseDouble(numbers.group(2));
            if (width > 0) {
                return new Windowing(numbers.group(1) + "/" + numbers.group(2),
                        List.of(Window.linear(Double.parseDouble(numbers.group(1)), width)));
            }
        }
        throw new UserException("The window \"" + text + "\" is not known: write brain, subdural, bone, three-window, "
                + "file, or centre/width in HU with a width above 0, such as 40/80.");
    }

    /** As it is written in a recipe; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return name;
    }
}
