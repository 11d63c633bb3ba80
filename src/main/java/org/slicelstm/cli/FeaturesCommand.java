package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slicelstm features}; what runs the job elsewhere inherits its options. */
@Command(name = "features", mixinStandardHelpOptions = true,
        description = {"Writes what the backbone makes of each slice: one float32 NumPy file [slices, features] a "
                + "patient, rows in the order that inspect shows."},
        footer = {"", Examples.TITLE,
                Examples.PATIENTS,
                "  scripts/slicelstm features --model models/demo patients --out features"})
public class FeaturesCommand implements Callable<Integer> {
    @Mixin
    protected TerminalMixin terminal;

    @Mixin
    private SliceOptionsMixin slices;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model directory.")
    private String model;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = PredictCommand.PATHS)
    private List<String> paths;

    @Mixin
    private DeviceMixin on;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder for <patient>.npy.")
    private String out;

    @Override
    public Integer call() {
        return terminal.run(toJob());
    }

    /** What was asked for. */
    protected final Job.Features toJob() {
        return new Job.Features(model, paths, slices.toOptions(), out, on.device);
    }
}
