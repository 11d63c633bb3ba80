package org.slicelstm.evaluate.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slicelstm.DrawnPicture;

/**
 * Panels of one size side by side, row by row.
 *
 * @param title  what it shows, in words
 * @param panels at least one
 */
public record Figure(String title, List<Panel> panels) {
    private static final int COLUMNS = 3;

    public Figure {
        panels = List.copyOf(panels);
    }

    /**
     * Writes {@code <name>.svg} and {@code <name>.png}.
     *
     * @param folder where, an existing folder
     */
    public void write(Path folder, String name) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), svg());
        try (PixelCanvas canvas = new PixelCanvas(width(), height())) {
            draw(canvas);
            DrawnPicture.write(canvas.image(), folder.resolve(name + ".png"));
        }
    }

    /** The whole figure as SVG. */
    public String svg() {
        SvgCanvas canvas = new SvgCanvas(width(), height(), title);
        draw(canvas);
        return canvas.svg();
    }

    /** One panel as SVG. */
    public static String svg(Panel panel) {
        return new Figure(panel.title(), List.of(panel)).svg();
    }

    private double width() {
        return Math.min(COLUMNS, panels.size()) * panels.get(0).width();
    }

    private double height() {
        return (panels.size() + COLUMNS - 1) / COLUMNS * panels.get(0).height();
    }

    private void draw(Canvas canvas) {
        for (int i = 0; i < panels.size(); i++) {
            panels.get(i).draw(canvas, i % COLUMNS * panels.get(0).width(), i / COLUMNS * panels.get(0).height());
        }
    }
}
