package org.slicelstm.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of an evaluation. */
public final class EvaluationFolder {
    private EvaluationFolder() {
    }

    /**
     * Writes all of them.
     *
     * @param folder an existing empty folder
     */
    public static void write(Path folder, EvaluationResult result) throws IOException {
        Files.writeString(folder.resolve("metrics.json"), MetricsJson.text(result));
        MetricsCsv.write(folder.resolve("metrics.csv"), result);
        PredictionsCsv.write(folder.resolve("predictions.csv"), result.labels(), result.patients());
    }
}
