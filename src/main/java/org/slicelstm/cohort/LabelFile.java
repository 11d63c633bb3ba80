package org.slicelstm.cohort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.slicelstm.OrdinaryFile;
import org.slicelstm.UserException;

/**
 * A published file of labels: UTF-8 text with or without a byte-order mark, a header, and a row for each thing that was
 * labelled. Rows are handed on one by one, since such files have millions.
 */
final class LabelFile {
    private static final char[] DELIMITERS = {',', ';', '\t'};
    private static final int HEADER_AT_MOST = 1 << 16;
    /** What pandas calls, or leaves, the index it writes along. */
    private static final String INDEX = "(unnamed:\\d+)?";
    private static final Map<String, Label> VALUES = Map.of("0", Label.ABSENT, "1", Label.PRESENT, "", Label.UNKNOWN,
            "0.0", Label.ABSENT, "1.0", Label.PRESENT);

    private final Path file;
    private final List<String> expected;

    /** What takes a row. */
    @FunctionalInterface
    interface Row {
        /**
         * Takes a row.
         *
         * @param number its row as a spreadsheet counts: the header is row 1
         * @param fields trimmed, in the order of the expected columns; empty where the row has none
         */
        void take(int number, List<String> fields);
    }

    /** @param expected the columns that must be there, in any order; others are passed over */
    LabelFile(Path file, List<String> expected) {
        this.file = file;
        this.expected = List.copyOf(expected);
    }

    /**
     * Reads all rows; those without anything in the expected columns are passed over.
     *
     * @throws UserException if the file is not there, not UTF-8 text, its quotes do not match, or a column is missing
     */
    void read(Row rows) {
        OrdinaryFile.require(file);
        int row = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            reader.mark(HEADER_AT_MOST);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            reader.mark(HEADER_AT_MOST);
            char[] start = new char[HEADER_AT_MOST / 2];
            int length = Math.max(0, reader.read(start));
            reader.reset();
            String header = new String(start, 0, length).lines().findFirst().orElse("");
            char delimiter = delimiter(header);
            int[] places = places(names(header, delimiter));
            try (CSVParser parser = CSVParser.parse(reader, format(delimiter))) {
                for (CSVRecord each : parser) {
                    row++;
                    List<String> fields = new ArrayList<>(places.length);
                    for (int place : places) {
                        fields.add(place < each.size() ? each.get(place).trim() : "");
                    }
                    if (row > 1 && !fields.stream().allMatch(String::isEmpty)) {
                        rows.take(row, fields);
                    }
                }
            }
        } catch (CharacterCodingException e) {
            throw notText(e);
        } catch (IOException e) {
            throw row == 0 ? new UserException("The labels '" + file + "' " + Words.whyNotOpened(e) + ".", e)
                    : damaged(row, e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notText(e);
            }
            throw damaged(row, e);
        }
    }

    private UserException damaged(int row, Exception e) {
        return new UserException("The labels '" + file + "' cannot be read after row " + row
                + ": quotes do not match, or the disk reports an error.", e);
    }

    private UserException notText(Exception e) {
        return new UserException("The labels '" + file + "' are not UTF-8 text; save them as CSV UTF-8.", e);
    }

    /**
     * What a field says.
     *
     * @throws UserException naming row and column if it is neither 0 nor 1 nor empty
     */
    Label label(int row, String column, String text) {
        Label label = VALUES.get(text);
        if (label == null) {
            throw new UserException("Row " + row + " of the labels '" + file + "' says '" + text + "' for " + column
                    + "; write 0, 1, or nothing where it is unknown.");
        }
        return label;
    }

    /** As column names are compared. */
    private static String plain(String name) {
        return name.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }

    /** The delimiter by which the header has the most of the columns. */
    private char delimiter(String header) {
        char best = DELIMITERS[0];
        long most = -1;
        for (char each : DELIMITERS) {
            long found = expected.stream().filter(name -> plain(names(header, each)).contains(plain(name))).count();
            if (found > most) {
                most = found;
                best = each;
            }
        }
        return best;
    }

    private static List<String> plain(List<String> names) {
        return names.stream().map(LabelFile::plain).toList();
    }

    private static List<String> names(String header, char delimiter) {
        List<String> names = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(new StringReader(header), format(delimiter))) {
            parser.forEach(record -> record.forEach(names::add));
        } catch (IOException | UncheckedIOException e) {
            // Quotes that do not match: with this delimiter it is no header.
            return List.of();
        }
        return names;
    }

    private int[] places(List<String> written) {
        List<String> names = plain(written);
        List<String> missing = expected.stream().filter(name -> !names.contains(plain(name))).toList();
        if (!missing.isEmpty()) {
            List<String> found = written.stream().filter(name -> !plain(name).matches(INDEX)).toList();
            throw new UserException("The labels '" + file + "' do not have the columns of their source. Expected: "
                    + String.join(",", expected) + ". Found: " + (found.isEmpty() ? "none" : String.join(",", found))
                    + ". Missing: " + String.join(",", missing)
                    + ". Give the published file, or say by --from what it is.");
        }
        for (String name : expected) {
            if (names.indexOf(plain(name)) != names.lastIndexOf(plain(name))) {
                throw new UserException("The labels '" + file + "' have the column " + name + " twice; keep one.");
            }
        }
        return expected.stream().mapToInt(name -> names.indexOf(plain(name))).toArray();
    }

    /** Empty lines count, so that row numbers are those of a spreadsheet. */
    private static CSVFormat format(char delimiter) {
        return CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true).get();
    }
}
