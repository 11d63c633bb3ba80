package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicelstm new-model}. */
@Command(name = "new-model", mixinStandardHelpOptions = true,
        description = {"Makes a model directory from a recipe: a SavedModel, model.json and MODEL_CARD.md.",
                "The head, and without --weights the backbone too, starts from random weights: the predictions mean "
                + "nothing until the model is trained."},
        footer = {"", Examples.TITLE,
                "  scripts/slicelstm new-model --recipe tiny-lstm --labels hemorrhage,mass \\",
                "    --out my-model"})
final class NewModelCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Option(names = "--recipe", paramLabel = "NAME", required = true,
            description = "vgg19-lstm (the paper's task A), densenet121-lstm (task B), efficientnet-lite0-lstm or "
                    + "tiny-lstm.")
    private String recipe;

    @Option(names = "--labels", paramLabel = "A,B", split = ",",
            description = "The diseases; default: the recipe's own.")
    private List<String> labels = List.of();

    @Mixin
    private HeadMixin head;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Of the random weights (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--weights", paramLabel = "FILE|NAME",
            description = "Pretrained weights of the backbone: a file of PyTorch (.pth), safetensors or Keras (.h5), "
                    + "or the name of weights fetched by scripts/get-weights, such as efficientnet-lite0.")
    private String weights;

    @Option(names = "--weight-source", paramLabel = "NAME",
            description = "Who wrote the file, where its names do not tell: torchvision, timm, timm-tf, "
                    + "efficientnet-lite-pytorch or keras.")
    private String weightSource;

    @Option(names = "--keep-classifier",
            description = "Keep the weights' own classifier beside the head; features writes its scores too.")
    private boolean keepClassifier;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The new model directory.")
    private String out;

    @Override
    public Integer call() {
        return terminal.run(new Job.NewModel(recipe, labels, head.toHead(), seed, weights, weightSource,
                keepClassifier, out));
    }
}
