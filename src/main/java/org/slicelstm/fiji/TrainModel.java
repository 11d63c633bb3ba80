package org.slicelstm.fiji;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.Product;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;

/**
 * {@code Plugins > SliceLSTM > Train Model...}: as the command line's train, with live curves. Stop keeps the best
 * epoch so far; Cancel ends at once, and the run can be gone on with after the last finished epoch.
 */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Train Model...")})
public final class TrainModel extends FijiCommand {
    private static final int MANY = 1_000_000;
    private static final int HALF_TURN = 180;

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    @Parameter(label = "Table of patients (CSV)", persist = false, required = false,
            description = "patient_id, path, and a column for each disease with 0, 1 or nothing.")
    private String table = "";

    @Parameter(label = "Folder of its paths", persist = false, required = false,
            description = "Empty for the table's own. Every picture in it must then be of a patient.")
    private String images = "";

    @Parameter(label = "New folder of the run", persist = false, required = false)
    private String newfolder = "";

    @Parameter(label = "Go on with the run in that folder", persist = false, required = false)
    private boolean resume;

    @Parameter(label = "Recipe", persist = false, required = false,
            description = "vgg19-lstm, densenet121-lstm, efficientnet-lite0-lstm or tiny-lstm.")
    private String recipe = "tiny-lstm";

    @Parameter(label = "Or a model to train further", persist = false, required = false,
            description = "Its folder, in the place of the recipe.")
    private String model = "";

    @Parameter(label = "Weights of the recipe's backbone", persist = false, required = false,
            description = "A file of PyTorch, safetensors or Keras; empty to draw them.")
    private String weights = "";

    @Parameter(label = "Diseases", persist = false, required = false,
            description = "Columns of the table; empty for all that hold 0, 1 or nothing.")
    private String labels = "";

    @Parameter(label = "What joins the slices", persist = false, required = false,
            description = "lstm, bilstm, attention, transformer, mean or max; empty for the recipe's.")
    private String head = "";

    @Parameter(label = "Most slices of a patient that it sees", persist = false, required = false,
            description = "A random subset in training, evenly spread ones in prediction; empty for the recipe's.")
    private String headslices = "";

    @Parameter(label = "Share that validates", persist = false, required = false)
    private String validation = "0.1";

    @Parameter(label = "Share that is kept back as test", persist = false, required = false)
    private String test = "0";

    @Parameter(label = "Or a split.csv", persist = false, required = false)
    private String split = "";

    @Parameter(label = "Parts of a cross-validation", persist = false, required = false,
            description = "Empty for none.")
    private String folds = "";

    @Parameter(label = "Part that is kept back, from 1", persist = false, required = false)
    private String fold = "";

    @Parameter(label = "Drop patients with more slices than", persist = false, required = false,
            description = "0 for no limit.")
    private String maxslices = "0";

    @Parameter(label = "Epochs", persist = false, required = false,
            description = "Empty, here and below: the recipe's.")
    private String epochs = "";

    @Parameter(label = "Patients for one update", persist = false, required = false)
    private String accumulate = "";

    @Parameter(label = "Learning rate", persist = false, required = false)
    private String learningrate = "";

    @Parameter(label = "Its schedule", persist = false, required = false, description = "constant or cosine.")
    private String schedule = "";

    @Parameter(label = "Optimiser", persist = false, required = false, description = "adam, adamw or sgd.")
    private String optimiser = "";

    @Parameter(label = "Weight decay", persist = false, required = false)
    private String weightdecay = "";

    @Parameter(label = "Dropout", persist = false, required = false)
    private String dropout = "";

    @Parameter(label = "Largest norm of the gradients", persist = false, required = false)
    private String clip = "";

    @Parameter(label = "Loss", persist = false, required = false, description = "weighted or plain.")
    private String loss = "";

    @Parameter(label = "Variations of a picture that are kept", persist = false, required = false)
    private String augmentdraws = "";

    @Parameter(label = "Flip half of the variations", persist = false, required = false,
            description = "true exchanges left and right in half of them, false in none; empty for the recipe's.")
    private String flip = "";

    @Parameter(label = "Largest rotation of a variation", persist = false, required = false,
            description = "Degrees to either side; empty for the recipe's.")
    private String rotation = "";

    @Parameter(label = "Smallest part of a picture that a variation shows", persist = false, required = false,
            description = "Of its area, to 1; empty for the recipe's.")
    private String smallestcrop = "";

    @Parameter(label = "Leave the backbone as it is", persist = false, required = false,
            description = "true trains the head alone, false all that the recipe or model does; empty for false.")
    private String freeze = "";

    @Parameter(label = "The best epoch is best in", persist = false, required = false,
            description = "loss, accuracy, recall, precision, specificity, f1 or auc.")
    private String metric = "loss";

    @Parameter(label = "Stop after epochs without a better one", persist = false, required = false,
            description = "0 for never.")
    private String patience = "0";

