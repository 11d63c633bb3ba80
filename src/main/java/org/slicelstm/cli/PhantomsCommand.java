package org.slicelstm.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicelstm phantoms}. */
@Command(name = "phantoms", mixinStandardHelpOptions = true,
        description = {"Makes synthetic head-CT patients with known diagnoses.",
                "Writes one folder a patient, patients.csv with the diagnoses, and masks.zip with the lesions."},
        footer = {"", Examples.TITLE,
                Examples.PATIENTS})
final class PhantomsCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Option(names = "--patients", paramLabel = "N", defaultValue = "8",
            description = "How many (default ${DEFAULT-VALUE}).")
    private int patients;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "The same seed gives the same patients (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--format", paramLabel = "jpg|dicom", defaultValue = "jpg",
            description = "Loose JPG with the volume's metadata lost, or DICOM (default ${DEFAULT-VALUE}).")
    private String format;

    @Option(names = "--prevalence", paramLabel = "LABEL=P", split = ",",
            description = "Share of the patients with a disease, such as hemorrhage=0.5; may be repeated. Default: "
                    + "hemorrhage .283, ischemia .112, fracture .0715, mass .0187, edema .154.")
    private Map<String, Double> prevalence = Map.of();

    @Option(names = "--without-lesions",
            description = "Leave the lesions out and everything else as it is: a control, the table stays the same.")
    private boolean withoutLesions;

    @Option(names = "--slice-table",
            description = "Also write slices.csv: each picture as a patient of its own, with the lesions that it shows.")
    private boolean sliceTable;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The new folder.")
    private String out;

    @Override
    public Integer call() {
        return terminal.run(new Job.Phantoms(patients, seed, format, prevalence, !withoutLesions, out, sliceTable));
    }
}
