package org.slicelstm.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Slice;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.graph.FeatureRows;
import org.slicelstm.graph.ModelSession;
import org.slicelstm.graph.ModelWriter;
import org.slicelstm.graph.SequenceResult;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.WeightSource;

class OrderEvidenceTest {
    private static final int SLICES = 4;
    /** Features as large as these make the head of drawn weights answer with logits that differ by tenths. */
    private static final float SCALE = 20;

    @TempDir
    private static Path folder;
    private static ModelSession session;

    @BeforeAll
    static void open() throws IOException {
        session = ModelSession.open(ModelWriter.write(Recipes.named("tiny-lstm"), 3, WeightSource.NONE,
                folder.resolve("model"), Progress.NONE), DeviceChoice.CPU, 0);
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static PatientFeatures patient(int slices, long contentSeed) {
        Random random = new Random(5);
        FeatureRows rows = new FeatureRows(1, slices, session.featureCount());
        List<Slice> names = new ArrayList<>();
        for (int i = 0; i < slices; i++) {
            float[] row = new float[session.featureCount()];
            for (int j = 0; j < row.length; j++) {
                row[j] = SCALE * random.nextFloat();
            }
            rows.add(row);
            names.add(new Slice(Path.of(i + ".jpg"), i + ".jpg", 0, 1, 2, 2, null));
        }
        return new PatientFeatures(names, List.of(), rows, contentSeed, List.of(), null);
    }

    private static OrderEvidence evidence(PatientFeatures patient, int orders) {
        SequenceResult sorted = session.sequence(patient.rows(), new int[] {patient.slices().size()});
        return OrderEvidence.of(session, patient, sorted, orders, Progress.NONE);
    }

    /** The head asked for one sequence of slices alone, and its last answer taken. */
    private static double logit(PatientFeatures patient, List<Integer> slices, int label) {
        float[] features = new float[slices.size() * session.featureCount()];
        for (int i = 0; i < slices.size(); i++) {
            System.arraycopy(patient.rows().row(slices.get(i)), 0, features, i * session.featureCount(),
                    session.featureCount());
        }
        return session.sequence(features, 1, slices.size(), new int[] {slices.size()})
                .logit(0, slices.size() - 1, label);
    }

    private static void permutations(List<Integer> begun, List<List<Integer>> into) {
        if (begun.size() == SLICES) {
            into.add(begun);
            return;
        }
        for (int next = 0; next < SLICES; next++) {
            if (!begun.contains(next)) {
                List<Integer> longer = new ArrayList<>(begun);
                longer.add(next);
                permutations(longer, into);
            }
        }
    }

    @Test
    void manyOrdersComeToTheMeanOverAllOfThem() {
        int label = 1;
        try (PatientFeatures patient = patient(SLICES, 77)) {
            List<List<Integer>> all = new ArrayList<>();
            permutations(List.of(), all);
            assertThat(all).hasSize(24);
            double alone = 0;
            for (int slice = 0; slice < SLICES; slice++) {
                alone += logit(patient, List.of(slice), label) / SLICES;
            }
            double[] exact = new double[SLICES];
            for (List<Integer> order : all) {
                for (int place = 0; place < SLICES; place++) {
                    double before = place == 0 ? alone : logit(patient, order.subList(0, place), label);
                    exact[order.get(place)] += (logit(patient, order.subList(0, place + 1), label) - before)
                            / all.size();
                }
            }
            double largest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
            assertThat(Arrays.stream(exact).max().orElseThrow() - Arrays.stream(exact).min().orElseThrow())
                    .as("slices differ").isGreaterThan(0.5 * largest);

            OrderEvidence sampled = evidence(patient, 5000);

            assertThat(sampled.alone()[label]).isCloseTo(alone, within(1e-5));
            for (int slice = 0; slice < SLICES; slice++) {
                assertThat(sampled.contributions()[slice][label]).as("slice %d", slice)
                        .isCloseTo(exact[slice], within(0.03 * largest));
            }
        }
    }

    @Test
    void contributionsSumToTheMeanLogitLessTheSlicesAlone() {
        try (PatientFeatures patient = patient(30, 5)) {
            OrderEvidence evidence = evidence(patient, 16);
            for (int each = 0; each < session.recipe().labels().size(); each++) {
                int label = each;
                double sum = Arrays.stream(evidence.contributions()).mapToDouble(slice -> slice[label]).sum();
                double mean = Arrays.stream(evidence.logits()).mapToDouble(order -> order[label]).average()
                        .orElseThrow();
                assertThat(sum).isCloseTo(mean - evidence.alone()[label], within(1e-9));
                assertThat(Math.abs(sum)).isGreaterThan(1e-3);
                assertThat(evidence.sorted()[label]).isCloseTo(
                        logit(patient, IntStream.range(0, 30).boxed().toList(), label), within(1e-5));
            }
        }
    }

    @Test
    void theSamePicturesHaveTheSameOrdersAndFewerAreTheFirstOfMore() {
        try (PatientFeatures patient = patient(12, 9); PatientFeatures other = patient(12, 10)) {
            double[][] few = evidence(patient, 3).logits();
            double[][] more = evidence(patient, 7).logits();
            for (int order = 0; order < few.length; order++) {
                assertThat(few[order]).containsExactly(more[order], within(1e-6));
            }
            assertThat(evidence(other, 3).logits()[0]).isNotEqualTo(few[0]);
        }
    }

    @Test
    void oneSliceAddsNothingToItself() {
        try (PatientFeatures patient = patient(1, 1)) {
            assertThat(evidence(patient, 1).contributions()).isDeepEqualTo(
                    new double[][] {new double[session.recipe().labels().size()]});
        }
    }

    @Test
    void cancellingStopsBetweenBatches() {
        Progress cancelled = new Progress() {
            @Override
            public void update(String what, long done, long total) {
                // Only whether to go on counts here.
            }

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        try (PatientFeatures patient = patient(3, 1)) {
            SequenceResult sorted = session.sequence(patient.rows(), new int[] {3});
            assertThatThrownBy(() -> OrderEvidence.of(session, patient, sorted, 2, cancelled))
                    .isInstanceOf(CancellationException.class);
        }
    }
}
