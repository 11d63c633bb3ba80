package org.slicelstm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slicelstm inspect}. */
@Command(name = "inspect", mixinStandardHelpOptions = true,
        description = {"Shows what a model would see: every file, its place in the order or why it is left out, and "
                + "its pixels in numbers."},
        footer = {"", Examples.TITLE,
                Examples.PATIENTS,
                "  scripts/slicelstm inspect patients",
                "  scripts/slicelstm inspect patients/phantom-00001 --montage montage.png"})
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Mixin
    private SliceOptionsMixin slices;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = PredictCommand.PATHS)
    private List<String> paths;

    @Option(names = "--model", paramLabel = "DIR", description = "Show the pictures as this model gets them.")
    private String model;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--montage", paramLabel = "FILE.png",
            description = "Write the slices in order as the model gets them; with several patients, one picture a "
                    + "patient, FILE-<patient>.png.")
    private String montage;

    @Option(names = "--export", paramLabel = "DIR",
            description = "Write each slice as an 8-bit PNG after the window, at its own size: "
                    + "DIR/<patient>/<order>.png.")
    private String export;

    @Override
    public Integer call() {
        Job.Inspect job = new Job.Inspect(paths, slices.toOptions(), model, montage, export);
        return json ? terminal.run(job, InspectionJson::new) : terminal.run(job, InspectionTable::new);
    }
}
