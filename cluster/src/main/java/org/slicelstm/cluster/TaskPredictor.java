package org.slicelstm.cluster;

import java.io.IOException;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Patient;
import org.slicelstm.cohort.PatientFinder;
import org.slicelstm.image.read.SliceFiles;
import org.slicelstm.job.Job;
import org.slicelstm.predict.Predictor;

/**
 * What one task predicts with, in its own thread; only the model is shared by the tasks of a process.
 *
 * @param predictor predicts patients
 * @param finder    finds their slices again
 */
record TaskPredictor(Predictor predictor, PatientFinder finder) {

    static TaskPredictor open(ModelPlace model, String device, Job.SliceOptions slices) throws IOException {
        SliceFiles files = new SliceFiles();
        Predictor predictor = new Predictor(ExecutorModels.open(model, device), slices.window(), slices.intensity(),
                files, new CallersThread());
        return new TaskPredictor(predictor,
                new PatientFinder(files, CohortItems.options(slices), Progress.NONE));
    }

    Patient find(PatientItem item) {
        return CohortItems.patient(item, finder);
    }
}
