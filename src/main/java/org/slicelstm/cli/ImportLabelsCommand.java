package org.slicelstm.cli;

import java.util.concurrent.Callable;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slicelstm import-labels}. */
@Command(name = "import-labels", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Makes a table of patients, as train and evaluate read it, of labels that others published.",
        footer = {"", "rsna     RSNA Intracranial Hemorrhage Detection: columns ID,Label; slices ID_<hex>.dcm in "
                + "DIR. A row",
                "         is a study; its label is what any of its slices has; group holds the person.",
                "cq500    CQ500's reads.csv; scans' folders in DIR, such as 'CQ500CT0 CQ500CT0'. Two of three readers",
                "         decide.",
                "folders  no file: DIR holds one folder a class, such as hemorrhage and normal, with patients' "
                        + "folders.",
                "", Examples.TITLE, Examples.PATIENTS,
                "  mkdir -p classes/hemorrhage classes/normal",
                "  cp -r patients/phantom-00001 classes/hemorrhage",
                "  cp -r patients/phantom-00002 classes/normal",
                "  scripts/slicelstm import-labels --from folders --images classes \\",
                "    --out table.csv",
                "", "No identifier of a DICOM header is written. Labels that the source lacks stay empty."})
final class ImportLabelsCommand implements Callable<Integer> {
    @Mixin
    private TerminalMixin terminal;

    @Option(names = "--from", paramLabel = "rsna|cq500|folders", required = true, description = "Whose labels they "
            + "are.")
    private String from;

    @Option(names = "--labels-file", paramLabel = "FILE", description = "The published CSV file, for rsna and cq500.")
    private String labels;

    @Option(names = "--images", paramLabel = "DIR", required = true,
            description = "The folder of the pictures, of any depth.")
    private String images;

    @Option(names = "--mass-effect-as-mass",
            description = "For cq500: put mass effect into the column mass. It is a proxy: bleeding and oedema have "
                    + "mass effect too.")
    private boolean massEffectAsMass;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The new table.")
    private String out;

    @Override
    public Integer call() {
        return terminal.run(new Job.ImportLabels(from, labels, images, massEffectAsMass, out), output -> event -> {
            if (event instanceof Event.LabelsImported counts) {
                output.println("patients: " + counts.patients());
                output.println("rows of the table: " + counts.rows());
                output.println("slices: " + counts.slices());
                output.println("labelled " + counts.labelled() + " without a picture: " + counts.labelsUnmatched());
                output.println("pictures without a label: " + counts.picturesUnmatched());
            }
        });
    }
}
