package org.slicelstm.cohort;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.slicelstm.AtomicFile;
import org.slicelstm.OrdinaryFile;
import org.slicelstm.UserException;

/** {@code split.csv}: the columns {@code patient_id} and {@code split}, a row for each patient. */
public final class SplitFile {
    private static final String ID = "patient_id";
    private static final String SPLIT = "split";

    private SplitFile() {
    }

    /** Writes a split; a reader sees the old file or the whole new one. */
    public static void write(Path file, Split split) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(ID, SPLIT).setRecordSeparator('\n').get();
        AtomicFile.write(file, aside -> {
            try (BufferedWriter writer = Files.newBufferedWriter(aside, StandardCharsets.UTF_8);
                    CSVPrinter printer = new CSVPrinter(writer, format)) {
                for (Map.Entry<String, Part> each : split.parts().entrySet()) {
                    printer.printRecord(each.getKey(), each.getValue());
                }
            }
        });
    }

    /**
     * Reads a split for the patients of a table. Patients that only the file names are passed over: the table may have
     * dropped them for want of labels.
     *
     * @throws UserException naming the row or patient, if the file is not such a table, does not name one of the
     *                       patients, contradicts the table's own column (training patients may validate where that
     *                       has training and test alone), or puts a group on two sides
     */
    public static Split read(Path file, List<LabelledPatient> patients) {
        Map<String, Part> named = read(file);
        Map<String, Part> parts = new LinkedHashMap<>();
        Map<String, LabelledPatient> groups = new HashMap<>();
        boolean drawn = Split.leavesValidationOpen(patients);
        for (LabelledPatient patient : patients) {
            Part part = named.get(SameName.key(patient.id()));
            if (part == null) {
                throw new UserException("The split '" + file + "' does not name the patient '" + patient.id()
                        + "' of row " + patient.row() + "; add it there or split anew.");
            }
            boolean validates = part == Part.VALIDATION && drawn && patient.part().equals(Optional.of(Part.TRAIN));
            if (patient.part().isPresent() && patient.part().get() != part && !validates) {
                throw new UserException("The split '" + file + "' puts the patient '" + patient.id() + "' of row "
                        + patient.row() + " into " + part + ", the table says " + patient.part().get()
                        + "; correct one of them.");
            }
            LabelledPatient other = groups.putIfAbsent(patient.group(), patient);
            if (other != null && parts.get(other.id()) != part) {
                throw new UserException("The split '" + file + "' puts the group '" + patient.group() + "' on two sides ("
                        + "rows " + other.row() + " and " + patient.row() + " of the table); keep it on one.");
            }
            parts.put(patient.id(), part);
        }
        return new Split(parts);
    }

    /**
     * Reads a split as it stands: the part of each patient by its identifier, as {@link SameName#key} has
     * it.
     *
     * @throws UserException naming the row, if the file is not such a table
     */
    public static Map<String, Part> read(Path file) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(false).setTrim(true).get();
        Map<String, Part> parts = new LinkedHashMap<>();
        OrdinaryFile.require(file);
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            if (!parser.getHeaderNames().containsAll(List.of(ID, SPLIT))) {
                throw new UserException("The split '" + file + "' must have the columns patient_id and split in its "
                        + "first row.");
            }
            for (CSVRecord each : parser) {
                if (each.stream().allMatch(String::isBlank)) {
                    continue;
                }
                long row = each.getRecordNumber() + 1;
                Optional<Part> part = each.isSet(SPLIT) ? Part.of(each.get(SPLIT)) : Optional.empty();
                if (part.isEmpty()) {
                    throw new UserException("Row " + row + " of the split '" + file + "' names no part: write train, "
                            + "validation or test.");
                }
                if (parts.put(SameName.key(each.get(ID)), part.get()) != null) {
                    throw new UserException("Row " + row + " of the split '" + file + "' repeats the patient '"
                            + each.get(ID) + "'; keep one of its rows.");
                }
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new UserException("The split '" + file + "' cannot be read; give a CSV file with the columns "
                    + "patient_id and split.", e);
        }
        return parts;
    }
}
