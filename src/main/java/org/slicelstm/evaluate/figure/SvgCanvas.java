package org.slicelstm.evaluate.figure;

import java.awt.Color;
import java.util.Locale;

/** Scalable vector graphics, without anything that would be fetched. */
final class SvgCanvas implements Canvas {
    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;
    private final String title;

    SvgCanvas(double width, double height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    @Override
    public void line(double[] x, double[] y, Pen pen) {
        body.append("<polyline fill=\"none\" stroke-linejoin=\"round\" stroke=\"").append(hex(pen.colour()))
                .append("\" stroke-width=\"").append(number(pen.width())).append('"');
        if (pen.dash() > 0) {
            body.append(" stroke-dasharray=\"").append(number(pen.dash())).append('"');
        }
        body.append(" points=\"");
        for (int i = 0; i < x.length; i++) {
            body.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
        }
        body.append("\"/>\n");
    }

    @Override
    public void box(double left, double top, double wide, double high, Color colour, double opacity) {
        body.append(String.format(Locale.ROOT, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\" "
                + "fill-opacity=\"%s\"/>%n", number(left), number(top), number(wide), number(high), hex(colour),
                number(opacity)));
    }

    @Override
    public void dot(double x, double y, double radius, Color colour) {
        body.append(String.format(Locale.ROOT, "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>%n", number(x),
                number(y), number(radius), hex(colour)));
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor, Letters letters) {
        write(x, y, "", text, anchor, letters);
    }

    @Override
    public void upwards(double x, double y, String text, Letters letters) {
        write(x, y, " transform=\"rotate(-90 " + number(x) + ' ' + number(y) + ")\"", text, Anchor.MIDDLE, letters);
    }

    private void write(double x, double y, String attribute, String text, Anchor anchor, Letters letters) {
        body.append(String.format(Locale.ROOT, "<text x=\"%s\" y=\"%s\"%s font-size=\"%s\"%s fill=\"%s\" "
                + "text-anchor=\"%s\">%s</text>%n", number(x), number(y), attribute, number(letters.size()),
                letters.bold() ? " font-weight=\"bold\"" : "", hex(letters.colour()),
                anchor.name().toLowerCase(Locale.ROOT), Xml.escape(text)));
    }

    /** The whole picture. */
    String svg() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                + "aria-label=\"" + Xml.escape(title) + "\" width=\""
                + number(width) + "\" height=\"" + number(height) + "\" viewBox=\"0 0 " + number(width) + ' '
                + number(height) + "\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', "
                + "sans-serif\">\n<title>" + Xml.escape(title) + "</title>\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
                + body + "</svg>\n";
    }

    private static String number(double value) {
        double rounded = Math.round(value * 100) / 100.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static String hex(Color colour) {
        return String.format("#%06x", colour.getRGB() & 0xffffff);
    }
}
