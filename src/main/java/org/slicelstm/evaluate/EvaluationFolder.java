package org.slicelstm.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slicelstm.evaluate.figure.Figure;

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
        Map<String, Figure> figures = Figures.of(result);
        for (Map.Entry<String, Figure> each : figures.entrySet()) {
            each.getValue().write(folder, each.getKey());
        }
        Files.writeString(folder.resolve("report.html"), ReportHtml.text(result, figures));
        Files.writeString(folder.resolve("MODEL_CARD.md"), CardText.text(result));
        Files.writeString(folder.resolve("checklist.md"), ChecklistText.text(result));
        PredictionsCsv.write(folder.resolve("predictions.csv"), result.labels(), result.patients());
    }
}
