package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slicelstm explain}. */
@Command(name = "explain", mixinStandardHelpOptions = true,
        description = {"Draws where on the slices the evidence for a disease lies: one PNG a slice, with the heat map "
                + "over it and a legend.", "Research use only: not a medical device."},
        footer = {"", Examples.TITLE,
                Examples.PATIENTS,
                "  scripts/slicelstm explain --model models/demo patients --label hemorrhage \\",
                "    --out maps"})
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Mixin
    private SliceOptionsMixin slices;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model directory.")
    private String model;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = PredictCommand.PATHS)
    private List<String> paths;

    @Option(names = "--label", paramLabel = "L", required = true, description = "The disease.")
    private String label;

    @Option(names = "--slice", paramLabel = "N|top|all", defaultValue = "top",
            description = "A slice's place in the order that inspect shows, from 0; the slice that adds most to the "
                    + "disease over random orders (top, the default); or every slice.")
    private String slice;

    @Option(names = "--out", paramLabel = "DIR", required = true,
            description = "Write DIR/<patient>-<disease>-<slice>.png.")
    private String out;

    @Mixin
    private DeviceMixin on;

    @Override
    public Integer call() {
        return terminal.run(new Job.Explain(model, paths, slices.toOptions(), label, slice, out, on.device),
                ExplanationTable::new);
    }
}
