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
                "Untrained, its weights are random and its predictions mean nothing."})
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

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Of the random weights (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The new model directory.")
    private String out;

    @Override
    public Integer call() {
        return terminal.run(new Job.NewModel(recipe, labels, seed, out));
    }
}
