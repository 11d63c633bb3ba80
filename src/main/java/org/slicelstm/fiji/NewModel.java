package org.slicelstm.fiji;

import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.PlainText;
import org.slicelstm.Product;
import org.slicelstm.job.Job;

/** {@code Plugins > SliceLSTM > New Model...}: a model whose head is random until it is trained. */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "New Model...")})
public final class NewModel extends FijiCommand {
    @Parameter(visibility = ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    @Parameter(label = "Recipe", persist = false, required = false,
            description = "vgg19-lstm, densenet121-lstm, efficientnet-lite0-lstm or tiny-lstm.")
    private String recipe = "tiny-lstm";

    @Parameter(label = "Diseases", persist = false, required = false,
            description = "Such as hemorrhage,mass; empty for the recipe's own.")
    private String labels = "";

    @Parameter(label = "What joins the slices", persist = false, required = false,
            description = "lstm, bilstm, attention, transformer, mean or max; empty for the recipe's.")
    private String head = "";

    @Parameter(label = "Most slices of a patient that it sees", persist = false, required = false,
            description = "A random subset in training, evenly spread ones in prediction; empty for the recipe's.")
    private String headslices = "";

    @Parameter(label = "Weights of the backbone", persist = false, required = false,
            description = "A file of PyTorch, safetensors or Keras; empty to draw them.")
    private String weights = "";

    @Parameter(label = "Who wrote that file", persist = false, required = false,
            description = "Only where its names do not tell, such as timm-tf.")
    private String weightsource = "";

    @Parameter(label = "Keep the weights' own classifier", persist = false, required = false)
    private boolean keepclassifier;

    @Parameter(label = "Seed", persist = false, required = false)
    private String seed = "1";

    @Parameter(label = "New folder of the model", persist = false, required = false)
    private String newfolder = "";

    @Override
    protected void work() {
        String folder = Parameters.written("newfolder", newfolder, "the model's new folder");
        run("making a model", new Job.NewModel(Parameters.textOrNull(recipe) == null ? "" : recipe.strip(),
                Parameters.list(labels), Parameters.headOrNull(head, headslices),
                Parameters.whole("seed", seed, 0, Integer.MAX_VALUE), Parameters.textOrNull(weights),
                Parameters.textOrNull(weightsource), keepclassifier, folder), event -> { });
        tell("The new model is in " + PlainText.escape(folder) + ".\nIts head is random: it predicts nothing until "
                + "it is trained.");
    }
}
