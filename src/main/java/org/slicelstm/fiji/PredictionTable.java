package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.text.TextPanel;
import ij.text.TextWindow;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.PlainText;

/** The table "SliceLSTM predictions" in its window; a row is added below those that stand there. */
final class PredictionTable {
    static final String TITLE = "SliceLSTM predictions";

    private static final Set<String> COUNTS = Set.of("slices", "left_out");

    /** A property of an image, which is not saved with it. */
    private static final String NUMBER = "SliceLSTM name";
    private static final Pattern NUMBERED = Pattern.compile(PatientCommand.OPEN_IMAGE + "(?: (\\d{1,8}))?");

    private PredictionTable() {
    }

    /**
     * What an open image is called that was given no name: images that are predicted one after the other get numbers,
     * and each keeps its own.
     */
    static String nameOf(ImagePlus image) {
        if (image.getProperty(NUMBER) instanceof String name) {
            return name;
        }
        int number = 1;
        ResultsTable shown = ResultsTable.getResultsTable(TITLE);
        for (int row = 0; shown != null && shown.columnExists("patient") && row < shown.size(); row++) {
            Matcher name = NUMBERED.matcher(shown.getStringValue("patient", row));
            if (name.matches()) {
                number = Math.max(number, 1 + (name.group(1) == null ? 1 : Integer.parseInt(name.group(1))));
            }
        }
        String name = number == 1 ? PatientCommand.OPEN_IMAGE : PatientCommand.OPEN_IMAGE + " " + number;
        if (shown != null || FijiCommand.showsResults()) {
            image.setProperty(NUMBER, name);
        }
        return name;
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
