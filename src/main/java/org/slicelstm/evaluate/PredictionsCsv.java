package org.slicelstm.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.slicelstm.OrdinaryFile;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Label;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.SameName;

/**
 * {@code predictions.csv}: {@code patient_id,split,slices}, then {@code <label>_probability,<label>_true} for each
 * label, then {@code warnings}, which earlier versions did not write. Probabilities are written with all their digits,
 * so that what is read gives the same metrics; a patient that failed has none.
 *
 * @param file     the file, as the user gave it
 * @param labels   the labels, in the order of the file
 * @param patients in the order of the file
 */
public record PredictionsCsv(Path file, List<String> labels, List<EvaluatedPatient> patients) {
    private static final List<String> START = List.of("patient_id", "split", "slices");
    private static final String PROBABILITY = "_probability";
    private static final String TRUE = "_true";
    private static final String WARNINGS = "warnings";

    public PredictionsCsv {
        labels = List.copyOf(labels);
        patients = List.copyOf(patients);
    }

    /** Writes a new file. */
    public static void write(Path file, List<String> labels, List<EvaluatedPatient> patients) throws IOException {
        List<String> header = new ArrayList<>(START);
        labels.forEach(label -> header.addAll(List.of(label + PROBABILITY, label + TRUE)));
        header.add(WARNINGS);
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(header.toArray(String[]::new))
                .setRecordSeparator('\n').get();
        try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), format)) {
            for (EvaluatedPatient each : patients) {
                List<Object> row = new ArrayList<>(List.of(each.id(), each.part(), each.slices()));
                for (int label = 0; label < labels.size(); label++) {
                    Label truth = each.truth().get(label);
                    row.add(each.failed() ? "" : each.probability(label));
                    row.add(truth.isKnown() ? truth.value() : "");
                }
                row.add(String.join(" ", each.warnings()));
                printer.printRecord(row);
            }
        }
    }

    /**
     * Reads such a file.
     *
     * @throws UserException naming the columns or row that are wrong
     */
    public static PredictionsCsv read(Path file) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).setTrim(true).get();
        OrdinaryFile.require(file);
        List<CSVRecord> records;
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            records = parser.getRecords();
        } catch (IOException | UncheckedIOException e) {
            throw new UserException("The predictions '" + file + "' cannot be read; give the predictions.csv of an "
                    + "earlier evaluation.", e);
        }
        List<String> labels = labels(file, records.isEmpty() ? List.of() : records.get(0).toList());
        List<EvaluatedPatient> patients = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i).stream().allMatch(String::isBlank)) {
                continue;
            }
            EvaluatedPatient patient = new Reading(file, i + 1, records.get(i), records.get(0).toList())
                    .patient(labels);
            Integer other = seen.putIfAbsent(SameName.key(patient.id()), i + 1);
            if (other != null) {
                throw new UserException("Row " + (i + 1) + " of the predictions '" + file + "' repeats the patient of "
                        + "row " + other + "; keep one of them.");
            }
            patients.add(patient);
        }
        if (patients.isEmpty()) {
            throw new UserException("The predictions '" + file + "' name no patient.");
        }
        return new PredictionsCsv(file, labels, patients);
    }

    private static List<String> labels(Path file, List<String> header) {
        List<String> names = new ArrayList<>(header);
        if (!names.isEmpty() && names.get(0).startsWith("\uFEFF")) {
            names.set(0, names.get(0).substring(1));
        }
        if (hasWarnings(names)) {
            names.remove(names.size() - 1);
        }
        List<String> labels = new ArrayList<>();
        for (int i = START.size(); i + 1 < names.size(); i += 2) {
            labels.add(names.get(i).replaceFirst(PROBABILITY + "$", ""));
        }
        List<String> expected = new ArrayList<>(START);
        labels.forEach(label -> expected.addAll(List.of(label + PROBABILITY, label + TRUE)));
        if (labels.isEmpty() || !names.equals(expected)) {
            throw new UserException("The predictions '" + file + "' should have the columns " + String.join(",", START)
                    + " and then <label>_probability,<label>_true for each label, but have " + (names.isEmpty() ? "none"
                            : String.join(",", names)) + "; give the predictions.csv of an earlier evaluation.");
        }
        return labels;
    }

    private static boolean hasWarnings(List<String> header) {
        return !header.isEmpty() && header.get(header.size() - 1).equals(WARNINGS);
    }

    /** One row, or what is wrong with it. */
    private record Reading(Path file, int row, CSVRecord fields, List<String> header) {
        EvaluatedPatient patient(List<String> labels) {
            if (fields.size() != header.size()) {
                throw wrong("has " + fields.size() + " fields, the header " + header.size());
            }
            if (fields.get(0).isEmpty()) {
                throw wrong("has no patient_id");
            }
            String part = fields.get(1);
            if (!part.isEmpty() && Part.of(part).isEmpty()) {
                throw wrong("says '" + part + "' for split; write train, validation or test, or nothing");
            }
            List<Label> truth = new ArrayList<>();
            double[] probabilities = new double[labels.size()];
            int predicted = 0;
            for (int label = 0; label < labels.size(); label++) {
                String text = fields.get(START.size() + 2 * label + 1);
                String column = labels.get(label) + TRUE;
                truth.add(Label.of(text).orElseThrow(() -> wrong("says '" + text + "' for " + column
                        + "; write 0, 1 or nothing")));
                if (!fields.get(START.size() + 2 * label).isEmpty()) {
                    probabilities[label] = probability(labels.get(label), fields.get(START.size() + 2 * label));
                    predicted++;
                }
            }
            if (predicted != 0 && predicted != labels.size()) {
                throw wrong("has a probability for some labels only; a patient has all of them, or none if it failed");
            }
            return new EvaluatedPatient(fields.get(0), part, fields.get(0), slices(), Double.NaN, Double.NaN,
                    predicted == 0 ? new double[0] : probabilities, truth, warnings(),
                    predicted == 0 ? "failed earlier" : null);
        }

        /** They are one text by now. */
        private List<String> warnings() {
            String text = hasWarnings(header) ? fields.get(fields.size() - 1) : "";
            return text.isEmpty() ? List.of() : List.of(text);
        }

        private int slices() {
            try {
                return Integer.parseInt(fields.get(2));
            } catch (NumberFormatException e) {
                throw wrong("says '" + fields.get(2) + "' for slices, which is no whole number");
            }
        }

        private double probability(String label, String text) {
            try {
                double value = Double.parseDouble(text);
                if (value >= 0 && value <= 1) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Told below, as a number out of range is.
            }
            throw wrong("says '" + text + "' for " + label + PROBABILITY + "; a probability is a number from 0 to 1");
        }

        private UserException wrong(String what) {
            return new UserException("Row " + row + " of the predictions '" + file + "' " + what + ".");
        }
    }

    /**
     * The patients as a table that says of itself who is in which part.
     *
     * @param wanted the labels to evaluate
     * @throws UserException if a label is not there
     */
    public EvaluationTable asTable(List<String> wanted) {
        int[] columns = columns(wanted);
        List<LabelledPatient> rows = new ArrayList<>();
        for (int i = 0; i < patients.size(); i++) {
            EvaluatedPatient each = patients.get(i);
            List<Label> truth = Arrays.stream(columns).mapToObj(each.truth()::get).toList();
            rows.add(new LabelledPatient(i + 2, each.id(), "", truth, Part.of(each.part()), each.id()));
        }
        return new EvaluationTable(file, wanted, rows, rows.stream().anyMatch(each -> each.part().isPresent()),
                List.of());
    }

    private int[] columns(List<String> wanted) {
        return wanted.stream().mapToInt(label -> {
            if (!labels.contains(label)) {
                throw new UserException("The predictions '" + file + "' have no label '" + label + "'; they have "
                        + String.join(", ", labels) + ".");
            }
            return labels.indexOf(label);
        }).toArray();
    }

    /**
     * The predictions for the patients of a table, with the table's truth and groups.
     *
     * @param wanted the labels to evaluate
     * @throws UserException if a patient or label is not there
     */
    public List<EvaluatedPatient> of(EvaluatedPart part, List<String> wanted) {
        int[] columns = columns(wanted);
        Map<String, EvaluatedPatient> byId = new HashMap<>();
        patients.forEach(each -> byId.put(SameName.key(each.id()), each));
        return part.patients().stream().map(patient -> {
            EvaluatedPatient known = Optional.ofNullable(byId.get(SameName.key(patient.id())))
                    .orElseThrow(() -> new UserException("The predictions '" + file + "' do not name the patient '"
                            + patient.id() + "' of row " + patient.row() + " of the table; evaluate the model on it."));
            double[] probabilities = known.failed() ? new double[0]
                    : Arrays.stream(columns).mapToDouble(known::probability).toArray();
            return new EvaluatedPatient(patient.id(), part.partOf(patient.id()), patient.group(), known.slices(),
                    Double.NaN, Double.NaN, probabilities, patient.labels(), known.warnings(), known.error());
        }).toList();
    }
}
