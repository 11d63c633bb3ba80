package org.slicelstm.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.CohortOptions;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.cohort.PatientTable;
import org.slicelstm.cohort.Patients;
import org.slicelstm.cohort.SeriesChoice;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Job;

/**
 * The patients that paths mean, with what each will cost. Of one table only the rows are read, and the files are
 * counted; any other paths are searched as a prediction on one machine searches them, headers included, since only the
 * headers tell which folders hold one patient.
 */
final class CohortItems {
    /** Counting waits for a file server, not for cores. */
    private static final int COUNTING_THREADS = 16;
    /** A stack file is expected to hold a slice for so many bytes: 512 × 512 pixels of 16 bit. */
    private static final long BYTES_A_SLICE = 1 << 19;
    /** The column in which a table may say how many slices a patient has. */
    private static final String SLICES = "slices";

    private final CohortOptions options;
    private final Progress progress;

    CohortItems(Job.SliceOptions slices, Progress progress) {
        this.options = options(slices);
        this.progress = progress;
    }

    static CohortOptions options(Job.SliceOptions slices) {
        return new CohortOptions(SeriesChoice.parse(slices.series()), slices.includeSecondary());
    }

    /**
     * Finds them.
     *
     * @param strays told of files that belong to no patient
     * @throws UserException if a path does not exist or a table is wrong
     */
    List<PatientItem> find(List<String> paths, Consumer<LeftOut> strays) {
        List<Path> given = paths.stream().map(CohortItems::path).toList();
        if (given.size() == 1 && Files.isRegularFile(given.get(0)) && PatientTable.isTable(given.get(0))) {
            return rows(given.get(0).toAbsolutePath());
        }
        ExecutorService executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            Patients patients = new PatientFinder(new SliceFiles(), options, executor, progress).find(given, strays);
            List<PatientItem> items = new ArrayList<>();
            while (patients.hasNext()) {
                progress.checkCancelled();
                Patient patient = patients.next();
                items.add(PatientItem.found(items.size(), patient.id(), Math.max(1, patient.slices().size()),
                        PatientJson.write(patient)));
                progress.update("searching folders", patients.unitsDone(), patients.units());
            }
            return items;
        } finally {
            executor.shutdownNow();
        }
    }

    private List<PatientItem> rows(Path file) {
        PatientTable table = PatientTable.read(file);
        if (table.rows().isEmpty()) {
            throw new UserException("The table '" + file + "' names no patient.");
        }
        PatientFinder.requireApart(table, Optional.empty(), progress);
        PatientFinder finder = new PatientFinder(new SliceFiles(), options, progress);
        ExecutorService executor = Executors.newFixedThreadPool(COUNTING_THREADS);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (PatientTable.Row row : table.rows()) {
                counts.add(executor.submit(() -> slices(finder, table, row)));
            }
            List<PatientItem> items = new ArrayList<>();
            for (PatientTable.Row row : table.rows()) {
                progress.checkCancelled();
                items.add(PatientItem.ofRow(items.size(), row.id(), counts.get(items.size()).get(), file.toString(),
                        row.number(), row.path()));
            }
            return items;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Counting the slices of the patients was interrupted; run it again.", e);
        } catch (ExecutionException e) {
            throw new UserException("The slices of the patients in '" + file + "' cannot be counted: "
                    + e.getCause().getMessage() + ".", e);
        } finally {
            executor.shutdownNow();
        }
    }

    /** An expectation only: what cannot be counted costs little, and says why when its turn comes. */
    private static int slices(PatientFinder finder, PatientTable table, PatientTable.Row row) {
        String told = row.other().getOrDefault(SLICES, "");
        if (told.matches("[1-9]\\d{0,5}")) {
            return Integer.parseInt(told);
        }
        long slices = 0;
        for (Path place : finder.places(table, row)) {
            slices += slices(place);
        }
        return (int) Math.max(1, Math.min(slices, Integer.MAX_VALUE));
    }

    private static long slices(Path place) {
        try {
            if (Files.isRegularFile(place)) {
                return Math.max(1, Files.size(place) / BYTES_A_SLICE);
            }
            try (Stream<Path> below = Files.walk(place)) {
                return below.filter(Files::isRegularFile).count();
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            return 1;
        }
    }

    /** The patient of an item, found again where it is worked on. */
    static Patient patient(PatientItem item, PatientFinder finder) {
        if (item.found() != null) {
            return PatientJson.read(item.found());
        }
        return finder.find(new PatientTable(Path.of(item.table()), List.of(), List.of()),
                new PatientTable.Row(item.row(), item.id(), item.path(), Map.of()));
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (java.nio.file.InvalidPathException e) {
            throw new UserException("'" + text + "' cannot be a path: " + e.getReason() + ".", e);
        }
    }
}
