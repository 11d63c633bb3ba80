package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slicelstm predict}; what runs the job elsewhere inherits its options. */
@Command(name = "predict", mixinStandardHelpOptions = true,
        description = {"Predicts the probability of each disease for each patient, from all of the patient's slices.",
                "Research use only: not a medical device."},
        footer = {"", Examples.TITLE,
                Examples.PATIENTS,
                "  scripts/slicelstm predict --model models/demo patients --out results.csv \\",
                "    --plots plots"})
public class PredictCommand implements Callable<Integer> {
    static final String PATHS = "A folder of slices (one patient), a folder of folders (many), a stack file, a single "
            + "slice, or a table (CSV) with patient_id and path. JPG, PNG, TIFF or DICOM.";

    @Mixin
    protected TerminalMixin terminal;

    @Mixin
    private SliceOptionsMixin slices;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model directory.")
    private String model;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = PATHS)
    private List<String> paths;

    @Option(names = "--out", paramLabel = "results.csv",
            description = "The table of results; it grows row by row and is whole after each.")
    private String out;

    @Option(names = "--resume", description = "Go on with --out: patients that stand there without an error are "
            + "skipped.")
    private boolean resume;

    @Option(names = "--plots", paramLabel = "DIR",
            description = "Write one plot a patient: how the probability runs from slice to slice.")
    private String plots;

    @Option(names = "--orders", paramLabel = "R", defaultValue = "0",
            description = "Average the logit over R random orders of the slices; 1 is the single pass in the order "
                    + "shown. Default: the model's.")
    private int orders;

    @Option(names = "--evidence", paramLabel = "R", arity = "0..1", defaultValue = "0", fallbackValue = "64",
            preprocessor = OptionalNumber.class,
            description = "Tell which slices made the diagnosis and how far it depends on their order, over R random "
                    + "orders (${FALLBACK-VALUE} where R is left out).")
    private int evidence;

    @Option(names = "--evidence-out", paramLabel = "DIR",
            description = "Write the evidence as tables: evidence.csv, a row a slice, and orders.csv, a row for each "
                    + "patient and disease.")
    private String evidenceOut;

    @Mixin
    private DeviceMixin on;

    @Option(names = "--labels", paramLabel = "A,B", split = ",", description = "Report these diseases only.")
    private List<String> labels = List.of();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        return json ? terminal.run(toJob(), PredictionJson::new) : terminal.run(toJob(), PredictionTable::new);
    }

    /** What was asked for. */
    protected final Job.Predict toJob() {
        return new Job.Predict(model, paths, slices.toOptions(), out, resume, plots, orders, on.device, labels,
                evidence, evidenceOut);
    }

    /** Whether the results are wanted as one JSON document. */
    protected final boolean asJson() {
        return json;
    }
}
