package org.slicelstm.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Map<String, Double> thresholds, Map<String, Calibration> calibration, boolean trained,
            Optional<LineageRecord> lineage) { }

    /**
     * Writes the SavedModel.
     *
     * @param out     the new folder, absent or empty
     * @param lineage whether whom the model has seen goes with it, where it keeps that
     * @throws UserException if the model was made elsewhere, or there is something at that place
     */
    public static void write(ModelDirectory model, Path out, boolean lineage) throws IOException {
        ModelInfo info = model.info();
        if (info.foreign().isPresent()) {
            throw new UserException("The model '" + model.path() + "' was made elsewhere: the SavedModel that it was "
                    + "adopted from is what export would write.");
        }
        Path seen = model.path().resolve(Lineage.FILE);
        Optional<LineageRecord> kept = info.lineage().filter(any -> lineage && Files.isRegularFile(seen));
        Outputs outputs = new Outputs(info.name(), model.modelSha256(), info.labels(), info.input(), info.thresholds(),
                info.calibration(), info.provenance().trained(), kept);
        AtomicFolder.write(out, folder -> {
            ModelDirectory.copySavedModel(model.path(), folder);
            if (kept.isPresent()) {
                Files.copy(seen, folder.resolve(Lineage.FILE));
            }
            Files.writeString(folder.resolve(OUTPUTS), RecordJson.write(outputs));
            Files.writeString(folder.resolve(README), readme(info, kept.isPresent()));
        });
    }

    private static String readme(ModelInfo info, boolean lineage) {
        InputRecipe input = info.input();
        List<String> lines = new ArrayList<>(List.of(
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
                "  `1 / (1 + exp(-(slope * (z - prior_correction) + intercept)))`."));
        if (lineage) {
            lines.add("- `" + Lineage.FILE + "`: the first 8 bytes of a digest of each picture that trained or "
                    + "validated the model, so that they are known again in a test. It names nobody; TensorFlow does "
                    + "not read it.");
        }
        lines.add("");
        return String.join("\n", lines);
    }
}
