package org.slicelstm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;
import org.slicelstm.evaluate.EvaluatedPatient;
import org.slicelstm.evaluate.Evaluation;
import org.slicelstm.evaluate.Measure;

/** {@code scripts/bench evaluate}: every metric of 10,000 patients and five labels with 2,000 bootstrap draws. */
public final class EvaluateBench {
    private static final int PATIENTS = 10_000;
    private static final List<String> LABELS = List.of("hemorrhage", "ischemia", "fracture", "mass", "edema");
    private static final int DRAWS = 2_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private EvaluateBench() {
    }

    /** @param arguments none are needed */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        SplittableRandom random = new SplittableRandom(1);
        List<EvaluatedPatient> patients = new ArrayList<>();
        for (int i = 0; i < PATIENTS; i++) {
            double[] probabilities = new double[LABELS.size()];
            List<Label> truth = new ArrayList<>();
            for (int label = 0; label < probabilities.length; label++) {
                double logit = 3 * (random.nextDouble() + random.nextDouble() + random.nextDouble()) - 6;
                probabilities[label] = 1 / (1 + Math.exp(-logit));
                truth.add(random.nextDouble() < probabilities[label] ? Label.PRESENT : Label.ABSENT);
            }
            patients.add(new EvaluatedPatient("p" + i, "test", "p" + i, 30, 1, 1, probabilities, truth, null));
        }
        long start = System.nanoTime();
        Evaluation evaluation = Evaluation.of(LABELS, new double[] {.5, .5, .5, .5, .5}, patients, DRAWS, 1,
                Progress.NONE);
        System.out.printf("%,d patients, %d labels, %,d draws on %d cores: %.1f s (at most 10); macro AUC %.4f%n",
                PATIENTS, LABELS.size(), DRAWS, Runtime.getRuntime().availableProcessors(),
                (System.nanoTime() - start) / NANOS_PER_SECOND,
                evaluation.macro().get(Measure.AUC).value());
    }
}
