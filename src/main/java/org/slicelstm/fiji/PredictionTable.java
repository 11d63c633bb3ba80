package org.slicelstm.fiji;

import ij.measure.ResultsTable;
import java.util.Set;

/** The table "SliceLSTM predictions" in its window; a row is added below those that stand there. */
final class PredictionTable {
    static final String TITLE = "SliceLSTM predictions";

    private static final Set<String> COUNTS = Set.of("slices", "left_out");

    private PredictionTable() {
    }

    /** Adds a row and shows the table. */
    static void add(PredictionRow row) {
        ResultsTable shown = ResultsTable.getResultsTable(TITLE);
        ResultsTable table = shown == null ? new ResultsTable() : shown;
        add(row, table);
        table.show(TITLE);
    }

    static void add(PredictionRow row, ResultsTable table) {
        table.showRowNumbers(false);
        table.incrementCounter();
        row.cells().forEach((column, text) -> {
            if (COUNTS.contains(column)) {
                table.addValue(column, Integer.parseInt(text));
            } else {
                // As text: ImageJ would round probabilities to its own number of digits.
                table.addValue(column, text);
            }
        });
    }
}
