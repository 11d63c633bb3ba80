package org.slicelstm.cohort;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.slicelstm.OrdinaryFile;
import org.slicelstm.UserException;

/**
 * A table that names patients: UTF-8 text with a header line that has the columns {@code patient_id} and
 * {@code path}, separated by comma, semicolon or tab, fields in double quotes where needed, lines that end in any way.
 * Further columns (labels, splits) are kept as text.
 *
 * @param file    the table, as the user gave it
 * @param columns the names of the further columns, in order
 * @param rows    the patients, in order
 */
public record PatientTable(Path file, List<String> columns, List<Row> rows) {
    private static final String ID = "patient_id";
    private static final String PATH = "path";
    private static final char[] DELIMITERS = {',', ';', '\t'};
    private static final int HEADER_AT_MOST = 1 << 16;

    /**
     * One patient of the table.
     *
     * @param number its row as a spreadsheet counts: the header is row 1
     * @param id     {@code patient_id}
     * @param path   folder, file or glob, relative to the table's folder
     * @param other  the further columns by name; empty text where the row has none
     */
    public record Row(int number, String id, String path, Map<String, String> other) {
        public Row {
            other = Collections.unmodifiableMap(new LinkedHashMap<>(other));
        }
    }

    public PatientTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** The folder to which paths in the table are relative, as the user gave it. */
    public Path folder() {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /**
     * Whether a file is such a table, by its content: text whose first line names both columns. A text file called .csv
     * counts too, so that a table with a wrong header is called a wrong table and not a wrong picture.
     *
     * @throws UserException if the file cannot be read
     */
    public static boolean isTable(Path file) {
        OrdinaryFile.require(file);
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(HEADER_AT_MOST);
        } catch (IOException e) {
            throw new UserException("'" + file + "' " + Words.whyNotOpened(e) + ".", e);
        }
        for (byte b : start) {
            if (b == 0) {
                return false;
            }
        }
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return true;
        }
        String text = withoutMark(new String(start, StandardCharsets.UTF_8));
        return text.lines().findFirst().map(PatientTable::delimiter).orElse(' ') != ' ';
    }

    /**
     * Reads a table.
     *
     * @throws UserException naming the row, if a column is missing or named twice, an identifier is empty or there
     *                       twice, a path is empty, a row has more fields than the header, or the file is not UTF-8
     */
    public static PatientTable read(Path file) {
        OrdinaryFile.require(file);
        String text;
        try {
            text = withoutMark(Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw new UserException("The table '" + file + "' is not UTF-8 text; save it as CSV UTF-8.", e);
        } catch (IOException e) {
            throw new UserException("The table '" + file + "' " + Words.whyNotOpened(e) + ".", e);
        }
        char delimiter = text.lines().findFirst().map(PatientTable::delimiter).orElse(' ');
        if (delimiter == ' ') {
            throw new UserException("The table '" + file + "' must have the columns " + ID + " and " + PATH
                    + " in its first row.");
        }
        List<CSVRecord> records = records(file, text, delimiter);
        return new Reading(file, records).table();
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The delimiter by which the header has both columns, or a space where none does. */
    private static char delimiter(String header) {
        for (char delimiter : DELIMITERS) {
            List<String> names = new ArrayList<>();
            try (CSVParser parser = CSVParser.parse(new StringReader(header), format(delimiter))) {
                parser.forEach(record -> record.forEach(name -> names.add(name.trim().toLowerCase(Locale.ROOT))));
            } catch (IOException | UncheckedIOException e) {
                // Unbalanced quotes: with this delimiter it is no header.
                continue;
            }
            if (names.contains(ID) && names.contains(PATH)) {
                return delimiter;
            }
        }
        return ' ';
    }

    /** Empty lines count, so that row numbers are those of a spreadsheet. */
    private static CSVFormat format(char delimiter) {
        return CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true).get();
    }

    private static List<CSVRecord> records(Path file, String text, char delimiter) {
        List<CSVRecord> records = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format(delimiter))) {
            parser.forEach(records::add);
        } catch (IOException | UncheckedIOException e) {
            throw new UserException("Row " + (records.size() + 1) + " of the table '" + file
                    + "' has quotes that do not match.", e);
        }
        return records;
    }

    /** Turns records into rows, or says which is wrong. */
    private static final class Reading {
        private final Path file;
        private final List<CSVRecord> records;
        private final List<String> names = new ArrayList<>();

        Reading(Path file, List<CSVRecord> records) {
            this.file = file;
            this.records = records;
        }

        PatientTable table() {
            records.get(0).forEach(name -> names.add(name.trim()));
            int id = column(ID);
            int path = column(PATH);
            Map<String, Integer> others = others(id, path);
            List<Row> rows = new ArrayList<>();
            Map<String, Integer> seen = new HashMap<>();
            for (int i = 1; i < records.size(); i++) {
                CSVRecord record = records.get(i);
                int number = i + 1;
                if (record.stream().allMatch(String::isBlank)) {
                    continue;
                }
                if (record.size() > names.size()) {
                    throw wrong(number, "has " + record.size() + " fields, the header " + names.size()
                            + "; put fields with separators into double quotes");
                }
                Row row = row(record, number, id, path, others);
                Integer other = seen.putIfAbsent(SameName.key(row.id()), number);
                if (other != null) {
                    throw wrong(number, "repeats the patient_id '" + row.id() + "' of row " + other
                            + "; a patient has one row, whose path may be a folder or a glob");
                }
                rows.add(row);
            }
            return new PatientTable(file, List.copyOf(others.keySet()), rows);
        }

        private int column(String name) {
            int found = -1;
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equalsIgnoreCase(name)) {
                    if (found >= 0) {
                        throw wrong(1, "names the column " + name + " twice");
                    }
                    found = i;
                }
            }
            return found;
        }

        private Map<String, Integer> others(int id, int path) {
            Map<String, Integer> others = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                boolean named = !names.get(i).isEmpty();
                if (i != id && i != path && named && others.putIfAbsent(names.get(i), i) != null) {
                    throw wrong(1, "names the column '" + names.get(i) + "' twice");
                }
            }
            return others;
        }

        private Row row(CSVRecord record, int number, int id, int path, Map<String, Integer> others) {
            String patient = field(record, id);
            if (patient.isEmpty()) {
                throw wrong(number, "has no patient_id");
            }
            String where = field(record, path);
            if (where.isEmpty()) {
                throw wrong(number, "has no path");
            }
            Map<String, String> other = new LinkedHashMap<>();
            others.forEach((name, column) -> other.put(name, field(record, column)));
            return new Row(number, patient, where, other);
        }

        private static String field(CSVRecord record, int column) {
            return column < record.size() ? record.get(column).trim() : "";
        }

        private UserException wrong(int row, String what) {
            return new UserException("Row " + row + " of the table '" + file + "' " + what + ".");
        }
    }
}
