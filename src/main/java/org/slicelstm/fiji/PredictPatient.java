package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.macro.Interpreter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.Product;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientPrediction;

/**
 * {@code Plugins > SliceLSTM > Predict Patient...}: the open image, or a folder or file. Numbers are text fields: of a
 * number that cannot be read ImageJ makes a 0 in silence. No key ends another key, since ImageJ would take one for the
 * other.
 */
@Plugin(type = org.scijava.command.Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Predict Patient...")})
public final class PredictPatient extends FijiCommand {
    private static final String OPEN_IMAGE = "open image";
    private static final String ON_DISK = "folder or file";
    private static final String OF_MODEL = "model";
    private static final int MOST_ORDERS = 10_000;

    @Parameter(visibility = org.scijava.ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(label = "Slices of", choices = {OPEN_IMAGE, ON_DISK}, persist = false, required = false)
    private String source = OPEN_IMAGE;

    @Parameter(label = "Folder or file", persist = false, required = false,
            description = "A folder of slices, a stack file or a single slice: JPG, PNG, TIFF or DICOM.")
    private String path = "";

    @Parameter(label = "Model's folder", persist = false, required = false)
    private String model = "models/demo";

    @Parameter(label = "Name in results", persist = false, required = false,
            description = "What the open image is called in results; never its title.")
    private String row = OPEN_IMAGE;

    @Parameter(label = "Slices lie along", choices = {"auto", "z", "t", "c"}, persist = false, required = false)
    private String axis = "auto";

    @Parameter(label = "Slices", persist = false, required = false,
            description = "Such as 5-20 or 1,3,5-20; empty for all.")
    private String slices = "";

    @Parameter(label = "Pixel values are", choices = {"calibrated", "hu", "stored", "displayed"}, persist = false,
            required = false, description = "A stack that Bio-Formats opened may lack its calibration to HU.")
    private String intensity = "calibrated";

    @Parameter(label = "Window", persist = false, required = false,
            description = "The model's, brain, subdural, bone, three-window, or centre/width in HU.")
    private String window = OF_MODEL;

    @Parameter(label = "Orders to try", persist = false, required = false,
            description = "Random orders of the slices that are averaged, 1 for the order shown, or model.")
    private String orders = OF_MODEL;

    @Parameter(label = "Device", persist = false, required = false, description = "auto, cpu, gpu or gpu:N.")
    private String device = "auto";

    @Parameter(label = "Plot of the running probability", persist = false, required = false)
    private boolean plot = true;

    @Parameter(label = "Marks on the open image", persist = false, required = false)
    private boolean marks = true;

    @Parameter(label = "Add the row to a CSV file", persist = false, required = false,
            description = "Empty for none. It grows by a row with each prediction.")
    private String csv = "";

    private final List<PatientPrediction> predictions = new ArrayList<>();
    private List<String> labels = List.of();
    private String ranOn = "";

    /** The predictions of the last run, for scripts. */
    public List<PatientPrediction> predictions() {
        return List.copyOf(predictions);
    }

    @Override
    protected void work() {
        predictions.clear();
        String folder = Parameters.existing("model", model, "a model's folder").toString();
        int passes = OF_MODEL.equals(Parameters.textOrNull(orders)) ? 0
                : Parameters.whole("orders", orders, 1, MOST_ORDERS);
        Path table = Parameters.textOrNull(csv) == null ? null : Parameters.path("csv", csv);
        if (Parameters.choice("source", source, List.of(OPEN_IMAGE, ON_DISK)).equals(OPEN_IMAGE)) {
            predictOpenImage(folder, passes, table);
        } else {
            String given = Parameters.existing("path", path, "a folder of slices or a file").toString();
            String told = Parameters.choice("intensity", intensity, PixelMeaning.CHOICES);
            if (told.equals("displayed")) {
                throw new UserException("'intensity' is 'displayed', which only an open image can be; write "
                        + "calibrated, hu or stored.");
            }
            predict(settings(folder, List.of(given), told.equals("calibrated") ? null : told, passes), table);
        }
    }

    private void predictOpenImage(String folder, int passes, Path table) {
        // Where no image is open, SciJava may hand over an empty one of its own making.
        if (image == null || image.getProcessor() == null) {
            throw new UserException("No image is open; open a stack, or set 'source' to '" + ON_DISK
                    + "' and name one in 'path'.");
        }
        StackSelection selection = StackSelection.of(image, axis, slices);
        PixelMeaning meaning = PixelMeaning.of(image, intensity);
        String name = Parameters.textOrNull(row) == null ? OPEN_IMAGE : row.strip();
        try (StackFile file = StackFile.write(image, selection, meaning, name, new Writing())) {
            predict(new Job.PredictStack(settings(folder, List.of(), meaning.intensity(), passes), file.stack()),
                    table);
            PatientPrediction patient = predictions.get(0);
            if (marks && patient.error() == null) {
                SliceNumbers numbers = SliceNumbers.of(patient, file.stack());
                SliceMarks.show(image, selection, numbers, likeliest(patient), labels);
            }
        }
    }

    private Job.Predict settings(String folder, List<String> paths, String told, int passes) {
        String view = Parameters.textOrNull(window);
        return new Job.Predict(folder, paths,
                new Job.SliceOptions("auto", false, OF_MODEL.equals(view) ? null : view, told), null, false, null,
                passes, device == null ? "" : device.strip(), List.of());
    }

    private void predict(Job job, Path table) {
        run("predicting", job, event -> {
            if (event instanceof Event.ModelOpened opened) {
                labels = opened.labels();
                ranOn = opened.device();
            } else if (event instanceof Event.Predicted predicted) {
                add(predicted.patient(), table);
            }
        });
        if (predictions.isEmpty()) {
            throw new UserException("There is no patient in '" + path + "'; name a folder with JPG, PNG, TIFF or DICOM "
                    + "slices.");
        }
        PatientPrediction last = predictions.get(predictions.size() - 1);
        if (plot && last.error() == null && hasWindows()) {
            ProbabilityPlot.show(ProbabilityPlot.draw(last, labels));
        }
        if (predictions.size() == 1 && last.error() != null) {
            throw new UserException(last.patient() + ": " + last.error());
        }
    }

    private void add(PatientPrediction patient, Path table) {
        predictions.add(patient);
        patient.notes().forEach(sentence -> note(patient.patient() + ": " + sentence));
        PredictionRow cells = new PredictionRow(patient, labels, ranOn);
        if (hasWindows() && !Interpreter.isBatchMode()) {
            PredictionTable.add(cells);
        }
        if (table != null) {
            new PredictionCsv(table).add(cells);
        }
    }

    private int likeliest(PatientPrediction patient) {
        int best = 0;
        for (int label = 1; label < labels.size(); label++) {
            if (patient.probabilities().get(labels.get(label)) > patient.probabilities().get(labels.get(best))) {
                best = label;
            }
        }
        return best;
    }

    /** Handing the slices over is quick; only whether to go on counts. */
    private final class Writing implements Progress {
        @Override
        public void update(String what, long done, long total) {
            // The prediction that follows shows how far the work is.
        }

        @Override
        public boolean isCancelled() {
            return PredictPatient.this.isCanceled();
        }
    }
}
