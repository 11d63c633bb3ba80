package org.slicelstm.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A finished patient. Line breaks within a field become spaces, so that a row is a line wherever it is kept.
 *
 * @param position its place in the cohort
 * @param fields   its row in the table: the patient first
 */
record ResultRow(long position, List<String> fields) {
    static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').setLenientEof(true).get();

    ResultRow {
        fields = fields.stream().map(field -> field.replaceAll("\\R", " ")).toList();
    }

    String patient() {
        return fields.get(0);
    }

    /** @param columns those of the table */
    boolean hasError(List<PatientWork.Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(PatientWork.ERROR)) {
                return !fields.get(i).isEmpty();
            }
        }
        return false;
    }

    /** The position and the row as one line of CSV. */
    String line() {
        List<String> values = new ArrayList<>(List.of(Long.toString(position)));
        values.addAll(fields);
        return CSV.format(values.toArray());
    }

    /**
     * A line read again.
     *
     * @param columns how many fields a row has
     * @return nothing where the line is not whole
     */
    static Optional<ResultRow> read(String line, int columns) {
        try (CSVParser parser = CSVParser.parse(line, CSV)) {
            for (CSVRecord record : parser) {
                if (record.size() == columns + 1 && record.get(0).matches("\\d{1,18}")) {
                    return Optional.of(new ResultRow(Long.parseLong(record.get(0)),
                            new ArrayList<>(record.toList().subList(1, columns + 1))));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
