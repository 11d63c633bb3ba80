package org.slicelstm.cluster;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * What one attempt at a task has done, patient by patient, in a file of its own. Spark's committer makes a task's rows
 * count only when the whole task is done; the journal keeps what was finished when the executor or the driver is lost
 * before, so that the next attempt, or the next run, predicts only the patients that were not.
 *
 * <p>A line is {@code begun,ID,end}, {@code failed,ID,end}, or {@code done,POSITION}, the row and {@code end}; a line
 * that was cut short is passed over. For one thread.
 */
final class Journal implements AutoCloseable {
    private static final String BEGUN = "begun";
    private static final String FAILED = "failed";
    private static final String DONE = "done";
    private static final String END = "end";
    private final BufferedWriter writer;
    private final CSVPrinter printer;

    private Journal(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        this.printer = new CSVPrinter(writer, ResultRow.CSV);
    }

    /**
     * What earlier attempts tell.
     *
     * @param done   finished patients by name
     * @param deadly for patients that were begun and neither finished nor failed, how often: their process ended
     */
    record Past(Map<String, ResultRow> done, Map<String, Integer> deadly) { }

    /** The journal of an attempt, a new file. */
    static Journal begin(Path folder, String run, int partition, long attempt) throws IOException {
        return new Journal(task(folder, run, partition).resolve(attempt + ".csv"));
    }

    /** What the attempts at one task of a run have done until now. */
    static Past past(Path folder, String run, int partition) throws IOException {
        return all(task(folder, run, partition));
    }

    /** What all attempts of all runs have done. */
    static Past all(Path folder) throws IOException {
        Past past = new Past(new HashMap<>(), new HashMap<>());
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".csv")).toList()) {
                    read(file, past);
                }
            }
        }
        past.deadly().keySet().removeAll(past.done().keySet());
        return past;
    }

    /** A folder for each task: an attempt then need not look through the journals of all others. */
    private static Path task(Path folder, String run, int partition) {
        return folder.resolve(run + "-" + partition);
    }

    private static void read(Path file, Past past) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = ResultRow.CSV.parse(reader)) {
            for (CSVRecord line : parser) {
                if (line.size() < 3 || !line.get(line.size() - 1).equals(END)) {
                    continue;
                }
                if (line.get(0).equals(BEGUN)) {
                    past.deadly().merge(line.get(1), 1, Integer::sum);
                } else if (line.get(0).equals(FAILED)) {
                    past.deadly().merge(line.get(1), -1, Integer::sum);
                } else if (line.get(0).equals(DONE)) {
                    ResultRow row = new ResultRow(Long.parseLong(line.get(1)),
                            new ArrayList<>(line.toList().subList(2, line.size() - 1)));
                    past.done().put(row.patient(), row);
                }
            }
        }
    }

    void begun(PatientItem item) throws IOException {
        write(List.of(BEGUN, item.id()));
    }

    void failed(PatientItem item) throws IOException {
        write(List.of(FAILED, item.id()));
    }

    void done(ResultRow row) throws IOException {
        List<String> line = new ArrayList<>(List.of(DONE, Long.toString(row.position())));
        line.addAll(row.fields());
        write(line);
    }

    /** Handed to the system before the next patient begins. */
    private void write(List<String> line) throws IOException {
        List<String> ended = new ArrayList<>(line);
        ended.add(END);
        printer.printRecord(ended);
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        printer.close(true);
    }
}
