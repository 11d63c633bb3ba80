package org.slicelstm.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.slicelstm.AtomicFile;
import org.slicelstm.Count;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Patient;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/** Makes a table of the patients that are found, ready to be labelled. */
final class MakeTableRun {
    private final Job.MakeTable job;
    private final EventSink sink;
    private final Progress progress;

    /** A patient and the one place where all of its files are, and nobody else's. */
    private record Row(String id, Path place, int slices) { }

    MakeTableRun(Job.MakeTable job, EventSink sink, Progress progress) {
        this.job = job;
        this.sink = sink;
        this.progress = progress;
    }

    /** Whether every patient that was found stands in the table. */
    boolean run() throws IOException {
        Path out = JobRunner.path(job.out());
        if (Files.exists(out)) {
            throw new UserException("'" + out + "' exists already, and labels may stand in it; name another file.");
        }
        List<Row> rows = new ArrayList<>();
        boolean all = find(rows);
        List<Row> alone = rows.stream().filter(row -> isAlone(row, rows)).toList();
        if (alone.isEmpty()) {
            throw new UserException("There is no patient with a place of its own in '"
                    + String.join("', '", job.paths()) + "'; give a folder that holds a folder of slices for each "
                    + "patient.");
        }
        AtomicFile.write(out, aside -> write(alone, out.toAbsolutePath().normalize().getParent(), aside));
        sink.accept(new Event.Written("the table of " + Count.of(alone.size(), "patient"), job.out()));
        return all && alone.size() == rows.size();
    }

    private boolean find(List<Row> rows) {
        boolean all = true;
        Set<Path> given = job.paths().stream().map(path -> absolute(JobRunner.path(path))).collect(Collectors.toSet());
        ExecutorService executor = Workers.start("headers");
        try {
            PatientSource patients = new PatientSource(job.paths(), job.slices(), new SliceFiles(), executor, sink,
                    progress);
            while (patients.hasNext()) {
                progress.checkCancelled();
                Patient patient = patients.next();
                patients.patientProgress().update(patient.id(), rows.size(), -1);
                if (patient.slices().isEmpty()) {
                    all = false;
                    sink.accept(new Event.Note(patient.id() + " has no slice that can be used, and no row."));
                } else {
                    rows.add(new Row(patient.id(), place(patient, given), patient.slices().size()));
                }
            }
        } finally {
            executor.shutdownNow();
        }
        return all;
    }

    /** A row's path means all files below it, whoever's they are. */
    private boolean isAlone(Row row, List<Row> rows) {
        Optional<Row> other = rows.stream()
                .filter(each -> each != row && each.place().startsWith(row.place())).findFirst();
        other.ifPresent(each -> sink.accept(new Event.Note(row.id() + " shares its folder with " + each.id()
                + " and has no row; move each patient's slices into a folder of its own.")));
        return other.isEmpty();
    }

    /** The folder that holds all slices of a patient, or the file that was given itself. */
    private static Path place(Patient patient, Set<Path> given) {
        Path first = absolute(patient.slices().get(0).file());
        if (given.contains(first)) {
            return first;
        }
        Path folder = first.getParent();
        for (var slice : patient.slices()) {
            while (!absolute(slice.file()).startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        return folder;
    }

    private void write(List<Row> rows, Path folder, Path aside) throws IOException {
        try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(aside, StandardCharsets.UTF_8),
                CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get())) {
            List<Object> header = new ArrayList<>(List.of("patient_id", "path", "slices"));
            header.addAll(job.labels());
            printer.printRecord(header);
            for (Row row : rows) {
                List<Object> cells = new ArrayList<>(List.of(row.id(), path(row.place(), folder), row.slices()));
                job.labels().forEach(label -> cells.add(""));
                printer.printRecord(cells);
            }
        }
    }

    /** Relative to the table's folder where it lies below, so that both can be moved together; with slashes. */
    private static String path(Path place, Path folder) {
        if (place.equals(folder)) {
            return ".";
        }
        return place.startsWith(folder) ? folder.relativize(place).toString().replace(
                place.getFileSystem().getSeparator(), "/") : place.toString();
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
