package org.slicelstm.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * {@code metrics.csv}: {@code label,metric,value,low,high,interval,bootstrap_low,bootstrap_high,reason}, a row for each
 * label and metric; what is not defined is empty.
 */
final class MetricsCsv {
    private MetricsCsv() {
    }

    static void write(Path file, EvaluationResult result) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader("label", "metric", "value", "low", "high", "interval",
                "bootstrap_low", "bootstrap_high", "reason").setRecordSeparator('\n').get();
        try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), format)) {
            for (LabelEvaluation label : result.rows()) {
                count(printer, label, "patients", label.patients());
                count(printer, label, "positives", label.positives());
                count(printer, label, "negatives", label.negatives());
                count(printer, label, "missing", label.missing());
                count(printer, label, "prevalence", defined(label.prevalence()));
                if (label.threshold().isPresent()) {
                    count(printer, label, "threshold", label.threshold().get());
                }
                if (label.confusion().isPresent()) {
                    Confusion confusion = label.confusion().get();
                    count(printer, label, "tp", confusion.truePositive());
                    count(printer, label, "fp", confusion.falsePositive());
                    count(printer, label, "tn", confusion.trueNegative());
                    count(printer, label, "fn", confusion.falseNegative());
                }
                for (Measure measure : Measure.values()) {
                    Estimate e = label.get(measure);
                    printer.printRecord(label.label(), measure.key(), defined(e.value()), defined(e.interval().low()),
                            defined(e.interval().high()), e.interval().isDefined() ? e.interval().method() : "",
                            defined(e.bootstrap().low()), defined(e.bootstrap().high()), e.reason());
                }
            }
        }
    }

    private static void count(CSVPrinter printer, LabelEvaluation label, String name, Object value) throws IOException {
        printer.printRecord(label.label(), name, value, "", "", "", "", "", "");
    }

    private static Object defined(double value) {
        return Double.isFinite(value) ? (Object) value : "";
    }
}
