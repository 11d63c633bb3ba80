package org.slicelstm.cli;

import java.io.PrintWriter;
import org.slicelstm.Product;
import org.slicelstm.job.Event;

/** {@code study} for reading: a line a training, and at the end what they show. */
final class StudyTable implements Report {
    private final PrintWriter out;
    private boolean begun;

    StudyTable(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.CellDone cell) {
            if (!begun) {
                out.println(Product.RESEARCH_USE_ONLY);
                begun = true;
            }
            long left = cell.secondsLeft();
            out.println(String.format("%d of %d: %s, seed %d, fold %d, %s of those kept back %s; %d:%02d:%02d left",
                    cell.done(), cell.cells(), cell.variant(), cell.seed(), cell.fold(), cell.metric(),
                    cell.value() == null ? "-" : String.format("%.3f", cell.value()), left / 3600, left / 60 % 60,
                    left % 60));
        } else if (event instanceof Event.StudyFound found) {
            found.findings().forEach(out::println);
        }
    }
}
