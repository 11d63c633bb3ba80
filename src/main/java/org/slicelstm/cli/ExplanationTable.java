package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.List;
import org.slicelstm.job.Event;
import org.slicelstm.job.HeatMap;

/** {@code explain} for reading: a row a slice. */
final class ExplanationTable implements Report {
    private final PrintWriter out;
    private boolean begun;

    ExplanationTable(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Explained explained) {
            if (!begun) {
                out.println("patient                   slice      adds  warmest  file");
                begun = true;
            }
            HeatMap map = explained.map();
            double warmest = map.map().stream().flatMap(List::stream).mapToDouble(value -> value).max().orElse(0);
            out.println(String.format("%-24s  %5d  %+8.3f  %7.2f  %s", map.patient(), map.slice(), map.contribution(),
                    map.peak() == 0 ? 0 : warmest / map.peak(),
                    map.frame() == 0 ? map.file() : map.file() + " frame " + map.frame()));
        }
    }
}
