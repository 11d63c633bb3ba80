package org.slicelstm.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.slicelstm.cohort.Patient;
import org.slicelstm.job.Job;
import org.slicelstm.job.JobJson;
import org.slicelstm.predict.PatientResult;
import org.slicelstm.predict.ResultsCsv;

/**
 * The prediction of a patient, as {@code slicelstm predict} makes it.
 *
 * @param model    where executors find the model
 * @param jobLine  the job, as {@link JobJson} writes it
 * @param labels   the model's
 * @param reported those in the table
 */
record PredictWork(ModelPlace model, String jobLine, List<String> labels, List<String> reported)
        implements PatientWork {

    static PredictWork of(Job.Predict job, ModelPlace model, List<String> labels, List<String> reported) {
        return new PredictWork(model, new JobJson().line(job), new ArrayList<>(labels), new ArrayList<>(reported));
    }

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (String name : ResultsCsv.header(reported)) {
            columns.add(new Column(name, type(name)));
        }
        return columns;
    }

    private DataType type(String column) {
        if (reported.contains(column)) {
            return DataTypes.DoubleType;
        }
        boolean whole = column.equals("slices") || column.equals("left_out")
                || reported.stream().anyMatch(label -> column.equals(label + "_call"));
        return whole ? DataTypes.IntegerType : DataTypes.StringType;
    }

    @Override
    public List<String> failed(PatientItem item, String reason) {
        return ResultsCsv.row(PatientResult.failed(item.id(), Patient.OrderedBy.NAME, List.of(), List.of(), List.of(),
                reason),
                labels, reported, "");
    }

    @Override
    public Opened open() throws IOException {
        Job.Predict job = (Job.Predict) new JobJson().job(jobLine);
        TaskPredictor task = TaskPredictor.open(model, job.device(), job.slices());
        return item -> {
            PatientResult result = task.predictor().predict(task.find(item), job.orders(), TaskProgress.INSTANCE);
            return new Done(ResultsCsv.row(result, labels, reported, task.predictor().device()),
                    result.slices().size());
        };
    }
}
