package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicelstm train}. */
@Command(name = "train", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Trains a model on a table of patients, one diagnosis each, and their loose pictures.",
                "Research use only: not a medical device."},
        footer = {"", "The table is CSV: patient_id, path (folder, file or pattern), a column for each label with 0, 1 or",
                "nothing where it is unknown; optional split (train, validation, test) and group (patients that must",
                "stay together). Everything is checked before anything is trained.",
                "", Examples.TITLE,
                "  scripts/slicelstm phantoms --patients 60 --prevalence hemorrhage=0.5 \\",
                "    --out patients",
                "  scripts/slicelstm train --recipe tiny-lstm --labels hemorrhage --epochs 20 \\",
                "    --learning-rate 0.001 --table patients/patients.csv --test 0.2 --out run",
                "  scripts/slicelstm evaluate --model run/model --table patients/patients.csv \\",
                "    --split-file run/split.csv --split test --out report",
                "", "RUN_DIR then holds model/ (the best epoch), history.csv, curves.png, metrics.csv, split.csv,",
                "recipe.json, events/ (TensorBoard) and last/ (for --resume).",
                "", "A frozen backbone runs once for each variation of a picture; its features are kept in",
                "~/.slicelstm/cache/features (SLICELSTM_CACHE, --cache), which may be deleted at any time."})
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Option(names = "--recipe", paramLabel = "NAME",
            description = "A new model: vgg19-lstm (the paper's task A), densenet121-lstm (task B), "
                    + "efficientnet-lite0-lstm or tiny-lstm.")
    private String recipe;

    @Option(names = "--model", paramLabel = "DIR", description = "Or a model to train further.")
    private String model;

    @Option(names = "--weights", paramLabel = "FILE|NAME",
            description = "Pretrained weights of a recipe's backbone: a file, or a name that scripts/get-weights knows.")
    private String weights;

    @Option(names = "--table", paramLabel = "FILE", required = true, description = "The table of patients.")
    private String table;

    @Option(names = "--images", paramLabel = "DIR",
            description = "The folder that the table's paths are relative to; default: the table's own. Every picture in "
                    + "it must then be of a patient.")
    private String images;

    @Option(names = "--out", paramLabel = "RUN_DIR", required = true, description = "The run's new folder.")
    private String out;

    @Option(names = "--resume", description = "Go on with the run in RUN_DIR: repeat the command as it was and add this; "
            + "only --epochs may change, and with a cosine schedule not even that.")
    private boolean resume;

    @Option(names = "--labels", paramLabel = "A,B", split = ",",
            description = "The columns to train on; default: all that hold 0, 1 or nothing, but for split, group, sex, "
                    + "age, site and scanner; of a --model its own, where they are columns.")
    private List<String> labels = List.of();

    @Mixin
    private HeadMixin head;

    @Option(names = "--validation", paramLabel = "FRACTION", defaultValue = "0.1",
            description = "Patients that choose the best epoch, thresholds and calibration (default ${DEFAULT-VALUE}).")
    private double validation;

    @Option(names = "--test", paramLabel = "FRACTION", defaultValue = "0",
            description = "Patients that are kept back until the end (default ${DEFAULT-VALUE}).")
    private double test;

    @Option(names = "--split", paramLabel = "FILE", description = "A split.csv to use instead, such as another run's.")
    private String split;

    @Option(names = "--folds", paramLabel = "K",
            description = "Cross-validation: divide the patients into K parts and keep part --fold back as test.")
    private Integer folds;

    @Option(names = "--fold", paramLabel = "I", description = "The part that is kept back, 1 to K.")
    private Integer fold;

    @Option(names = "--max-slices", paramLabel = "N", defaultValue = "0",
            description = "Drop patients with more slices; the paper had 50 (default: no limit).")
    private int maxSlices;

    @ArgGroup(exclusive = false, validate = false, heading = "%nHow the weights change; default: as the recipe says%n")
    private FittingOptions fitting = new FittingOptions();

    @Mixin
    private CacheMixin cache;

    @Mixin
    private DeviceMixin on;

    @Mixin
    private SliceOptionsMixin slices;

    /** The settings of the optimiser and its surroundings. */
    static final class FittingOptions {
        @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training patients.")
        private Integer epochs;

        @Option(names = "--accumulate", paramLabel = "K",
                description = "Patients whose gradients make one update.")
        private Integer accumulate;

        @Option(names = "--learning-rate", paramLabel = "R", description = "Of the first epoch.")
        private Double learningRate;

        @Option(names = "--schedule", paramLabel = "constant|cosine", description = "The learning rate over the epochs.")
        private String schedule;

        @Option(names = "--optimiser", paramLabel = "adam|adamw|sgd", description = "The rule of the update.")
        private String optimiser;

        @Option(names = "--weight-decay", paramLabel = "L", description = "Against over-fitting, such as 0.01 with adamw.")
        private Double weightDecay;

        @Option(names = "--dropout", paramLabel = "P", description = "Against over-fitting, 0 to below 1.")
        private Double dropout;

        @Option(names = "--clip", paramLabel = "NORM", description = "Largest norm of the gradients; 0 for no limit.")
        private Double clip;

        @Option(names = "--loss", paramLabel = "weighted|plain",
                description = "Cross-entropy, weighted by the frequency of the other class or not.")
        private String loss;

        @Option(names = "--augment-draws", paramLabel = "K",
                description = "Keep the features of K variations of each picture; 0 draws others in every epoch, as the "
                        + "paper did, and runs the backbone again. No matter where the backbone is trained.")
        private Integer augmentDraws;

        @Option(names = "--flip", description = "Exchange left and right in half of the variations of a picture.")
        private Boolean flip;

        @Option(names = "--rotation", paramLabel = "DEGREES",
                description = "Turn a picture's variations by up to so much to either side; 0 not at all.")
        private Double rotation;

        @Option(names = "--smallest-crop", paramLabel = "AREA",
                description = "The smallest part of a picture's area that a variation shows; 1 for all of it, which "
                        + "keeps findings at the edge.")
        private Double smallestCrop;

        @Option(names = "--freeze", description = "Leave the backbone as it is and train the head alone.")
        private Boolean freeze;

        @Option(names = "--metric", paramLabel = "NAME", defaultValue = "loss",
                description = "What the best epoch is best in, on the validation patients: loss, accuracy, recall, "
                        + "precision, specificity, f1 or auc (default ${DEFAULT-VALUE}).")
        private String metric = "loss";

        @Option(names = "--patience", paramLabel = "N", defaultValue = "0",
                description = "Stop after so many epochs without a better one; 0 never (default ${DEFAULT-VALUE}).")
        private int patience;

        @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
                description = "The same seed gives the same run on the same CPU (default ${DEFAULT-VALUE}).")
        private long seed = 1;

        private Job.Fitting toJob() {
            return new Job.Fitting(epochs, accumulate, learningRate, optimiser, weightDecay, clip, dropout, schedule,
                    loss, new Job.Variations(augmentDraws, flip, rotation, smallestCrop), freeze, metric, patience,
                    seed);
        }
    }

    @Override
    public Integer call() {
        return terminal.run(new Job.Train(recipe, model, weights, table, images, labels, head.toHead(),
                slices.toOptions(), new Job.Parts(validation, test, split, maxSlices, folds, fold), fitting.toJob(),
                cache.folder, cache.gigabytes, on.device, out, resume), TrainingTable::new);
    }
}
