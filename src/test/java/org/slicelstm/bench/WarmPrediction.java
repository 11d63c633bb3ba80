package org.slicelstm.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slicelstm.Progress;
import org.slicelstm.cohort.CohortOptions;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.predict.Predictor;

/** A prediction from the folder to the probability, with the model open already. */
final class WarmPrediction implements AutoCloseable {
    private final ExecutorService executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final SliceFiles files = new SliceFiles();
    private final Predictor predictor;
    private final String patient;

    WarmPrediction(ModelSession session, String patient) {
        this.predictor = new Predictor(session, null, null, files, executor);
        this.patient = patient;
    }

    void run() {
        new PatientFinder(files, CohortOptions.DEFAULT, executor, Progress.NONE)
                .find(List.of(Path.of(patient)), stray -> { })
                .forEachRemaining(each -> predictor.predict(each, 1, Progress.NONE));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
