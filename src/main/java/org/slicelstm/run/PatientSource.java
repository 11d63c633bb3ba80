package org.slicelstm.run;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Progress;
import org.slicelstm.cohort.CohortOptions;
import org.slicelstm.cohort.HeaderReader;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.cohort.Patients;
import org.slicelstm.cohort.SeriesChoice;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job.SliceOptions;

/** The patients that a job's paths mean, one at a time; files that belong to no patient are reported as they come. */
final class PatientSource implements Iterator<Patient> {
    private final Iterator<Patient> patients;
    /** Knows how many there are; null for one patient that is handed over. */
    private final Patients found;
    private final Progress progress;

    /** One patient that is handed over. */
    PatientSource(Patient patient, Progress progress) {
        this.patients = List.of(patient).iterator();
        this.found = null;
        this.progress = progress;
    }

    /**
     * @param paths as the user gave them
     * @throws org.slicelstm.UserException if a path does not exist or a table is wrong
     */
    PatientSource(List<String> paths, SliceOptions options, HeaderReader headers, ExecutorService executor,
                  EventSink sink, Progress progress) {
        CohortOptions choice = new CohortOptions(SeriesChoice.parse(options.series()), options.includeSecondary());
        List<Path> given = paths.stream().map(JobRunner::path).toList();
        // While headers are read nothing is known of the slices: only whether to go on counts.
        this.progress = progress;
        this.found = new PatientFinder(headers, choice, executor, Progress.silent(progress::isCancelled))
                .find(given, stray -> sink.accept(new Event.Stray(Answers.leftOut(stray, null))));
        this.patients = found;
    }

    @Override
    public boolean hasNext() {
        return patients.hasNext();
    }

    @Override
    public Patient next() {
        return patients.next();
    }

    /** Shows the slices of the one patient, or how far the work is among many patients. */
    Progress patientProgress() {
        if (found == null || found.units() == 1) {
            return progress;
        }
        return new Progress() {
            @Override
            public void update(String what, long done, long total) {
                progress.update("patients", Math.max(0, found.unitsDone() - 1), found.units());
            }

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        };
    }
}
