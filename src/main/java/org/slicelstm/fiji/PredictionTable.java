package org.slicelstm.fiji;

import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.text.TextPanel;
import ij.text.TextWindow;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slicelstm.PlainText;

/** The table "SliceLSTM predictions" in its window; a row is added below those that stand there. */
final class PredictionTable {
    static final String TITLE = "SliceLSTM predictions";

    private static final Set<String> COUNTS = Set.of("slices", "left_out");

    private PredictionTable() {
    }

    /**
     * Adds a row and shows the table.
     *
     * @param open opens the patient, on a double click on the row
     */
    static void add(PredictionRow row, Runnable open) {
        ResultsTable shown = ResultsTable.getResultsTable(TITLE);
        ResultsTable table = shown == null ? new PatientRows() : shown;
        add(row, table);
        if (table instanceof PatientRows rows) {
            rows.opensLast(open);
        }
        table.show(TITLE);
        if (shown == null && WindowManager.getWindow(TITLE) instanceof TextWindow window) {
            window.getTextPanel().addMouseListener(new RowOpener(window.getTextPanel()));
        }
    }

    /** Knows how the patients of its rows are opened, wherever they are sorted to. */
    private static final class PatientRows extends ResultsTable {
        private final Map<String, Runnable> openers = new HashMap<>();

        private void opensLast(Runnable open) {
            openers.put(getRowAsString(size() - 1), open);
        }

        private void open(int row) {
            Runnable open = row < 0 || row >= size() ? null : openers.get(getRowAsString(row));
            if (open != null) {
                open.run();
            }
        }
    }

    private static final class RowOpener extends MouseAdapter {
        private final TextPanel panel;

        private RowOpener(TextPanel panel) {
            this.panel = panel;
        }

        @Override
        public void mouseClicked(MouseEvent click) {
            if (click.getClickCount() == 2 && panel.getResultsTable() instanceof PatientRows rows) {
                rows.open(panel.getSelectionStart());
            }
        }
    }

    static void add(PredictionRow row, ResultsTable table) {
        table.showRowNumbers(false);
        table.incrementCounter();
        row.cells().forEach((column, text) -> {
            if (COUNTS.contains(column)) {
                table.addValue(column, Integer.parseInt(text));
            } else {
                // As text: ImageJ would round probabilities to its own number of digits.
                table.addValue(column, PlainText.escape(text));
            }
        });
    }
}
