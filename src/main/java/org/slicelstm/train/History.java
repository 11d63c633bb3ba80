package org.slicelstm.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.slicelstm.AtomicFile;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Part;

/**
 * The metrics of every finished epoch, and {@code history.csv}, which holds them. Values have six decimals, in memory
 * as in the file, so that a decision taken from the history is the same after it was read back.
 *
 * @param rows by epoch, then in the order in which they were added
 */
public record History(List<Row> rows) {
    public static final History EMPTY = new History(List.of());

    private static final String[] COLUMNS = {"epoch", "split", "label", "loss", "accuracy", "recall", "precision",
        "specificity", "f1", "auc"};
    private static final int DECIMALS = 6;

    /**
     * One row.
     *
     * @param epoch   from 1
     * @param part    the patients that were scored
     * @param label   the label, or {@link Metrics#ALL}
     * @param metrics rounded to six decimals
     */
    public record Row(int epoch, Part part, String label, Metrics metrics) {
        public Row {
            metrics = new Metrics(rounded(metrics.loss()), rounded(metrics.accuracy()), rounded(metrics.recall()),
                    rounded(metrics.precision()), rounded(metrics.specificity()), rounded(metrics.f1()),
                    rounded(metrics.auc()));
        }
    }

    public History {
        rows = List.copyOf(rows);
    }

    /**
     * This history with one more epoch. Rows of that epoch or later are dropped first: they are of a run that was
     * stopped before its checkpoint was complete.
     *
     * @param epoch   the finished epoch, from 1
     * @param part    the patients that were scored
     * @param metrics of each label and of all
     */
    public History with(int epoch, Part part, List<Metrics.Named> metrics) {
        List<Row> next = new ArrayList<>();
        rows.stream().filter(row -> row.epoch() < epoch || row.epoch() == epoch && row.part() != part)
                .forEach(next::add);
        metrics.forEach(each -> next.add(new Row(epoch, part, each.label(), each.metrics())));
        return new History(next);
    }

    /** The history up to an epoch, where a run goes on after it. */
    public History upTo(int epoch) {
        return new History(rows.stream().filter(row -> row.epoch() <= epoch).toList());
    }

    /** The last finished epoch, 0 before the first. */
    public int lastEpoch() {
        return rows.stream().mapToInt(Row::epoch).max().orElse(0);
    }

    /** The rows of one part and label, by epoch. */
    public List<Row> of(Part part, String label) {
        return rows.stream().filter(row -> row.part() == part && row.label().equals(label)).toList();
    }

    /** The labels, in order, without {@link Metrics#ALL}. */
    public List<String> labels() {
        return rows.stream().map(Row::label).filter(label -> !label.equals(Metrics.ALL)).distinct().toList();
    }

    /** Writes {@code history.csv}; a reader sees the old file or the whole new one. */
    public void write(Path file) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(COLUMNS).setRecordSeparator('\n').get();
        AtomicFile.write(file, aside -> {
            try (BufferedWriter writer = Files.newBufferedWriter(aside, StandardCharsets.UTF_8);
                    CSVPrinter printer = new CSVPrinter(writer, format)) {
                for (Row row : rows) {
                    printer.printRecord(Stream.concat(Stream.of(row.epoch(), row.part(), row.label()),
                            Stream.of(Metric.values()).map(metric -> text(row.metrics().get(metric)))));
                }
            }
        });
    }

    /**
     * Reads {@code history.csv}.
     *
     * @throws UserException if it is not one
     */
    public static History read(Path file) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        List<Row> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            if (!parser.getHeaderNames().equals(List.of(COLUMNS))) {
                throw new UserException("The history '" + file + "' does not have the columns "
                        + String.join(",", COLUMNS) + "; it is not one of a run of this version.");
            }
            for (CSVRecord record : parser) {
                rows.add(row(record));
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new UserException("The history '" + file + "' cannot be read after row " + (rows.size() + 1)
                    + "; restore it, or start the run again without --resume.", e);
        }
        return new History(rows);
    }

    private static Row row(CSVRecord record) {
        List<Double> values = Stream.of(Metric.values()).map(metric -> record.get(metric.toString()))
                .map(text -> text.isEmpty() ? Double.NaN : Double.parseDouble(text)).toList();
        Part part = Part.of(record.get("split")).orElseThrow(() -> new IllegalArgumentException("no part"));
        return new Row(Integer.parseInt(record.get("epoch")), part, record.get("label"),
                new Metrics(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4), values.get(5),
                        values.get(6)));
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? decimal(value).doubleValue() : value;
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "" : decimal(value).toPlainString();
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }
}
