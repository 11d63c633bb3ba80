package org.slicelstm.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slicelstm.AtomicFolder;
import org.slicelstm.UserException;

/** A finished model as a plain SavedModel for other software, with what has to be known to use it beside. */
public final class PlainExport {
    /** The file with labels, thresholds and calibration. */
    public static final String OUTPUTS = "outputs.json";
    /** The file that tells people how to load it. */
    public static final String README = "README.md";

    private PlainExport() {
    }

    /** What {@link #OUTPUTS} says; fields as in {@code model.json}. */
    private record Outputs(String name, String modelSha256, List<String> labels, InputRecipe input,
            Map<String, Double> thresholds, Map<String, Calibration> calibration, boolean trained) { }

    /**
     * Writes the SavedModel.
     *
     * @param out the new folder, absent or empty
     * @throws UserException if the model was made elsewhere, or there is something at that place
     */
    public static void write(ModelDirectory model, Path out) throws IOException {
        ModelInfo info = model.info();
        if (info.foreign().isPresent()) {
            throw new UserException("The model '" + model.path() + "' was made elsewhere: the SavedModel that it was "
                    + "adopted from is what export would write.");
        }
        Outputs outputs = new Outputs(info.name(), model.modelSha256(), info.labels(), info.input(), info.thresholds(),
                info.calibration(), info.provenance().trained());
        AtomicFolder.write(out, folder -> {
            ModelDirectory.copySavedModel(model.path(), folder);
            Files.writeString(folder.resolve(OUTPUTS), RecordJson.write(outputs));
            Files.writeString(folder.resolve(README), readme(info));
        });
    }

    private static String readme(ModelInfo info) {
        InputRecipe input = info.input();
        return String.join("\n", List.of(
                "# " + info.name() + ", a SavedModel",
                "",
                "**Research use only.** Not a medical device; not for diagnosis, triage or treatment."
                        + (info.provenance().trained() ? "" : " **Untrained: its probabilities mean nothing.**"),
                "",
                "```python",
                "import tensorflow as tf",
                "model = tf.saved_model.load(\".\")",
                "serving = model.signatures[\"serving_default\"]",
                "answer = serving(images=images)  # float32 [n, " + input.height() + ", " + input.width() + ", 3]",
                "answer[\"probabilities\"][-1]       # [labels]: after the last slice",
                "```",
                "",
                "- `images`: the n slices of one patient in order, RGB from 0 to 255 after the intensity window ("
                        + input.window() + "). The normalisation that the weights need is inside.",
                "- `probabilities`, `logits`: `[n, labels]`, after each slice, uncalibrated; the labels are "
                        + String.join(", ", info.labels()) + ".",
                "- Slice order in training: " + info.trainingOrder() + ". A model trained on shuffled slices is best "
                        + "asked in several random orders, and the last logits averaged.",
                "- `outputs.json`: for each label the threshold from which it is called and the calibration. The "
                        + "calibrated probability of a logit z is",
                "  `1 / (1 + exp(-(slope * (z - prior_correction) + intercept)))`.",
                ""));
    }
}
