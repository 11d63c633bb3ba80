package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slicelstm adopt}. */
@Command(name = "adopt", mixinStandardHelpOptions = true,
        description = {"Makes a model directory of a SavedModel made elsewhere, for instance a Keras CNN-LSTM that "
                + "model.export wrote: float32 pictures [n, H, W, 3] or [1, n, H, W, 3] to [labels], [1, labels] or "
                + "[n, labels].",
                "A SavedModel is code: adopt it only from a source you trust. Where something does not fit, the "
                + "signatures are listed."},
        footer = {"", Examples.TITLE,
                "  scripts/slicelstm export --model models/demo --out plain",
                "  scripts/slicelstm adopt plain --size 96 --normalisation none \\",
                "    --output probabilities --labels hemorrhage,ischemia,fracture,mass,edema \\",
                "    --out my-model"})
final class AdoptCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Parameters(paramLabel = "SAVED_MODEL", description = "Its folder, with saved_model.pb.")
    private String savedModel;

    @Option(names = "--signature", paramLabel = "NAME", defaultValue = "serving_default",
            description = "The signature that predicts (default ${DEFAULT-VALUE}).")
    private String signature;

    @Option(names = "--input", paramLabel = "NAME",
            description = "The input that takes the pictures; may be left out where there is one.")
    private String input;

    @Option(names = "--output", paramLabel = "NAME",
            description = "The output with the answer; may be left out where there is one.")
    private String output;

    @Option(names = "--outputs", paramLabel = "probabilities|logits", defaultValue = "probabilities",
            description = "Whether the answer is after or before the sigmoid (default ${DEFAULT-VALUE}).")
    private String outputs;

    @Option(names = "--labels", paramLabel = "A,B", split = ",", required = true,
            description = "The diseases, in the order of the output.")
    private List<String> labels;

    @Option(names = "--size", paramLabel = "H|HxW", required = true,
            description = "Height and width of the pictures in pixels, such as 224.")
    private String size;

    @Option(names = "--normalisation", paramLabel = "NAME", required = true,
            description = "What the model expects of RGB values from 0 to 255: none, zero-one, plus-minus-one, "
                    + "imagenet (mean and deviation of torchvision) or caffe (BGR less the mean, Keras' VGG).")
    private String normalisation;

    @Option(names = "--window", paramLabel = "NAME|C/W",
            description = "How HU become grey levels, as for predict (default brain).")
    private String window;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The new model directory.")
    private String out;

    @Override
    public Integer call() {
        return terminal.run(new Job.Adopt(savedModel, signature, input, output, outputs, labels, size, normalisation,
                window, out));
    }
}
