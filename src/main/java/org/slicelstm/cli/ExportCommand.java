package org.slicelstm.cli;

import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicelstm export}. */
@Command(name = "export", mixinStandardHelpOptions = true,
        description = "Writes a model as a plain SavedModel that Python loads without this software, with its labels, "
                + "thresholds and calibration beside.",
        footer = {"", Examples.TITLE,
                "  scripts/slicelstm export --model models/demo --out plain"})
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model directory.")
    private String model;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The new folder.")
    private String out;

    @Mixin
    private LineageMixin lineage;

    @Override
    public Integer call() {
        return terminal.run(new Job.Export(model, out, lineage.leftOut));
    }
}
