package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slicelstm study}; what runs the job elsewhere inherits its options. */
@Command(name = "study", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Trains variants of a recipe on every fold from every seed and says what they show.",
                "Research use only: not a medical device."},
        footer = {"", "shuffling  slices shuffled in training or not, asked in random orders or sorted",
                "heads      LSTM, two-way LSTM, attention, Transformer without positions, mean, max",
                "window     all slices of a patient, or 24, 12 or 6 of them",
                "paper      the paper's model, with a plain loss, and with means against over-fitting",
                "", "Without --table the study makes synthetic patients and uses small settings.",
                "", Examples.TITLE,
                "  scripts/slicelstm phantoms --patients 24 --prevalence hemorrhage=0.5 \\",
                "    --out patients",
                "  scripts/slicelstm study shuffling --table patients/patients.csv \\",
                "    --recipe tiny-lstm --labels hemorrhage --epochs 2 --folds 2 --seeds 1 \\",
                "    --out study",
                "", "DIR then holds study.md, summary.csv, summary.png, results.csv and runs/. The same command goes "
                        + "on",
                "where it was stopped."})
public class StudyCommand implements Callable<Integer> {
    @Mixin
    protected TerminalMixin terminal;

    @Parameters(paramLabel = "NAME|FILE.json", description = "shuffling, heads, window or paper, or a file of your "
            + "own.")
    private String study;

    @Option(names = "--table", paramLabel = "FILE", description = "The table of patients, as for train.")
    private String table;

    @Option(names = "--images", paramLabel = "DIR", description = "The folder that the table's paths are relative to.")
    private String images;

    @Option(names = "--out", paramLabel = "DIR", description = "The study's folder; default: study-NAME.")
    private String out;

    @Option(names = "--folds", paramLabel = "K", description = "Parts of the cross-validation; default: the study's.")
    private Integer folds;

    @Option(names = "--seeds", paramLabel = "A,B", split = ",", description = "Default: the study's.")
    private List<Long> seeds = List.of();

    @Option(names = "--recipe", paramLabel = "NAME", description = "The recipe that is varied; default: the study's.")
    private String recipe;

    @Option(names = "--model", paramLabel = "DIR", description = "Or a model that every training starts from.")
    private String model;

    @Option(names = "--weights", paramLabel = "FILE|NAME", description = "Pretrained weights of the recipe's backbone.")
    private String weights;

    @Option(names = "--labels", paramLabel = "A,B", split = ",",
            description = "Default: the study's or, as for train, the "
            + "table's.")
    private List<String> labels = List.of();

    @Option(names = "--epochs", paramLabel = "N", description = "Of each training; default: the recipe's.")
    private Integer epochs;

    @Option(names = "--learning-rate", paramLabel = "R", description = "Default: the recipe's.")
    private Double learningRate;

    @Option(names = "--accumulate", paramLabel = "K", description = "Patients of one update; default: the recipe's.")
    private Integer accumulate;

    @Option(names = "--augment-draws", paramLabel = "K", description = "As for train; default: the recipe's.")
    private Integer augmentDraws;

    @Option(names = "--validation", paramLabel = "FRACTION", defaultValue = "0.15",
            description = "Patients that choose the best epoch (default ${DEFAULT-VALUE}).")
    private double validation;

    @Option(names = "--metric", paramLabel = "NAME", defaultValue = "loss",
            description = "What the best epoch is best in, on these patients (default ${DEFAULT-VALUE}).")
    private String metric;

    @Option(names = "--patience", paramLabel = "N", defaultValue = "0",
            description = "End a training after so many epochs without a better one; 0 never (default "
                    + "${DEFAULT-VALUE}).")
    private int patience;

    @Option(names = "--max-slices", paramLabel = "N", defaultValue = "0",
            description = "Drop patients with more slices (default: no limit).")
    private int maxSlices;

    @Mixin
    private CacheMixin cache;

    @Mixin
    private DeviceMixin on;

    @Mixin
    private HeadMixin head;

    @Mixin
    private SliceOptionsMixin slices;

    @Override
    public Integer call() {
        return terminal.run(toJob(), StudyTable::new);
    }

    /** What was asked for. */
    protected final Job.Study toJob() {
        Job.Fitting fitting = new Job.Fitting(epochs, accumulate, learningRate, null, null, null, null, null, null,
                new Job.Variations(augmentDraws, null, null, null), null, metric, patience, 0);
        Job.Train base = new Job.Train(recipe, model, weights, table, images, labels, head.toHead(),
                slices.toOptions(), new Job.Parts(validation, 0, null, maxSlices, null, null), fitting, cache.folder,
                cache.gigabytes, on.device, out, false);
        return new Job.Study(study, base, folds, seeds);
    }
}
