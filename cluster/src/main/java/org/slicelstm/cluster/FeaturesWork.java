package org.slicelstm.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.slicelstm.cohort.Patient;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;

/**
 * The features of a patient as NumPy files, as {@code slicelstm features} writes them, and a row that says so.
 *
 * @param model   where executors find the model
 * @param jobLine the job, as {@link JobJson} writes it
 * @param folder  the absolute path of the folder for the files
 */
record FeaturesWork(ModelPlace model, String jobLine, String folder) implements PatientWork {

    @Override
    public List<Column> columns() {
        return List.of(new Column("patient", DataTypes.StringType), new Column("file", DataTypes.StringType),
                new Column("error", DataTypes.StringType));
    }

    @Override
    public List<String> failed(PatientItem item, String reason) {
        return List.of(item.id(), "", reason);
    }

    @Override
    public Opened open() throws IOException {
        Job.Features job = (Job.Features) new JobJson().job(jobLine);
        TaskPredictor task = TaskPredictor.open(model, job.device(), job.slices());
        return item -> {
            Patient patient = task.find(item);
            String file = item.file() + ".npy";
            String error = task.predictor().writeFeatures(patient, Path.of(folder, file), TaskProgress.INSTANCE);
            return error == null ? new Done(List.of(item.id(), file, ""), patient.slices().size())
                    : new Done(failed(item, error), 0);
        };
    }
}
