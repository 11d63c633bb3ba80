package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.List;
import org.slicelstm.job.Event;
import org.slicelstm.job.PatientPrediction;
import org.slicelstm.Product;

/** {@code predict} for reading: a row a patient. */
final class PredictionTable implements Report {
    private static final int PATIENT = 24;

    private final PrintWriter out;
    private List<String> labels = List.of();

    PredictionTable(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.ModelOpened opened) {
            labels = opened.labels();
            out.println(Product.RESEARCH_USE_ONLY + " Model " + opened.model() + " on " + opened.device() + ".");
            StringBuilder header = new StringBuilder(pad("patient", PATIENT)).append("  slices  left out  ordered by");
            labels.forEach(label -> header.append("  ").append(label));
            out.println(header);
        } else if (event instanceof Event.Predicted predicted) {
            row(predicted.patient());
        }
    }

    private void row(PatientPrediction patient) {
        StringBuilder row = new StringBuilder(pad(patient.patient(), PATIENT));
        row.append(String.format("  %6d  %8d  ", patient.slices(), patient.leftOut().size()));
        if (patient.error() != null) {
            row.append("failed: ").append(patient.error());
        } else {
            row.append(pad(patient.orderedBy(), "ordered by".length()));
            for (String label : labels) {
                String value = String.format("%.3f%s", patient.probabilities().get(label),
                        patient.calls().get(label) ? " *" : "  ");
                row.append("  ").append(pad(value, label.length()));
            }
        }
        out.println(row.toString().stripTrailing());
        patient.notes().forEach(note -> out.println("    " + note));
        LeftOutLines.of(patient.leftOut()).forEach(out::println);
    }

    @Override
    public void finish() {
        if (!labels.isEmpty()) {
            out.println("* at or above the model's threshold.");
        }
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
