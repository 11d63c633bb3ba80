package org.slicelstm.predict;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.slicelstm.AtomicFile;
import org.slicelstm.OrdinaryFile;
import org.slicelstm.PlainText;
import org.slicelstm.UserException;
import org.slicelstm.cohort.SameName;

/**
 * The table of results, {@code patient,slices,left_out,ordered_by}, then {@code <label>,<label>_call} for each label,
 * then {@code device,error,warnings,note}; the last two hold their sentences one after the other, with a space between.
 * It grows row by row and every row is on disk before the next patient begins, so that
 * nothing is lost when the run ends early; {@link #resume} goes on with it.
 */
public final class ResultsCsv implements AutoCloseable {
    private static final String ERROR = "error";
    /** Columns that tables of earlier versions lack. */
    private static final List<String> LATER = List.of("warnings", "note");
    /** Lenient at the end of the file: a run that was killed may leave half a row there. */
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').setLenientEof(true)
            .get();

    private final Path file;
    private final Set<String> done;
    private final BufferedWriter writer;
    private final CSVPrinter printer;

    private ResultsCsv(Path file, Set<String> done) throws IOException {
        this.file = file;
        this.done = done;
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        this.printer = new CSVPrinter(writer, FORMAT);
    }

    /**
     * Begins a table.
     *
     * @throws UserException if the file exists: results are never overwritten in silence
     */
    public static ResultsCsv create(Path file, List<String> labels) throws IOException {
        if (Files.exists(file)) {
            throw new UserException(file + " exists already; go on with it by --resume, or name another file.");
        }
        begin(file, labels, List.of());
        return new ResultsCsv(file, new HashSet<>());
    }

    /**
     * Goes on with a table, or begins it where there is none. Patients that failed, and a row that was cut short when
     * the run was killed, are dropped to be done again: a last row without its line end, one of too few columns, one
     * without an error and without probabilities. A table of an earlier version gets the columns that it lacks, empty in
     * the rows that stand there.
     *
     * @throws UserException if the table has other columns than this run would write
     */
    public static ResultsCsv resume(Path file, List<String> labels) throws IOException {
        if (!Files.exists(file)) {
            return create(file, labels);
        }
        OrdinaryFile.require(file);
        AtomicFile.sweepOf(file);
        List<List<String>> kept = new ArrayList<>();
        List<String> header = header(labels);
        List<String> there = List.of();
        long last = -1;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = FORMAT.parse(reader)) {
            for (CSVRecord row : parser) {
                if (there.isEmpty()) {
                    there = row.toList();
                    requireColumns(file, there, header);
                } else if (row.size() == there.size() && row.get(there.indexOf(ERROR)).isEmpty()
                        && labels.stream().noneMatch(label -> row.get(header.indexOf(label)).isEmpty())) {
                    kept.add(filled(row.toList(), there, header));
                    last = parser.getRecordNumber();
                }
            }
            if (last == parser.getRecordNumber() && !kept.isEmpty() && !endsWithLine(file)) {
                kept.remove(kept.size() - 1);
            }
        }
        begin(file, labels, kept);
        return new ResultsCsv(file, kept.stream().map(row -> SameName.key(row.get(0)))
                .collect(Collectors.toCollection(HashSet::new)));
    }

    private static boolean endsWithLine(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(Math.max(0, channel.size() - 1));
            channel.read(last);
            return last.get(0) == '\n';
        }
    }

    private static void requireColumns(Path file, List<String> there, List<String> header) {
        if (!canBeFilled(there, header)) {
            throw new UserException(file + " has other columns than this prediction (" + String.join(",", header)
                    + "); use the same model and labels, or name another file.");
        }
    }

    /** Whether a table with some columns can be gone on with: at most it lacks what earlier versions did not write. */
    public static boolean canBeFilled(List<String> there, List<String> header) {
        List<String> without = new ArrayList<>(header);
        LATER.stream().filter(column -> !there.contains(column)).forEach(without::remove);
        return there.equals(without);
    }

    /** A row of a table with some columns as a row of a table with all of them; what it lacks is empty. */
    public static List<String> filled(List<String> row, List<String> there, List<String> header) {
        return header.stream().map(column -> there.contains(column) ? row.get(there.indexOf(column)) : "").toList();
    }

    /** Writes the header and the rows that are kept aside, and moves them into place. */
    private static void begin(Path file, List<String> labels, List<List<String>> kept) throws IOException {
        AtomicFile.write(file, aside -> {
            try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(aside, StandardCharsets.UTF_8), FORMAT)) {
                printer.printRecord(header(labels));
                for (List<String> row : kept) {
                    printer.printRecord(row);
                }
            }
        });
    }

    /** The names of the columns. */
    public static List<String> header(List<String> labels) {
        List<String> header = new ArrayList<>(List.of("patient", "slices", "left_out", "ordered_by"));
        for (String label : labels) {
            header.add(label);
            header.add(label + "_call");
        }
        header.add("device");
        header.add(ERROR);
        header.addAll(LATER);
        return header;
    }

    /** Whether the table already has this patient's prediction. */
    public boolean has(String patient) {
        return done.contains(SameName.key(patient));
    }

    /**
     * Adds a patient.
     *
     * @param labels   the model's labels
     * @param reported those in the table; a failed patient leaves them empty
     * @param device   the device that ran
     */
    public void add(PatientResult result, List<String> labels, List<String> reported, String device)
            throws IOException {
        try {
            printer.printRecord(row(result, labels, reported, device));
            printer.flush();
        } catch (IOException e) {
            throw AtomicFile.named(file, e);
        }
        done.add(SameName.key(result.patient()));
    }

    /** A patient's row, as {@link #add} writes it. */
    public static List<String> row(PatientResult result, List<String> labels, List<String> reported, String device) {
        List<String> row = new ArrayList<>();
        row.add(result.patient());
        row.add(Integer.toString(result.slices().size()));
        row.add(Integer.toString(result.leftOut().size()));
        row.add(result.orderedBy().name().toLowerCase(Locale.ROOT));
        boolean predicted = result.error() == null;
        for (String label : reported) {
            int index = labels.indexOf(label);
            row.add(predicted ? String.format(Locale.ROOT, "%.6f", result.probabilities()[index]) : "");
            row.add(predicted ? (result.calls()[index] ? "1" : "0") : "");
        }
        row.add(device);
        row.add(predicted ? "" : result.error());
        row.add(PlainText.escape(String.join(" ", result.warnings())));
        row.add(PlainText.escape(String.join(" ", result.notes())));
        return row;
    }

    @Override
    public void close() throws IOException {
        printer.close(true);
        writer.close();
    }
}
