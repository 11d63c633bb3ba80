package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicelstm evaluate}. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Evaluates a model on labelled patients: discrimination, calibration and calls with 95 %% "
                + "intervals, figures, a report, a model card and a checklist.",
                "Research use only: not a medical device."},
        footer = {"", "The table is that of train: patient_id, path, a column for each label; optional split, group.",
                "", "DIR then holds metrics.json, metrics.csv, predictions.csv, report.html, MODEL_CARD.md,",
                "checklist.md, and roc, precision-recall, calibration and scores as .png and .svg.",
                "", Examples.TITLE, Examples.PATIENTS,
                "  scripts/slicelstm evaluate --model models/demo \\",
                "    --table patients/patients.csv --out report",
                "", "After a training: --model run/model --split-file run/split.csv --split test."})
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Option(names = "--model", paramLabel = "DIR", description = "The model directory; its thresholds are used.")
    private String model;

    @Option(names = "--predictions", paramLabel = "FILE",
            description = "The predictions.csv of an earlier evaluation in the place of a model run; with --model its "
                    + "thresholds are used, else .5; --table may then be left out.")
    private String predictions;

    @Option(names = "--table", paramLabel = "FILE", description = "The table of patients with their labels.")
    private String table;

    @Option(names = "--images", paramLabel = "DIR",
            description = "The folder that the table's paths are relative to; default: the table's own.")
    private String images;

    @Option(names = "--split", paramLabel = "PART", defaultValue = "test",
            description = "Who is evaluated: train, validation, test or all (default ${DEFAULT-VALUE}). Where nothing "
                    + "divides the patients, all are evaluated and the report says so.")
    private String split;

    @Option(names = "--split-file", paramLabel = "split.csv",
            description = "patient_id,split as train writes it; default: the table's column split.")
    private String splitFile;

    @Option(names = "--labels", paramLabel = "A,B", split = ",",
            description = "Evaluate these; default: those of the model that are columns of the table.")
    private List<String> labels = List.of();

    @Option(names = "--compare", paramLabel = "OTHER_MODEL",
            description = "Another model, or its predictions.csv: DeLong's test of the paired AUCs.")
    private String compare;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Of the bootstrap (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--draws", paramLabel = "N", defaultValue = "2000",
            description = "Of the bootstrap (default ${DEFAULT-VALUE}).")
    private int draws;

    @Mixin
    private DeviceMixin on;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The new folder.")
    private String out;

    @Mixin
    private SliceOptionsMixin slices;

    @Override
    public Integer call() {
        return terminal.run(new Job.Evaluate(model, predictions, table, images, labels, slices.toOptions(), split,
                splitFile, compare, seed, draws, on.device, out), EvaluationTable::new);
    }
}
