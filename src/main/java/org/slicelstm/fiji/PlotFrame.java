package org.slicelstm.fiji;

import ij.WindowManager;
import ij.gui.Plot;
import ij.plugin.frame.PlugInFrame;
import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Canvas;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Graphics;
import java.awt.Panel;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;

/**
 * A plot in a window of its own. ImageJ's PlotWindow is an image to ImageJ: the next command, and {@code close()} in a
 * macro, would take it in the place of the patient's stack. A button opens the plot as one of ImageJ's.
 */
final class PlotFrame extends PlugInFrame {
    private static final long serialVersionUID = 1;

    private final transient Picture picture;
    private transient volatile Plot plot;

    /**
     * Opens the window; it does not take the keyboard from the stack.
     *
     * @param buttons stand below the plot
     */
    PlotFrame(String title, Plot plot, Button... buttons) {
        super(title);
        picture = new Picture(plot.getProcessor().getBufferedImage());
        this.plot = plot;
        Panel below = new Panel(new FlowLayout(FlowLayout.CENTER));
        for (Button button : buttons) {
            below.add(button);
        }
        Button open = new Button("Open as ImageJ's plot");
        open.addActionListener(click -> this.plot.show());
        below.add(open);
        add(picture, BorderLayout.CENTER);
        add(below, BorderLayout.SOUTH);
        pack();
        setResizable(false);
        setAutoRequestFocus(false);
        setLocationByPlatform(true);
        WindowManager.addWindow(this);
        setVisible(true);
    }

    /** Draws another plot in the place of the one before. */
    void draw(Plot next) {
        plot = next;
        picture.show(next.getProcessor().getBufferedImage());
    }

    /** The plot that is shown. */
    Plot plot() {
        return plot;
    }

    /** ImageJ would record that an image was closed. */
    @Override
    public void windowClosing(WindowEvent event) {
        close();
    }

    private static final class Picture extends Canvas {
        private static final long serialVersionUID = 1;

        private transient volatile BufferedImage shown;

        private Picture(BufferedImage shown) {
            this.shown = shown;
            setBackground(Color.WHITE);
        }

        private void show(BufferedImage next) {
            shown = next;
            repaint();
        }

        @Override
        public Dimension getPreferredSize() {
            return new Dimension(shown.getWidth(), shown.getHeight());
        }

        /** Without clearing first, which would flicker. */
        @Override
        public void update(Graphics graphics) {
            paint(graphics);
        }

        @Override
        public void paint(Graphics graphics) {
            graphics.drawImage(shown, 0, 0, this);
        }
    }
}
