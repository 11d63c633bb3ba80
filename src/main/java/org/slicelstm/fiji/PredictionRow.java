package org.slicelstm.fiji;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slicelstm.job.PatientPrediction;

/** A prediction as a row of the table of predictions, on the screen and in a CSV: the columns of the command line. */
final class PredictionRow {
    /** Columns that files of earlier versions lack. */
    static final Set<String> LATER = Set.of("warnings", "note");

    /** Columns in their order, with their texts; the fixed ones first, each label and its call, then the rest. */
    private final Map<String, String> cells = new LinkedHashMap<>();

    /**
     * @param labels the labels reported; of a failed patient their cells are empty
     * @param device the device that ran
     */
    PredictionRow(PatientPrediction patient, List<String> labels, String device) {
        boolean predicted = patient.error() == null;
        cells.put("patient", patient.patient());
        cells.put("slices", Integer.toString(patient.slices()));
        cells.put("left_out", Integer.toString(patient.leftOut().size()));
        cells.put("ordered_by", patient.orderedBy());
        for (String label : labels) {
            cells.put(label, predicted ? String.format(Locale.ROOT, "%.6f", patient.probabilities().get(label)) : "");
            cells.put(label + "_call", predicted ? patient.calls().get(label) ? "1" : "0" : "");
        }
        cells.put("device", device);
        cells.put("error", predicted ? "" : patient.error());
        cells.put("warnings", String.join(" ", patient.warnings()));
        cells.put("note", String.join(" ", patient.notes()));
    }

    /** What looks wrong with a patient, one sentence each, with its name. */
    static List<String> warnings(PatientPrediction patient) {
        return patient.warnings().stream().map(each -> patient.patient() + ": Warning: " + each).toList();
    }

    /** The cells by their column, in the order of the columns. */
    Map<String, String> cells() {
        return cells;
    }
}
