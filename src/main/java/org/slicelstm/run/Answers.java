package org.slicelstm.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.Patient.OrderedBy;
import org.slicelstm.image.SliceStatistics;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.LeftOutFile;
import org.slicelstm.job.OrderSummary;
import org.slicelstm.job.PatientPrediction;
import org.slicelstm.job.PatientPrediction.SliceName;
import org.slicelstm.job.PixelSummary;
import org.slicelstm.model.Calibration;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.predict.Evidence;
import org.slicelstm.predict.OrderSpread;
import org.slicelstm.predict.OrderSummaries;
import org.slicelstm.predict.PatientResult;

/** From what the rooms hand out to what a job answers. */
final class Answers {
    private static final double MEAN_DIGITS = 1e4;
    private static final double EVIDENCE_DIGITS = 1e6;

    private Answers() {
    }

    static String orderedBy(OrderedBy order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    static LeftOutFile leftOut(LeftOut file, PixelSummary pixels) {
        return new LeftOutFile(file.file(), file.frame() < 0 ? null : file.frame(),
                file.status().name().toLowerCase(Locale.ROOT), file.reason(), pixels);
    }

    static void warn(EventSink sink, String patient, List<String> warnings) {
        warnings.forEach(sentence -> sink.accept(new Event.Warned(patient, sentence)));
    }

    static List<LeftOutFile> leftOut(List<LeftOut> files) {
        return files.stream().map(file -> leftOut(file, null)).toList();
    }

    static PixelSummary pixels(int rows, int columns, SliceStatistics statistics) {
        return new PixelSummary(rows, columns, whole(statistics.storedMin()), whole(statistics.storedMax()),
                Math.round(statistics.storedMean() * MEAN_DIGITS) / MEAN_DIGITS, statistics.huMin(),
                statistics.huMax());
    }

    /** Stored values are whole numbers unless the file holds floats. */
    private static Number whole(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }

    /** A float written as a double has digits that mean nothing: 0.41 would read 0.4099999964237213. */
    static double decimal(double value) {
        float single = (float) value;
        return single == value ? Double.parseDouble(Float.toString(single)) : value;
    }

    /**
     * A prediction as it is answered.
     *
     * @param labels   the model's labels
     * @param reported those to report
     */
    static PatientPrediction prediction(PatientResult result, List<String> labels, List<String> reported) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        Map<String, Double> raw = new LinkedHashMap<>();
        Map<String, Boolean> calls = new LinkedHashMap<>();
        List<List<Double>> running = new ArrayList<>();
        if (result.error() == null) {
            for (String label : reported) {
                int index = labels.indexOf(label);
                probabilities.put(label, decimal(result.probabilities()[index]));
                raw.put(label, decimal(result.raw()[index]));
                calls.put(label, result.calls()[index]);
            }
            for (float[] step : result.running()) {
                running.add(reported.stream().map(label -> decimal(step[labels.indexOf(label)])).toList());
            }
        }
        Evidence evidence = result.evidence();
        return new PatientPrediction(result.patient(), result.slices().size(), orderedBy(result.orderedBy()),
                result.orders(), probabilities, raw, calls, running,
                evidence == null ? null : contributions(evidence, labels, reported),
                evidence == null ? null
                        : result.slices().stream().map(each -> new SliceName(each.shownAs(), each.frame())).toList(),
                evidence == null ? null : spread(evidence, labels, reported), leftOut(result.leftOut()),
                result.notes(), result.warnings(), result.error());
    }

    private static Map<String, List<Double>> contributions(Evidence evidence, List<String> labels,
                                                           List<String> reported) {
        Map<String, List<Double>> contributions = new LinkedHashMap<>();
        for (String label : reported) {
            int index = labels.indexOf(label);
            contributions.put(label, Arrays.stream(evidence.contributions())
                    .map(slice -> rounded(slice[index])).toList());
        }
        return contributions;
    }

    private static Map<String, PatientPrediction.OrderSpread> spread(Evidence evidence, List<String> labels,
                                                                     List<String> reported) {
        Map<String, PatientPrediction.OrderSpread> spread = new LinkedHashMap<>();
        for (String label : reported) {
            OrderSpread found = evidence.spread().get(labels.indexOf(label));
            spread.put(label, new PatientPrediction.OrderSpread(evidence.orders(), rounded(found.sorted()),
                    rounded(found.random()), rounded(found.sd()), rounded(found.low()), rounded(found.high()),
                    rounded(found.flips()), rounded(found.logit()), rounded(found.logitSd()),
                    rounded(found.logitAlone())));
        }
        return spread;
    }

    /**
     * The summary over slice orders.
     *
     * @param labels   the model's labels
     * @param reported those to report
     */
    static Event.OrdersSummarised summary(OrderSummaries summaries, int orders, List<String> labels,
                                          List<String> reported) {
        return new Event.OrdersSummarised(reported.stream().map(label -> {
            OrderSummaries.Summary found = summaries.of(labels.indexOf(label));
            return new OrderSummary(label, found.patients(), orders, rounded(found.meanSd()), rounded(found.flips()),
                    rounded(found.patientsFlipped()), rounded(found.sortedDiffers()));
        }).toList());
    }

    /** What is worked out from samples has no more digits than these. */
    private static double rounded(double value) {
        return Math.round(value * EVIDENCE_DIGITS) / EVIDENCE_DIGITS;
    }

    /** For each label how it is called, in the order of the labels. */
    static List<Event.Scale> scales(ModelInfo model, List<String> labels) {
        return labels.stream().map(label -> {
            Calibration calibration = model.calibration().get(label);
            return new Event.Scale(model.thresholds().get(label), calibration.slope(),
                    calibration.intercept() - calibration.slope() * calibration.priorCorrection());
        }).toList();
    }
}
