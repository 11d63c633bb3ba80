package org.slicelstm.evaluate;

import java.util.List;
import org.slicelstm.evaluate.figure.Xml;

/** A page of HTML that grows; every text is escaped but what is named otherwise. */
final class Html {
    private static final String STYLE = """
            :root { color-scheme: light; }
            * { box-sizing: border-box; }
            body { font: 16px/1.5 Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif; color: #1a1a1a;
              background: #fff; margin: 0 auto; padding: 1.5rem; max-width: 76rem; overflow-wrap: anywhere; }
            h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
            h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; padding-top: .6rem; border-top: 1px solid #ccc; }
            h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
            p, li { max-width: 48rem; }
            .warn { border-left: 4px solid #d55e00; background: #fdf1e8; padding: .5rem .9rem; margin: .5rem 0;
              max-width: 60rem; }
            .note { border-left: 4px solid #0072b2; background: #eef5fa; padding: .5rem .9rem; margin: .5rem 0;
              max-width: 60rem; }
            .small { font-size: .88rem; color: #444; }
            table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #ddd; }
            thead th { border-bottom: 2px solid #555; }
            tbody th { font-weight: 600; }
            dl { display: grid; grid-template-columns: max-content 1fr; font-size: .88rem; margin: 0; }
            dt { font-weight: 600; padding: .25rem 1.2rem .25rem 0; }
            dd { margin: 0; padding: .25rem 0; }
            .value { display: block; }
            .range { display: block; color: #555; font-size: .92em; white-space: nowrap; }
            .figures { display: flex; flex-wrap: wrap; gap: .8rem; }
            .figures svg { flex: 1 1 350px; min-width: 0; max-width: 420px; height: auto; }
            @media (max-width: 760px) {
              body { padding: 1rem; }
              dl { display: block; }
              dt { padding: .4rem 0 0; }
              dd { padding: 0; }
              table.stacked, .stacked tbody, .stacked tr, .stacked th, .stacked td { display: block; width: 100%; }
              .stacked thead { display: none; }
              .stacked tr { margin: 0 0 .9rem; }
              .stacked tbody th { border-bottom: 2px solid #555; }
              .stacked td { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem 0; }
              .stacked td::before { content: attr(data-name); color: #444; flex: 0 0 40%; }
              .stacked td > span { text-align: right; }
            }
            @page { margin: 15mm; }
            @media print {
              body { font-size: 10pt; max-width: none; padding: 0; }
              h2, h3, p { break-after: avoid; }
              tr, svg, .warn, .note { break-inside: avoid; }
              table { font-size: 8pt; }
              .figures svg { max-width: 48%; }
            }
            """;

    private final StringBuilder body = new StringBuilder();

    static String escape(String text) {
        return Xml.escape(text);
    }

    void heading(int level, String text) {
        body.append("<h").append(level).append('>').append(escape(text)).append("</h").append(level).append(">\n");
    }

    void paragraph(String text) {
        body.append("<p>").append(escape(text)).append("</p>\n");
    }

    void small(String text) {
        body.append("<p class=\"small\">").append(escape(text)).append("</p>\n");
    }

    /** A paragraph that stands out: a warning, or a note. */
    void box(String text, boolean warning) {
        body.append("<p class=\"").append(warning ? "warn" : "note").append("\">").append(escape(text))
                .append("</p>\n");
    }

    void list(List<String> items) {
        body.append("<ul>\n");
        items.forEach(item -> body.append("<li>").append(escape(item)).append("</li>\n"));
        body.append("</ul>\n");
    }

    /** A cell with the interval below the value. */
    static String cell(Estimate estimate) {
        return "<span><span class=\"value\">" + escape(Numbers.text(estimate.value())) + "</span>"
                + (estimate.interval().isDefined() ? "<span class=\"range\">" + Numbers.interval(estimate.interval())
                        + "</span>" : "") + "</span>";
    }

    static String cell(Object text) {
        return "<span>" + escape(text.toString()) + "</span>";
    }

    /**
     * A table; on a narrow screen each row becomes a block of names and values.
     *
     * @param header the columns' names
     * @param rows   the first text names the row; the others are cells
     */
    void table(List<String> header, List<List<String>> rows) {
        body.append("<table class=\"stacked\">\n<thead><tr>");
        header.forEach(name -> body.append("<th scope=\"col\">").append(escape(name)).append("</th>"));
        body.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            body.append("<tr><th scope=\"row\">").append(escape(row.get(0))).append("</th>");
            for (int i = 1; i < row.size(); i++) {
                body.append("<td data-name=\"").append(escape(header.get(i))).append("\">").append(row.get(i))
                        .append("</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</tbody>\n</table>\n");
    }

    /** Names and what they mean, one below the other. */
    void facts(List<List<String>> rows) {
        body.append("<dl>\n");
        rows.forEach(row -> body.append("<dt>").append(escape(row.get(0))).append("</dt><dd>").append(row.get(1))
                .append("</dd>\n"));
        body.append("</dl>\n");
    }

    /** Pictures as SVG. */
    void figures(List<String> svgs) {
        body.append("<div class=\"figures\">\n");
        svgs.forEach(body::append);
        body.append("</div>\n");
    }

    /** The page. Its policy forbids every request. */
    String page(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                + "'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + escape(title) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n" + body
                + "</body>\n</html>\n";
    }
}
