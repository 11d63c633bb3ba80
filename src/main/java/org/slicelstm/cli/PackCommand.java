package org.slicelstm.cli;

import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slicelstm pack}. */
@Command(name = "pack", mixinStandardHelpOptions = true,
        description = "Packs a model directory into one zip file, after checking that it is whole.",
        footer = {"", Examples.TITLE,
                "  scripts/slicelstm pack models/demo demo.zip"})
final class PackCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "The model directory.")
    private String model;

    @Parameters(index = "1", paramLabel = "FILE.zip", description = "The new zip file.")
    private String file;

    @Mixin
    private LineageMixin lineage;

    @Override
    public Integer call() {
        return terminal.run(new Job.Pack(model, file, lineage.leftOut));
    }
}
