package org.slicelstm.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slicelstm.AtomicFile;
import org.slicelstm.UserException;
import org.slicelstm.predict.ResultsCsv;

/**
 * The table of results: one CSV file as the command line on one machine writes it, or, where the name ends in
 * {@code .parquet}, a folder that Spark writes.
 *
 * @param file    its absolute path
 * @param columns its columns
 * @param spark   asked for where Parquet is read or written
 */
record ResultTable(Path file, List<PatientWork.Column> columns, Supplier<SparkSession> spark) {
    List<String> names() {
        return columns.stream().map(PatientWork.Column::name).toList();
    }

    private boolean isParquet() {
        return file.toString().endsWith(".parquet");
    }

    /** What stands in it, an earlier run's on one machine too; nothing where there is none. */
    List<ResultRow> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        requireColumns();
        return isParquet() ? readParquet() : readCsv();
    }

    /**
     * Makes sure that what stands in it, if anything, can be gone on with. It may lack the columns that earlier
     * versions did not write.
     *
     * @throws UserException if it has other columns
     */
    void requireColumns() throws IOException {
        if (Files.exists(file) && !ResultsCsv.canBeFilled(columnsThere(), names())) {
            throw new UserException(file + " has other columns than this run (" + String.join(",", names())
                    + "); use the same model and labels, or name another file.");
        }
    }

    private List<String> columnsThere() throws IOException {
        if (isParquet()) {
            return List.of(spark.get().read().parquet(uri(file)).columns());
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = ResultRow.CSV.parse(reader)) {
            return parser.stream().findFirst().map(CSVRecord::toList).orElse(List.of());
        }
    }

    private List<ResultRow> readCsv() throws IOException {
        List<ResultRow> rows = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = ResultRow.CSV.parse(reader)) {
            List<String> there = List.of();
            for (CSVRecord line : parser) {
                if (line.getRecordNumber() == 1) {
                    there = line.toList();
                } else if (line.size() == there.size()) {
                    // A row that was cut short has fewer columns.
                    rows.add(new ResultRow(rows.size(), ResultsCsv.filled(line.toList(), there, names())));
                }
            }
        }
        return rows;
    }

    private List<ResultRow> readParquet() {
        Dataset<Row> table = spark.get().read().parquet(uri(file));
        List<String> there = List.of(table.columns());
        List<ResultRow> rows = new ArrayList<>();
        for (Row row : table.selectExpr(columns.stream().filter(column -> there.contains(column.name()))
                .map(ResultTable::asText).toArray(String[]::new)).collectAsList()) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < there.size(); i++) {
                fields.add(row.getString(i));
            }
            rows.add(new ResultRow(rows.size(), ResultsCsv.filled(fields, there, names())));
        }
        return rows;
    }

    /** As the CSV writes it. */
    private static String asText(PatientWork.Column column) {
        String name = "`" + column.name().replace("`", "``") + "`";
        String text = column.type().equals(DataTypes.DoubleType) ? "format_string('%.6f', " + name + ")"
                : "CAST(" + name + " AS STRING)";
        return "if(isnull(" + name + "), '', " + text + ")";
    }

    /** Writes it whole, in the place of what stood there. */
    void write(List<ResultRow> rows) throws IOException {
        if (!isParquet()) {
            writeCsv(file, rows);
            return;
        }
        Path csv = file.resolveSibling(file.getFileName() + ".run").resolve("table.csv");
        Path aside = csv.resolveSibling("table.parquet");
        writeCsv(csv, rows);
        StructType schema = new StructType();
        for (PatientWork.Column column : columns) {
            schema = schema.add(column.name(), column.type());
        }
        spark.get().read().schema(schema).option("header", true).option("escape", "\"").csv(uri(csv)).coalesce(1)
                .write().mode("overwrite").parquet(uri(aside));
        delete(file);
        Files.move(aside, file);
    }

    private void writeCsv(Path to, List<ResultRow> rows) throws IOException {
        AtomicFile.write(to, aside -> {
            try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(aside, StandardCharsets.UTF_8),
                    ResultRow.CSV)) {
                printer.printRecord(names());
                for (ResultRow row : rows) {
                    printer.printRecord(row.fields());
                }
            }
        });
    }

    private static String uri(Path path) {
        return path.toUri().toString();
    }

    /** Deletes a folder with all that is in it, where it is there. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> inside;
            try (Stream<Path> all = Files.walk(folder)) {
                inside = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : inside) {
                Files.delete(each);
            }
        }
    }
}
