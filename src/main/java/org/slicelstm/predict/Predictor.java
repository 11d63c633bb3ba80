package org.slicelstm.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Patient;
import org.slicelstm.graph.ForeignSession;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.graph.OpenModel;
import org.slicelstm.image.Preprocessor;
import org.slicelstm.image.SliceDecoder;
import org.slicelstm.model.Calibration;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.predict.Network.Outcome;

/** Predicts patients with an open model, one at a time. */
public final class Predictor {
    private final OpenModel opened;
    private final ModelDirectory model;
    private final Network network;

    /**
     * Predicts with an open model.
     *
     * @param opened    the model; stays the caller's
     * @param window    the window to use instead of the model's, or null
     * @param intensity what stored values mean, instead of what the model says, or null
     * @param decoder   decodes slices
     * @param executor  runs decoding; stays the caller's
     * @throws UserException if a setting is not known
     */
    public Predictor(OpenModel opened, String window, String intensity, SliceDecoder decoder,
                     ExecutorService executor) {
        this.opened = opened;
        this.model = opened.directory();
        Preprocessor preprocessor = new Preprocessor(ModelInput.of(model.info().input(), window, intensity));
        if (opened instanceof ForeignSession foreign) {
            network = new ForeignNetwork(foreign, preprocessor, decoder, executor);
        } else {
            network = new FeatureNetwork((ModelSession) opened, preprocessor, decoder, executor);
        }
    }

    public ModelDirectory model() {
        return model;
    }

    /** The device that runs, as the runtime names it: {@code CPU:0}, {@code GPU:0}. */
    public String device() {
        return opened.device();
    }

    /**
     * Predicts one patient. Whatever is wrong with the patient's files becomes the result's error; nothing is thrown
     * for it, so that the other patients go on.
     *
     * @param orders slice orders whose logits are averaged; 0 for the model's own number
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    public PatientResult predict(Patient patient, int orders, Progress progress) {
        return predict(patient, orders, 0, progress);
    }

    /**
     * Predicts one patient and, where {@link #tellsEvidence}, which slices made the diagnosis.
     *
     * @param orders         slice orders whose logits are averaged; 0 for the model's own number
     * @param evidenceOrders random orders for the evidence of each slice; 0 for none
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    public PatientResult predict(Patient patient, int orders, int evidenceOrders, Progress progress) {
        Outcome outcome = network.predict(patient, orders > 0 ? orders : model.info().orders(), evidenceOrders,
                progress);
        return outcome.error() == null ? result(patient, outcome)
                : PatientResult.failed(patient.id(), patient.orderedBy(), outcome.leftOut(), patient.notes(),
                        outcome.warnings(), outcome.error());
    }

    /** Whether the model has a head of its own that can be asked slice by slice. */
    public boolean tellsEvidence() {
        return network instanceof FeatureNetwork;
    }

    /**
     * Where on each slice of a patient the evidence for a label lies. Whatever is wrong with the patient's files
     * becomes the explanation's error.
     *
     * @param orders random orders for the evidence of the slices
     * @throws UserException if the model has no such label, or was made elsewhere and cannot tell
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    public Explanation explain(Patient patient, String label, int orders, Progress progress) {
        int index = model.info().labels().indexOf(label);
        if (index < 0) {
            throw new UserException("The model has no label '" + label + "'; it has "
                    + String.join(", ", model.info().labels()) + ".");
        }
        if (network instanceof FeatureNetwork own) {
            return own.explain(patient, index, orders, progress);
        }
        throw new UserException("The model '" + model.path() + "' was made elsewhere and draws no heat maps; take a "
                + "model that new-model or train made.");
    }

    private PatientResult result(Patient patient, Outcome outcome) {
        float[][] running = outcome.running();
        double[] logits = outcome.logits();
        List<String> names = model.info().labels();
        double[] raw = new double[names.size()];
        double[] probabilities = new double[names.size()];
        boolean[] calls = new boolean[names.size()];
        for (int label = 0; label < names.size(); label++) {
            String name = names.get(label);
            raw[label] = outcome.passes() == 1 && running.length > 0 ? running[running.length - 1][label]
                    : Calibration.sigmoid(logits[label]);
            Calibration calibration = model.info().calibration().get(name);
            probabilities[label] = calibration.equals(Calibration.IDENTITY) ? raw[label]
                    : calibration.probability(logits[label]);
            calls[label] = probabilities[label] >= model.info().thresholds().get(name);
        }
        return new PatientResult(patient.id(), patient.orderedBy(), outcome.slices(), outcome.leftOut(),
                patient.notes(), outcome.warnings(), outcome.passes(), raw, probabilities, calls, running,
                outcome.evidence() == null ? null : evidence(outcome.evidence(), names, calls), null);
    }

    private Evidence evidence(OrderEvidence found, List<String> names, boolean[] calls) {
        List<OrderSpread> spread = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            Calibration calibration = model.info().calibration().get(names.get(label));
            double threshold = model.info().thresholds().get(names.get(label));
            boolean call = calls[label];
            spread.add(OrderSpread.of(found, label, calibration::probability,
                    probability -> probability >= threshold == call));
        }
        return new Evidence(found.logits().length, found.contributions(), spread);
    }

    /**
     * Writes the backbone's features of a patient, {@code [slices, features]}, as a NumPy file; where the model kept
     * its backbone's classifier, also that one's scores, {@code [slices, classes]}, as {@code <file>.scores.npy}.
     *
     * @return why there are none, and what looks wrong
     * @throws UserException if the model was made elsewhere and tells no features
     * @throws java.util.concurrent.CancellationException if the progress says so
     */
    public FeaturesResult writeFeatures(Patient patient, Path file, Progress progress) throws IOException {
        if (network instanceof FeatureNetwork own) {
            return own.writeFeatures(patient, file, progress);
        }
        throw new UserException("The model '" + model.path() + "' was made elsewhere and tells no features; take a "
                + "model that new-model made.");
    }
}