    @Parameter(label = "Seed", persist = false, required = false)
    private String seed = "1";

    @Parameter(label = "Folder of the feature cache", persist = false, required = false,
            description = "Empty for the usual one.")
    private String cache = "";

    @Parameter(label = "Most that it may hold, in GB", persist = false, required = false)
    private String cachelimit = "20";

    @Parameter(label = "Device", persist = false, required = false, description = "auto, cpu, gpu or gpu:N.")
    private String device = "auto";

    /** Read by scripts while the training runs. */
    private final List<Event.EpochDone> history = new CopyOnWriteArrayList<>();
    private volatile boolean stopAsked;

    /** The epochs of the last run, for scripts. */
    public List<Event.EpochDone> history() {
        return List.copyOf(history);
    }

    /** Asks the training to end after what it is at and to keep the best epoch so far; from any thread. */
    public void stop() {
        stopAsked = true;
    }

    /** A training has a window with Cancel; Esc is for what is predicted beside it. */
    @Override
    protected boolean leavesEscape() {
        return true;
    }

    @Override
    protected void work() {
        history.clear();
        stopAsked = false;
        Job job = job();
        TrainingWindow[] window = new TrainingWindow[1];
        try {
            run("training", job, event -> {
                if (event instanceof Event.TrainingStarted && showsResults()) {
                    window[0] = new TrainingWindow(this::stop, () -> cancel("Cancelled."));
                } else if (event instanceof Event.EpochDone done) {
                    history.add(done);
                    tell(done);
                    if (window[0] != null) {
                        window[0].show(history);
                    }
                }
            }, () -> stopAsked);
        } catch (CancellationException e) {
            if (!stopAsked || isCanceled()) {
                throw e;
            }
            note(history.isEmpty() ? "Stopped before an epoch was finished; there is no model."
                    : "Stopped; the model in " + newfolder.strip() + " is that of epoch "
                    + history.get(history.size() - 1).best() + ".");
        } finally {
            if (window[0] != null) {
                window[0].ended();
            }
        }
    }

    private Job.Train job() {
        String further = Parameters.existingOrNull("model", model, "a model's folder");
        Job.Parts parts = new Job.Parts(Parameters.decimal("validation", validation, 0, 1),
                Parameters.decimal("test", test, 0, 1), Parameters.existingOrNull("split", split, "a split.csv"),
                Parameters.whole("maxslices", maxslices, 0, MANY), Parameters.wholeOrNull("folds", folds, 2, MANY),
                Parameters.wholeOrNull("fold", fold, 1, MANY));
        Job.Variations variations = new Job.Variations(Parameters.wholeOrNull("augmentdraws", augmentdraws, 0, MANY),
                Parameters.yesOrNull("flip", flip), Parameters.decimalOrNull("rotation", rotation, 0, HALF_TURN),
                Parameters.decimalOrNull("smallestcrop", smallestcrop, 0, 1));
        Job.Fitting fitting = new Job.Fitting(Parameters.wholeOrNull("epochs", epochs, 1, MANY),
                Parameters.wholeOrNull("accumulate", accumulate, 1, MANY),
                Parameters.decimalOrNull("learningrate", learningrate, 0, MANY), Parameters.textOrNull(optimiser),
                Parameters.decimalOrNull("weightdecay", weightdecay, 0, MANY),
                Parameters.decimalOrNull("clip", clip, 0, MANY),
                Parameters.decimalOrNull("dropout", dropout, 0, 1), Parameters.textOrNull(schedule),
                Parameters.textOrNull(loss), variations, Parameters.yesOrNull("freeze", freeze),
                Parameters.textOrNull(metric) == null ? "loss" : metric.strip(),
                Parameters.whole("patience", patience, 0, MANY),
                Parameters.whole("seed", seed, 0, Integer.MAX_VALUE));
        return new Job.Train(further != null ? null : Parameters.textOrNull(recipe), further,
                Parameters.textOrNull(weights), Parameters.existing("table", table, "a CSV file").toString(),
                Parameters.existingOrNull("images", images, "the folder of the pictures"), Parameters.list(labels),
                Parameters.headOrNull(head, headslices),
                new Job.SliceOptions("auto", false, null, null), parts, fitting, Parameters.textOrNull(cache),
                Parameters.decimal("cachelimit", cachelimit, 0, MANY),
                device == null ? "" : device.strip(),
                Parameters.written("newfolder", newfolder, "the run's new folder"), resume);
    }

    private void tell(Event.EpochDone done) {
        note(String.format(Locale.ROOT,
                "epoch %d of %d: loss %s, validation loss %s, AUC %s; best epoch %d; %d:%02d:%02d left.",
                done.epoch(), done.epochs(), text(TrainingCurves.loss(done, "train")),
                text(TrainingCurves.loss(done, "validation")), text(TrainingCurves.auc(done, "validation")),
                done.best(), done.secondsLeft() / 3600, done.secondsLeft() / 60 % 60, done.secondsLeft() % 60));
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
