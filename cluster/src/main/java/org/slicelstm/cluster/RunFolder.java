package org.slicelstm.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slicelstm.AtomicFile;
import org.slicelstm.OutputLock;
import org.slicelstm.UserException;

/**
 * What a run has done until now, in the folder {@code <table>.run} beside the table of results: {@code parts/}, which
 * Spark's committer fills task by task, and {@code rows/}, the journals of tasks. It is gone when the table stands.
 * While it is open no other driver can open it, for two would predict the same patients.
 */
final class RunFolder implements AutoCloseable {
    private static final String SETTINGS = "run.json";
    private static final String PART = "part-";

    private final ResultTable table;
    private final Path folder;
    private OutputLock lock;

    RunFolder(ResultTable table) {
        this.table = table;
        this.folder = table.file().resolveSibling(table.file().getFileName() + ".run");
    }

    /** The new folder that one run of Spark fills. */
    Path parts(String run) {
        return folder.resolve("parts").resolve(run);
    }

    Path rows() {
        return folder.resolve("rows");
    }

    /**
     * Begins a run, or goes on with one. Nothing that is there is overwritten.
     *
     * @param settings what the rows depend on; a run goes on only with the same
     * @throws UserException if something is there that may not be gone on with; then no folder is left that
     *                       was not there
     */
    void begin(boolean resume, Map<String, String> settings) throws IOException {
        if (!resume && Files.exists(table.file())) {
            throw new UserException(table.file() + " exists already; go on with it by --resume, or name another file.");
        }
        if (!resume && Files.exists(folder)) {
            throw new UserException(folder + " holds a run that was not finished; go on with it by --resume, or delete "
                    + "it.");
        }
        lock = OutputLock.of(table.file());
        table.requireColumns();
        JsonObject json = new JsonObject();
        settings.forEach(json::addProperty);
        json.addProperty("columns", String.join(",", table.names()));
        Path file = folder.resolve(SETTINGS);
        if (!Files.exists(file)) {
            Files.createDirectories(folder.resolve("parts"));
            Files.createDirectories(rows());
            AtomicFile.write(file, aside -> Files.writeString(aside, json + "\n"));
        }
        JsonObject before = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        for (String name : json.keySet()) {
            if (!json.get(name).equals(before.get(name))) {
                throw new UserException("The run in " + folder + " cannot go on: its " + name.replace('_', ' ')
                        + " was another one; repeat the command as it was, or name another file by --out.");
            }
        }
    }

    /**
     * The patients that an earlier run has finished, by the table, by Spark's committer or by a journal; without those
     * that failed, which are tried again.
     */
    Set<String> done() throws IOException {
        Set<String> done = new HashSet<>();
        for (ResultRow row : best().values()) {
            if (!row.hasError(table.columns())) {
                done.add(row.patient());
            }
        }
        return done;
    }

    /**
     * Puts the table into its place, a row a patient in the cohort's order, and removes the folder.
     *
     * @return how many patients failed
     */
    long finish() throws IOException {
        List<ResultRow> rows = new ArrayList<>(best().values());
        rows.sort(Comparator.comparingLong(ResultRow::position).thenComparing(ResultRow::patient));
        table.write(rows);
        close();
        ResultTable.delete(folder);
        return rows.stream().filter(row -> row.hasError(table.columns())).count();
    }

    /** One row a patient, the one without an error where there is one. */
    private Map<String, ResultRow> best() throws IOException {
        Map<String, ResultRow> best = new HashMap<>();
        table.read().forEach(row -> best.put(row.patient(), row));
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder.resolve("parts"))) {
                for (Path file : files.filter(each -> each.getFileName().toString().startsWith(PART)
                        && !each.toString().contains("_temporary")).toList()) {
                    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                        ResultRow.read(line, table.names().size()).ifPresent(row -> add(row, best));
                    }
                }
            }
            Journal.all(rows()).done().values().forEach(row -> add(row, best));
        }
        return best;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    /** A row that an earlier version kept has other columns: that patient is done again. */
    private void add(ResultRow row, Map<String, ResultRow> best) {
        if (row.fields().size() == table.columns().size()) {
            best.merge(row.patient(), row, (before, after) -> before.hasError(table.columns()) ? after : before);
        }
    }
}
