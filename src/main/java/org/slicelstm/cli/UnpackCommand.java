package org.slicelstm.cli;

import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slicelstm unpack}. */
@Command(name = "unpack", mixinStandardHelpOptions = true,
        description = "Unpacks a model that pack wrote, and checks that it is whole and unchanged before it is put in "
                + "its place.",
        footer = {"", Examples.TITLE,
                "  scripts/slicelstm pack models/demo demo.zip",
                "  scripts/slicelstm unpack demo.zip my-model"})
final class UnpackCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Parameters(index = "0", paramLabel = "FILE.zip", description = "The zip file.")
    private String file;

    @Parameters(index = "1", paramLabel = "DIR", description = "The new model directory.")
    private String out;

    @Option(names = "--most-gb", paramLabel = "N", defaultValue = "8",
            description = "Refuse an archive that unpacks to more (default ${DEFAULT-VALUE}).")
    private int mostGigabytes;

    @Override
    public Integer call() {
        return terminal.run(new Job.Unpack(file, out, mostGigabytes));
    }
}
