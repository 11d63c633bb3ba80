package org.slicelstm.fiji;

import ij.ImagePlus;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.Product;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientPrediction;

/** {@code Plugins > SliceLSTM > Predict Patient...}: the open image, or a folder or file. */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Predict Patient...")})
public final class PredictPatient extends PatientCommand {
    private static final int MOST_ORDERS = 10_000;

    @Parameter(label = "Orders to try", persist = false, required = false,
            description = "Random orders of the slices that are averaged, 1 for the order shown, or model.")
    private String orders = OF_MODEL;

    @Parameter(label = "Orders for the evidence", persist = false, required = false,
            description = "Random orders that tell what each slice adds; 0 for none.")
    private String evidence = "64";

    @Parameter(label = "Device", persist = false, required = false, description = "auto, cpu, gpu or gpu:N.")
    private String device = "auto";

    @Parameter(label = "Plot of the running probability", persist = false, required = false)
    private boolean plot = true;

    @Parameter(label = "Marks on the open image", persist = false, required = false)
    private boolean marks = true;

    @Parameter(label = "Add the row to a CSV file", persist = false, required = false,
            description = "Empty for none. It grows by a row with each prediction.")
    private String csv = "";

    @Parameter
    private CommandService commands;

    private final List<PatientPrediction> predictions = new ArrayList<>();
    private List<String> labels = List.of();
    private List<Event.Scale> scales = List.of();
    private String ranOn = "";
    private int passes;
    private int evidenceOrders;
    private Path table;

    /** The predictions of the last run, for scripts. */
    public List<PatientPrediction> predictions() {
        return List.copyOf(predictions);
    }

    @Override
    void check() {
        predictions.clear();
        passes = OF_MODEL.equals(Parameters.textOrNull(orders)) ? 0
                : Parameters.whole("orders", orders, 1, MOST_ORDERS);
        evidenceOrders = Parameters.whole("evidence", evidence, 0, MOST_ORDERS);
        table = Parameters.textOrNull(csv) == null ? null : Parameters.path("csv", csv);
    }

    @Override
    void work(String folder, Job.SliceOptions options, String place) {
        predict(new Job.Predict(folder, List.of(place), options, null, false, null, passes, device(), List.of(),
                evidenceOrders, null), patient -> new RowOpening(commands, folder, options).of(patient, labels));
        if (predictions.isEmpty()) {
            throw new UserException("There is no patient in '" + place + "'; name a folder with JPG, PNG, TIFF or "
                    + "DICOM slices.");
        }
        finish();
    }

    @Override
    void work(String folder, Job.SliceOptions options, OpenStack stack) {
        message(stack.selection().doubts());
        predict(new Job.PredictStack(new Job.Predict(folder, List.of(), options, null, false, null, passes, device(),
                List.of(), evidenceOrders, null), stack.stack()), patient -> openImage(patient, stack));
        PatientPrediction patient = predictions.get(0);
        if (marks && patient.error() == null) {
            SliceMarks.show(stack.image(), stack.selection(), SliceNumbers.of(patient, stack.stack()),
                    SliceNumbers.likeliest(patient, labels), labels);
        }
        finish();
    }

    private String device() {
        return device == null ? "" : device.strip();
    }

    private void predict(Job job, Function<PatientPrediction, Runnable> openings) {
        run("predicting", job, event -> {
            if (event instanceof Event.ModelOpened opened) {
                labels = opened.labels();
                scales = opened.scales();
                ranOn = opened.device();
            } else if (event instanceof Event.Predicted predicted) {
                add(predicted.patient(), openings);
            }
        });
    }

    private void finish() {
        PatientPrediction last = predictions.get(predictions.size() - 1);
        if (plot && last.error() == null && showsResults()) {
            ProbabilityPlot.show(ProbabilityPlot.draw(last, labels, scales));
        }
        if (predictions.size() == 1 && last.error() != null) {
            throw new UserException(last.patient() + ": " + last.error());
        }
    }

    private void add(PatientPrediction patient, Function<PatientPrediction, Runnable> openings) {
        predictions.add(patient);
        if (patient.error() != null && predictions.size() == 1) {
            // Refused: no row, unless it is one of several patients.
            return;
        }
        PatientPrediction before = predictions.get(0);
        if (predictions.size() == 2 && before.error() != null) {
            addRow(before, openings);
        }
        addRow(patient, openings);
    }

    private void addRow(PatientPrediction patient, Function<PatientPrediction, Runnable> openings) {
        patient.notes().forEach(sentence -> note(patient.patient() + ": " + sentence));
        PredictionRow cells = new PredictionRow(patient, labels, ranOn);
        if (showsResults()) {
            MessageWindow.add(PredictionRow.warnings(patient));
            PredictionTable.add(cells, openings.apply(patient));
        }
        if (table != null) {
            new PredictionCsv(table).add(cells);
        }
    }

    /** Brings the image to the front at the top slice; where it was closed there is nothing to show. */
    private Runnable openImage(PatientPrediction patient, OpenStack stack) {
        if (patient.error() != null) {
            return () -> { };
        }
        SliceNumbers numbers = SliceNumbers.of(patient, stack.stack());
        int plane = stack.selection().planes().get(numbers.topPlace(SliceNumbers.likeliest(patient, labels)));
        WeakReference<ImagePlus> seen = new WeakReference<>(stack.image());
        return () -> {
            ImagePlus open = seen.get();
            if (open != null && open.getWindow() != null) {
                open.setPosition(plane);
                OpenImages.makeCurrent(open.getWindow());
                open.getWindow().toFront();
            }
        };
    }
}
