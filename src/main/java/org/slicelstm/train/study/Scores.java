package org.slicelstm.train.study;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.slicelstm.AtomicFile;
import org.slicelstm.UserException;
import org.slicelstm.train.Metric;
import org.slicelstm.train.Metrics;

/** {@code results.csv}: a row for each cell, order and label. */
public final class Scores {
    private static final List<String> PLACE = List.of("variant", "order", "seed", "fold", "label", "patients",
            "positives", "best_epoch");

    private Scores() {
    }

    private static String[] columns() {
        return Stream.concat(PLACE.stream(), Stream.of(Metric.values()).map(Metric::toString)).toArray(String[]::new);
    }

    /** Writes the scores; a reader sees the old file or the whole new one. */
    public static void write(Path file, List<Score> scores) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(columns()).setRecordSeparator('\n').get();
        AtomicFile.write(file, aside -> {
            try (BufferedWriter writer = Files.newBufferedWriter(aside, StandardCharsets.UTF_8);
                    CSVPrinter printer = new CSVPrinter(writer, format)) {
                for (Score each : scores) {
                    printer.printRecord(Stream.concat(Stream.of(each.cell().variant(), each.order(),
                            each.cell().seed(), each.cell().fold(), each.label(), count(each.patients()),
                            count(each.positives()), each.bestEpoch()), Stream.of(Metric.values())
                            .map(metric -> number(each.metrics().get(metric)))));
                }
            }
        });
    }

    private static String count(int count) {
        return count < 0 ? "" : Integer.toString(count);
    }

    /** Six decimals; empty where the value is not defined. */
    static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }

    /**
     * Reads scores.
     *
     * @throws UserException if the file is not one
     */
    public static List<Score> read(Path file) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        List<Score> scores = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            for (CSVRecord each : parser) {
                scores.add(score(each));
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new UserException("'" + file + "' is not what a study writes; delete it, and the study makes it "
                    + "again.",
                    e);
        }
        return scores;
    }

    private static Score score(CSVRecord row) {
        double[] values = Stream.of(Metric.values()).map(metric -> row.get(metric.toString()))
                .mapToDouble(text -> text.isEmpty() ? Double.NaN : Double.parseDouble(text)).toArray();
        return new Score(new Cell(row.get("variant"), Long.parseLong(row.get("seed")),
                Integer.parseInt(row.get("fold"))), row.get("order"), row.get("label"), count(row.get("patients")),
                count(row.get("positives")), Integer.parseInt(row.get("best_epoch")), new Metrics(values[0], values[1],
                values[2], values[3], values[4], values[5], values[6]));
    }

    private static int count(String text) {
        return text.isEmpty() ? -1 : Integer.parseInt(text);
    }
}
