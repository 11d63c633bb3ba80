package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slicelstm.Count;
import org.slicelstm.job.Event;
import org.slicelstm.job.OrderSummary;
import org.slicelstm.job.PatientPrediction;
import org.slicelstm.job.PatientPrediction.OrderSpread;
import org.slicelstm.Product;

/** {@code predict} for reading: a row a patient. */
final class PredictionTable implements Report {
    private static final int PATIENT = 24;
    private static final int TOP_SLICES = 3;
    private static final double PERCENT = 100;

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
        } else if (event instanceof Event.OrdersSummarised summarised) {
            summarised.labels().forEach(this::summary);
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
        if (patient.evidence() != null) {
            labels.forEach(label -> out.println(evidence(patient, label)));
        }
        patient.notes().forEach(note -> out.println("    " + note));
        patient.warnings().forEach(warning -> out.println("    Warning: " + warning));
        LeftOutLines.of(patient.leftOut()).forEach(out::println);
    }

    /** The slices that add most, and the spread over orders. */
    private static String evidence(PatientPrediction patient, String label) {
        List<Double> contributions = patient.evidence().get(label);
        String top = IntStream.range(0, contributions.size()).boxed()
                .sorted(Comparator.comparing(contributions::get, Comparator.reverseOrder())).limit(TOP_SLICES)
                .map(slice -> String.format("%d (%+.2f)", slice, contributions.get(slice)))
                .collect(Collectors.joining(", "));
        OrderSpread spread = patient.orderSpread().get(label);
        return String.format("    %s: most from slices %s; over %s %.3f to %.3f, SD %.3f, "
                + "%.1f %% call otherwise", label, top, Count.of(spread.orders(), "order"), spread.low(),
                spread.high(), spread.sd(), PERCENT * spread.flips());
    }

    private void summary(OrderSummary label) {
        out.println(String.format("%s over %s of %s: mean SD %.3f; %.1f %% of orders call otherwise, "
                + "in %.1f %% of patients; sorted and mean of random differ in %.1f %%", label.label(),
                Count.of(label.orders(), "order"), Count.of(label.patients(), "patient"), label.meanSd(),
                PERCENT * label.flips(), PERCENT * label.patientsFlipped(),
                PERCENT * label.sortedDiffers()));
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
