package org.slicelstm.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.slicelstm.cohort.Patient;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;
import org.slicelstm.predict.FeaturesResult;

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
                new Column(ERROR, DataTypes.StringType), new Column("warnings", DataTypes.StringType),
                new Column("note", DataTypes.StringType));
    }

    @Override
    public List<String> failed(PatientItem item, String reason) {
        return row(item, "", new FeaturesResult(List.of(), List.of(), reason));
    }

    private static List<String> row(PatientItem item, String file, FeaturesResult result) {
        return List.of(item.id(), file, result.error() == null ? "" : result.error(),
                String.join(" ", result.warnings()), String.join(" ", result.notes()));
    }

    @Override
    public Opened open() throws IOException {
        Job.Features job = (Job.Features) new JobJson().job(jobLine);
        TaskPredictor task = TaskPredictor.open(model, job.device(), job.slices());
        return item -> {
            Patient patient = task.find(item);
            String file = item.file() + ".npy";
            FeaturesResult result = task.predictor().writeFeatures(patient, Path.of(folder, file),
                    TaskProgress.INSTANCE);
            return result.error() == null ? new Done(row(item, file, result), patient.slices().size())
                    : new Done(row(item, "", result), 0);
        };
    }
}
