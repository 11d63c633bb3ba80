package org.slicelstm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The real head CT and the hard DICOM files beside the checkout. Tests that use them are marked
 * {@link NeedsSharedData}; {@link SharedDataTest} sees to it.
 */
public final class SharedData {
    private static final Path ROOT = Path.of("..", "shared", "testdata");

    private SharedData() {
    }

    /** Whether the data are there. */
    public static boolean isThere() {
        return Files.isDirectory(ROOT);
    }

    /** A file or folder of the test data, relative to the working directory. */
    public static Path path(String name) {
        if (!isThere()) {
            throw new IllegalStateException("no test data beside this checkout; mark the test @NeedsSharedData");
        }
        return ROOT.resolve(name);
    }

    /** What independent decoders see: the rows of {@code expected_pixels.csv} by their {@code path}. */
    public static Map<String, CSVRecord> expectedPixels() {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        Map<String, CSVRecord> rows = new LinkedHashMap<>();
        try (CSVParser parser = CSVParser.parse(path("expected_pixels.csv"), StandardCharsets.UTF_8, format)) {
            parser.forEach(row -> rows.put(row.get("path"), row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
