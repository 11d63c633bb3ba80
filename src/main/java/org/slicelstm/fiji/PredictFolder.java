package org.slicelstm.fiji;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.PlainText;
import org.slicelstm.Product;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientPrediction;

/** {@code Plugins > SliceLSTM > Predict Folder of Patients...}: as the command line's predict. */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Predict Folder of Patients...")})
public final class PredictFolder extends FijiCommand {
    private static final String OF_MODEL = "model";
    private static final int MOST_ORDERS = 10_000;

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    @Parameter(label = "Folder of patients, or table", persist = false, required = false,
            description = "A folder that holds a folder of slices for each patient, or a CSV with patient_id and path.")
    private String path = "";

    @Parameter(label = "Model's folder", persist = false, required = false)
    private String model = "models/demo";

    @Parameter(label = "CSV file of the results", persist = false, required = false,
            description = "It grows row by row.")
    private String results = "";

    @Parameter(label = "Go on with that file", persist = false, required = false,
            description = "Patients that stand in it without an error are skipped.")
    private boolean resume = true;

    @Parameter(label = "Folder for one plot a patient", persist = false, required = false,
            description = "Empty for none.")
    private String plots = "";

    @Parameter(label = "Series", persist = false, required = false,
            description = "auto, all, or a SeriesInstanceUID.")
    private String series = "auto";

    @Parameter(label = "Pixel values without a rescale are", choices = {"calibrated", "hu", "stored"}, persist = false,
            required = false)
    private String intensity = "calibrated";

    @Parameter(label = "Window", persist = false, required = false,
            description = "The model's, brain, subdural, bone, three-window, or centre/width in HU.")
    private String window = OF_MODEL;

    @Parameter(label = "Orders to try", persist = false, required = false,
            description = "Random orders of the slices that are averaged, 1 for the order shown, or model.")
    private String orders = OF_MODEL;

    @Parameter(label = "Orders for the evidence", persist = false, required = false,
            description = "Random orders that tell what each slice adds; 0 for none.")
    private String evidence = "64";

    @Parameter(label = "Device", persist = false, required = false, description = "auto, cpu, gpu or gpu:N.")
    private String device = "auto";

    @Parameter
    private CommandService commands;

    private final List<PatientPrediction> predictions = new ArrayList<>();
    private List<String> labels = List.of();
    private String ranOn = "";

    /** The predictions of the last run, for scripts; not those that an earlier one had done. */
    public List<PatientPrediction> predictions() {
        return List.copyOf(predictions);
    }

    @Override
    protected void work() {
        predictions.clear();
        String folder = Parameters.existing("model", model, "a model's folder").toString();
        String place = Parameters.existing("path", path, "a folder of patients").toString();
        String told = Parameters.choice("intensity", intensity, List.of("calibrated", "hu", "stored"));
        String view = Parameters.textOrNull(window);
        Job.SliceOptions options = new Job.SliceOptions(
                Parameters.textOrNull(series) == null ? "auto" : series.strip(), false,
                OF_MODEL.equals(view) ? null : view, told.equals("calibrated") ? null : told);
        RowOpening opening = new RowOpening(commands, folder, options);
        boolean allDone = run("predicting", new Job.Predict(folder, List.of(place), options, table(), resume, plots(),
                OF_MODEL.equals(Parameters.textOrNull(orders)) ? 0
                        : Parameters.whole("orders", orders, 1, MOST_ORDERS),
                device == null ? "" : device.strip(), List.of(),
                Parameters.whole("evidence", evidence, 0, MOST_ORDERS), null), event -> {
                    if (event instanceof Event.ModelOpened opened) {
                        labels = opened.labels();
                        ranOn = opened.device();
                    } else if (event instanceof Event.Predicted predicted) {
                        add(predicted.patient(), opening);
                    } else if (event instanceof Event.Stray stray) {
                        note(stray.file().file() + " belongs to no patient: " + stray.file().reason() + ".");
                    }
                });
        if (!allDone) {
            tellFailed();
        } else if (predictions.isEmpty()) {
            tell("Nothing was left to do: every patient of " + PlainText.escape(place) + " stands in\n"
                    + PlainText.escape(results.strip()) + " already.");
        }
    }

    private String table() {
        String table = Parameters.written("results", results, "a CSV file");
        if (!resume && Files.exists(Path.of(table))) {
            throw new UserException("'results' is '" + table + "', which exists already; write resume=true to go on "
                    + "with it, or name another file.");
        }
        return table;
    }

    private String plots() {
        return Parameters.textOrNull(plots) == null ? null : Parameters.path("plots", plots).toString();
    }

    private void add(PatientPrediction patient, RowOpening opening) {
        predictions.add(patient);
        patient.notes().forEach(sentence -> note(patient.patient() + ": " + sentence));
        if (showsResults()) {
            MessageWindow.add(PredictionRow.warnings(patient));
            PredictionTable.add(new PredictionRow(patient, labels, ranOn), opening.of(patient, labels));
        }
    }

    /** The others are written: no reason to stop a macro, unless nothing could be done at all. */
    private void tellFailed() {
        List<PatientPrediction> failed = predictions.stream().filter(each -> each.error() != null).toList();
        message(failed.stream().map(each -> each.patient() + " failed: " + each.error()).toList());
        if (!failed.isEmpty() && failed.size() == predictions.size()) {
            throw new UserException("No patient could be predicted; " + failed.get(0).patient() + ": "
                    + failed.get(0).error());
        }
    }
}
