package org.slicelstm.fiji;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slicelstm.UserException;

/**
 * A CSV of predictions that grows by a row with each one, in UTF-8: how a macro without windows reads the last
 * prediction. Unlike the command line's table a patient may stand there more than once. A file that an earlier version
 * began keeps the columns that it has.
 */
final class PredictionCsv {
    private final Path file;

    PredictionCsv(Path file) {
        this.file = file;
    }

    /**
     * Adds a row, and the header where the file is new.
     *
     * @throws UserException if the file has other columns, or cannot be written
     */
    void add(PredictionRow row) {
        Map<String, String> cells = new LinkedHashMap<>(row.cells());
        try {
            boolean begins = !Files.exists(file) || Files.size(file) == 0;
            if (begins && file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            } else if (!begins) {
                keepColumns(cells);
            }
            String header = begins ? line(cells.keySet()) : "";
            Files.writeString(file, header + line(cells.values()), StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UserException("'csv' is '" + file + "', which cannot be written (" + e.getMessage()
                    + "); name another file, or close the program that has it open.", e);
        }
    }

    /** Takes out what the file has no column for, where it may lack that. */
    private void keepColumns(Map<String, String> cells) throws IOException {
        String header = line(cells.keySet());
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            String first = lines.findFirst().orElse("") + "\n";
            if (first.equals(header)) {
                return;
            }
            cells.keySet().removeAll(PredictionRow.LATER);
            if (!first.equals(line(cells.keySet()))) {
                throw new UserException("'csv' is '" + file + "', a file with other columns than this prediction has ("
                        + header.strip() + "); name another file.");
            }
        }
    }

    private static String line(Collection<String> cells) {
        return cells.stream().map(PredictionCsv::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
