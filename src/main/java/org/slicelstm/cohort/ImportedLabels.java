package org.slicelstm.cohort;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.slicelstm.AtomicFile;

/**
 * Labels of somebody else's making as a table that {@link LabelledTable} reads.
 *
 * @param labels the labels' names: {@link #USUAL} first, then those of the source
 * @param rows   the table's rows
 * @param counts how much came together
 * @param notes  what the user should know, one sentence each
 */
public record ImportedLabels(List<String> labels, List<Row> rows, Counts counts, List<String> notes) {
    /** The labels that every table has; the source may lack some. */
    public static final List<String> USUAL = List.of("hemorrhage", "ischemia", "fracture", "mass", "edema");

    /**
     * A row of the table.
     *
     * @param id     {@code patient_id}: never what a DICOM header says
     * @param path   where its pictures are, below the folder of the images, with slashes; may be a glob
     * @param labels one for each of the table's labels
     * @param group  rows of one group are of one person
     */
    public record Row(String id, String path, List<Label> labels, String group) {
        public Row {
            labels = List.copyOf(labels);
        }
    }

    /**
     * How much came together.
     *
     * @param patients          persons, as far as the source tells them
     * @param rows              rows of the table: studies, scans or patients' folders
     * @param slices            pictures of these
     * @param labelsUnmatched   what has a label and no picture
     * @param labelled          what is counted in {@code labelsUnmatched}, such as {@code slices}
     * @param picturesUnmatched pictures that have no label
     */
    public record Counts(int patients, int rows, int slices, int labelsUnmatched, String labelled,
                         int picturesUnmatched) { }

    public ImportedLabels {
        labels = List.copyOf(labels);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /**
     * Writes the table: {@code patient_id,path,}, the labels, {@code group}. Unknown labels are empty.
     *
     * @param file   the new table
     * @param images the folder below which the paths are; they are written relative to the table where that is possible
     */
    public void write(Path file, Path images) throws IOException {
        List<String> header = new ArrayList<>(List.of("patient_id", "path"));
        header.addAll(labels);
        header.add("group");
        String start = start(file, images);
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(header.toArray(String[]::new)).setRecordSeparator('\n')
                .get();
        AtomicFile.write(file, aside -> {
            try (BufferedWriter writer = Files.newBufferedWriter(aside, StandardCharsets.UTF_8);
                    CSVPrinter printer = new CSVPrinter(writer, format)) {
                for (Row row : rows) {
                    List<String> fields = new ArrayList<>(List.of(row.id(), start + row.path()));
                    row.labels().forEach(label -> fields.add(label.isKnown() ? Integer.toString(label.value()) : ""));
                    fields.add(row.group());
                    printer.printRecord(fields);
                }
            }
        });
    }

    /** The way from the table's folder to the images, with a slash at its end; empty where that is the same folder. */
    private static String start(Path file, Path images) throws IOException {
        Path to = images.toRealPath();
        Path folder = file.toAbsolutePath().normalize().getParent();
        Files.createDirectories(folder);
        Path from = folder.toRealPath();
        // On another drive of Windows there is no way.
        Path way = to.getRoot().equals(from.getRoot()) ? from.relativize(to) : to;
        String text = way.toString().replace(way.getFileSystem().getSeparator(), "/");
        return text.isEmpty() || text.endsWith("/") ? text : text + "/";
    }
}
