package org.slicelstm.cluster;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slicelstm.Progress;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/** What the commands have in common before Spark is asked. */
final class Searching {
    private Searching() {
    }

    /** The patients of a job; files that belong to none are told as notes. */
    static List<PatientItem> items(List<String> paths, Job.SliceOptions slices, EventSink sink) {
        return new CohortItems(slices, new Progress() {
            @Override
            public void update(String what, long done, long total) {
                sink.accept(new Event.Progress(what, done, total));
            }

            @Override
            public boolean isCancelled() {
                return sink.isCancelled();
            }
        }).find(paths, stray -> sink.accept(new Event.Note(stray.file() + " belongs to no patient: "
                + stray.reason())));
    }

    /** How slices are read, for {@code run.json}. */
    static Map<String, String> settings(Job.SliceOptions slices) {
        return Map.of("series", slices.series(), "include_secondary", Boolean.toString(slices.includeSecondary()),
                "window", Objects.toString(slices.window(), ""), "intensity", Objects.toString(slices.intensity(), ""));
    }
}
