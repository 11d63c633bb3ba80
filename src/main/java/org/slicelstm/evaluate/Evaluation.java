package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;
import org.slicelstm.evaluate.Estimate.Interval;

/**
 * Every measure of every label with its 95 % intervals.
 *
 * <p>Shown are DeLong's interval for an AUC, Wilson's for a share of patients, Wald's for the calibration, and that of
 * the bootstrap for everything else. Where patients come in groups, they are not independent of each other, and the
 * bootstrap over groups is shown for everything.
 *
 * @param labels one for each label
 * @param macro  the mean over the labels
 * @param micro  all answers of all labels as one
 */
public record Evaluation(List<LabelEvaluation> labels, LabelEvaluation macro, LabelEvaluation micro) {
    /** The name of the mean over the labels. */
    public static final String MACRO = "macro";
    /** The name of the pool of all labels. */
    public static final String MICRO = "micro";

    public Evaluation {
        labels = List.copyOf(labels);
    }

    /**
     * Evaluates.
     *
     * @param labels     the labels' names
     * @param thresholds for each label the probability from which it is called
     * @param patients   all with a prediction, see {@link FailedPatients} for the others
     * @param draws      of the bootstrap
     * @param seed       of the bootstrap
     * @param progress   asked whether to stop
     */
    public static Evaluation of(List<String> labels, double[] thresholds, List<EvaluatedPatient> patients, int draws,
                                long seed, Progress progress) {
        List<Sample> samples = new ArrayList<>();
        List<Sample.Answer> pool = new ArrayList<>();
        for (int label = 0; label < labels.size(); label++) {
            List<Sample.Answer> answers = answers(patients, label, thresholds[label]);
            samples.add(new Sample(answers));
            pool.addAll(answers);
        }
        samples.add(new Sample(pool));
        int[] groups = groups(patients);
        Bootstrap bootstrap = Bootstrap.of(samples, groups, draws, seed, progress);
        boolean independent = bootstrap.groups() == patients.size();
        int[] once = new int[patients.size()];
        Arrays.fill(once, 1);
        List<LabelEvaluation> evaluated = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            boolean micro = i == labels.size();
            Sample sample = samples.get(i);
            Confusion confusion = sample.confusion();
            int all = micro ? patients.size() * labels.size() : patients.size();
            Map<Measure, Estimate> measures = new EnumMap<>(Measure.class);
            double[] values = sample.measure(once);
            for (Measure measure : Measure.values()) {
                Interval drawn = bootstrap.interval(i, measure);
                Interval shown = independent && !micro ? interval(sample, measure, drawn) : drawn;
                measures.put(measure, estimate(sample, measure, values[measure.ordinal()], shown, drawn));
            }
            evaluated.add(new LabelEvaluation(micro ? MICRO : labels.get(i), all, confusion.positives(),
                    all - confusion.known(), confusion.positives() / (double) confusion.known(),
                    micro ? Optional.empty() : Optional.of(thresholds[i]), Optional.of(confusion), measures));
        }
        List<LabelEvaluation> each = evaluated.subList(0, labels.size());
        return new Evaluation(each, macro(each, bootstrap), evaluated.get(labels.size()));
    }

    private static List<Sample.Answer> answers(List<EvaluatedPatient> patients, int label, double threshold) {
        List<Sample.Answer> answers = new ArrayList<>();
        for (int i = 0; i < patients.size(); i++) {
            Label truth = patients.get(i).truth().get(label);
            if (truth.isKnown()) {
                double probability = patients.get(i).probability(label);
                answers.add(new Sample.Answer(i, probability, truth == Label.PRESENT, probability >= threshold));
            }
        }
        return answers;
    }

    /** The groups as numbers from 0, in the order of their first patients. */
    private static int[] groups(List<EvaluatedPatient> patients) {
        Map<String, Integer> numbers = new HashMap<>();
        return patients.stream().mapToInt(each -> {
            int next = numbers.size();
            return numbers.computeIfAbsent(each.group(), any -> next);
        }).toArray();
    }

    private static Interval interval(Sample sample, Measure measure, Interval drawn) {
        Confusion c = sample.confusion();
        CalibrationFit fit = sample.fit();
        return switch (measure) {
            case AUC -> sample.deLong().interval();
            case ACCURACY -> Interval.wilson(c.truePositive() + c.trueNegative(), c.known());
            case SENSITIVITY -> Interval.wilson(c.truePositive(), c.positives());
            case SPECIFICITY -> Interval.wilson(c.trueNegative(), c.negatives());
            case PRECISION -> Interval.wilson(c.truePositive(), c.called());
            case NEGATIVE_PREDICTIVE_VALUE -> Interval.wilson(c.trueNegative(), c.known() - c.called());
            case CALIBRATION_SLOPE -> Interval.wald(fit.slope(), fit.slopeVariance(), "Wald");
            case CALIBRATION_INTERCEPT -> Interval.wald(fit.intercept(), fit.interceptVariance(), "Wald");
            case CALIBRATION_IN_THE_LARGE -> Interval.wald(fit.inTheLarge(), fit.inTheLargeVariance(), "Wald");
            case AVERAGE_PRECISION, F1, BRIER, LOG_LOSS, EXPECTED_CALIBRATION_ERROR -> drawn;
        };
    }

    private static Estimate estimate(Sample sample, Measure measure, double value, Interval shown, Interval drawn) {
        String reason = "";
        if (!Double.isFinite(value)) {
            return Estimate.undefined(Reasons.ofValue(measure, sample));
        }
        if (!shown.isDefined()) {
            reason = Reasons.ofInterval(measure, sample.confusion(), shown.method());
        } else if (shown.low() == shown.high()) {
            reason = Reasons.NO_WIDTH;
        }
        return new Estimate(value, shown, drawn, reason);
    }

    private static LabelEvaluation macro(List<LabelEvaluation> labels, Bootstrap bootstrap) {
        Map<Measure, Estimate> measures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            List<Integer> defined = new ArrayList<>();
            for (int i = 0; i < labels.size(); i++) {
                if (labels.get(i).get(measure).isDefined()) {
                    defined.add(i);
                }
            }
            if (defined.isEmpty()) {
                measures.put(measure, Estimate.undefined("no label defines it"));
                continue;
            }
            double mean = defined.stream().mapToDouble(i -> labels.get(i).get(measure).value()).average().orElseThrow();
            Interval drawn = bootstrap.mean(defined, measure);
            String without = defined.size() == labels.size() ? ""
                    : "the mean of " + defined.size() + " of " + labels.size() + " labels; the others do not define it";
            measures.put(measure, new Estimate(mean, drawn, drawn, !drawn.isDefined() ? Reasons.FEW_DRAWS
                    : drawn.low() == drawn.high() ? Reasons.NO_WIDTH : without));
        }
        double prevalence = labels.stream().mapToDouble(LabelEvaluation::prevalence).filter(Double::isFinite).average()
                .orElse(Double.NaN);
        return new LabelEvaluation(MACRO, labels.stream().mapToInt(LabelEvaluation::patients).sum(),
                labels.stream().mapToInt(LabelEvaluation::positives).sum(),
                labels.stream().mapToInt(LabelEvaluation::missing).sum(), prevalence, Optional.empty(),
                Optional.empty(), measures);
    }
}
