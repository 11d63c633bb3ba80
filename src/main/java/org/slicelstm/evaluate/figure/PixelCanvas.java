package org.slicelstm.evaluate.figure;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** A picture of pixels, twice as fine as the screen. */
final class PixelCanvas implements Canvas, AutoCloseable {
    private static final double SCALE = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    PixelCanvas(double width, double height) {
        image = new BufferedImage((int) Math.ceil(width * SCALE), (int) Math.ceil(height * SCALE),
                BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        box(0, 0, width, height, Color.WHITE, 1);
    }

    BufferedImage image() {
        return image;
    }

    @Override
    public void line(double[] x, double[] y, Pen pen) {
        if (x.length == 0) {
            return;
        }
        Path2D path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int i = 1; i < x.length; i++) {
            path.lineTo(x[i], y[i]);
        }
        float[] dash = pen.dash() > 0 ? new float[] {(float) pen.dash()} : null;
        graphics.setStroke(new BasicStroke((float) pen.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash,
                0));
        graphics.setColor(pen.colour());
        graphics.draw(path);
    }

    @Override
    public void box(double left, double top, double width, double height, Color colour, double opacity) {
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
        graphics.setColor(colour);
        graphics.fill(new Rectangle2D.Double(left, top, width, height));
        graphics.setComposite(AlphaComposite.SrcOver);
    }

    @Override
    public void dot(double x, double y, double radius, Color colour) {
        graphics.setColor(colour);
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor, Letters letters) {
        graphics.setFont(new Font(Font.SANS_SERIF, letters.bold() ? Font.BOLD : Font.PLAIN, 1)
                .deriveFont((float) letters.size()));
        graphics.setColor(letters.colour());
        double wide = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double from = switch (anchor) {
            case START -> x;
            case MIDDLE -> x - wide / 2;
            case END -> x - wide;
        };
        graphics.drawString(text, (float) from, (float) y);
    }

    @Override
    public void upwards(double x, double y, String text, Letters letters) {
        AffineTransform before = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, x, y);
        text(x, y, text, Anchor.MIDDLE, letters);
        graphics.setTransform(before);
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
