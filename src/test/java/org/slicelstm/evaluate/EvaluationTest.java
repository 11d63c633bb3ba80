package org.slicelstm.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;

/** Against scikit-learn, statsmodels and NumPy: {@code src/test/python/evaluate_reference.py}. */
class EvaluationTest {
    private static final JsonObject REFERENCE = reference();
    private static final Offset<Double> SAME = within(1e-9);

    static JsonObject reference() {
        try (Reader in = new InputStreamReader(EvaluationTest.class.getResourceAsStream("reference.json"),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonObject();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<JsonObject> cases() {
        return REFERENCE.getAsJsonArray("cases").asList().stream().map(JsonElement::getAsJsonObject);
    }

    static double[] doubles(JsonElement array) {
        return array.getAsJsonArray().asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }

    static Label label(int truth) {
        return truth < 0 ? Label.UNKNOWN : truth == 1 ? Label.PRESENT : Label.ABSENT;
    }

    static EvaluatedPatient patient(String id, String group, double probability, Label truth) {
        return new EvaluatedPatient(id, "test", group, 4, 100, 10, new double[] {probability}, List.of(truth), null);
    }

    static List<EvaluatedPatient> patients(JsonObject one, JsonArray groups) {
        double[] probabilities = doubles(one.get("probabilities"));
        double[] truth = doubles(one.get("truth"));
        List<EvaluatedPatient> patients = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            patients.add(patient("p" + i, groups == null ? "p" + i : "g" + groups.get(i), probabilities[i],
                    label((int) truth[i])));
        }
        return patients;
    }

    private static Evaluation evaluate(JsonObject one, JsonArray groups, int draws) {
        return Evaluation.of(List.of("hemorrhage"), new double[] {one.get("threshold").getAsDouble()},
                patients(one, groups), draws, 3, Progress.NONE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyMeasureIsThatOfScikitLearnAndStatsmodels(JsonObject one) {
        LabelEvaluation label = evaluate(one, null, 20).labels().get(0);
        JsonObject expected = one.getAsJsonObject("expected");
        Confusion c = label.confusion().orElseThrow();
        assertThat(new double[] {c.truePositive(), c.falsePositive(), c.trueNegative(), c.falseNegative()})
                .isEqualTo(doubles(expected.get("confusion")));
        for (Measure measure : Measure.values()) {
            Estimate got = label.get(measure);
            JsonArray values = expected.getAsJsonArray(measure.key());
            String what = one.get("name").getAsString() + ", " + measure;
            if (values == null || values.get(0).isJsonNull()) {
                assertThat(got.isDefined()).as(what).isFalse();
                assertThat(got.interval().isDefined()).as(what).isFalse();
                assertThat(got.reason()).as(what).isNotEmpty();
                continue;
            }
            assertThat(got.value()).as(what).isCloseTo(values.get(0).getAsDouble(), SAME);
            if (values.size() == 3) {
                // Cancelled digits of statsmodels' Hessian in the variance of fits far from 0.
                Offset<Double> near = measure.name().startsWith("CALIBRATION") ? within(1e-6) : SAME;
                assertThat(got.interval().low()).as(what).isCloseTo(values.get(1).getAsDouble(), near);
                assertThat(got.interval().high()).as(what).isCloseTo(values.get(2).getAsDouble(), near);
            }
        }
        if (expected.has("delong_variance")) {
            double[] known = patients(one, null).stream().filter(each -> each.truth().get(0).isKnown())
                    .mapToDouble(each -> each.probability(0)).toArray();
            boolean[] positive = new boolean[known.length];
            List<Label> truth = patients(one, null).stream().map(each -> each.truth().get(0)).filter(Label::isKnown)
                    .toList();
            for (int i = 0; i < positive.length; i++) {
                positive[i] = truth.get(i) == Label.PRESENT;
            }
            assertThat(DeLong.of(known, positive).variance())
                    .isCloseTo(expected.get("delong_variance").getAsDouble(), within(1e-14));
        }
    }

    @Test
    void undefinedIntervalsSayWhy() {
        JsonObject one = cases().filter(each -> each.get("name").getAsString().equals("one positive")).findFirst()
                .orElseThrow();
        Estimate auc = evaluate(one, null, 200).labels().get(0).get(Measure.AUC);
        assertThat(auc.isDefined()).isTrue();
        assertThat(auc.interval().isDefined()).isFalse();
        assertThat(auc.reason()).contains("two patients of either class");
        JsonObject alone = cases().filter(each -> each.get("name").getAsString().equals("one patient")).findFirst()
                .orElseThrow();
        Estimate brier = evaluate(alone, null, 200).labels().get(0).get(Measure.BRIER);
        assertThat(brier.value()).isCloseTo(.09, SAME);
        assertThat(brier.interval().isDefined()).isFalse();
        assertThat(brier.reason()).contains("one patient");
    }

    @Test
    void theBootstrapIsThatOfNumPy() {
        JsonObject one = cases().findFirst().orElseThrow();
        Evaluation alone = evaluate(one, null, 4000);
        REFERENCE.getAsJsonObject("bootstrap").asMap().forEach((name, ends) -> {
            Estimate.Interval interval = measure(alone, name).bootstrap();
            assertThat(interval.low()).as(name).isCloseTo(doubles(ends)[0], tolerance(name));
            assertThat(interval.high()).as(name).isCloseTo(doubles(ends)[1], tolerance(name));
        });
        Evaluation grouped = evaluate(one, REFERENCE.getAsJsonArray("groups"), 4000);
        REFERENCE.getAsJsonObject("group_bootstrap").asMap().forEach((name, ends) -> {
            Estimate.Interval interval = measure(grouped, name).interval();
            assertThat(interval.method()).isEqualTo("bootstrap");
            assertThat(interval.low()).as(name).isCloseTo(doubles(ends)[0], tolerance(name));
            assertThat(interval.high()).as(name).isCloseTo(doubles(ends)[1], tolerance(name));
        });
        assertThat(width(measure(grouped, "sensitivity"))).isGreaterThan(1.5 * width(measure(alone, "sensitivity")));
    }

    private static double width(Estimate estimate) {
        return estimate.bootstrap().high() - estimate.bootstrap().low();
    }

    /** Of the draws' chance. */
    private static Offset<Double> tolerance(String name) {
        return within(name.equals("calibration_slope") ? .03 : .008);
    }

    private static Estimate measure(Evaluation evaluation, String key) {
        return evaluation.labels().get(0).get(Measure.valueOf(key.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void theSameSeedGivesTheSameIntervals() {
        JsonObject one = cases().findFirst().orElseThrow();
        assertThat(evaluate(one, null, 100)).isEqualTo(evaluate(one, null, 100));
        Evaluation other = Evaluation.of(List.of("hemorrhage"), new double[] {.43}, patients(one, null), 100, 4,
                Progress.NONE);
        assertThat(other.labels().get(0).get(Measure.F1).interval())
                .isNotEqualTo(evaluate(one, null, 100).labels().get(0).get(Measure.F1).interval());
    }

    @Test
    void averagesAreOverWhatIsDefined() {
        List<EvaluatedPatient> patients = List.of(two("a", .9, .2, Label.PRESENT, Label.ABSENT),
                two("b", .4, .6, Label.ABSENT, Label.ABSENT), two("c", .6, .3, Label.ABSENT, Label.UNKNOWN),
                two("d", .5, .1, Label.PRESENT, Label.ABSENT));
        Evaluation evaluation = Evaluation.of(List.of("x", "y"), new double[] {.5, .25}, patients, 500, 1,
                Progress.NONE);
        assertThat(evaluation.macro().get(Measure.AUC).value()).isEqualTo(.75);
        assertThat(evaluation.macro().get(Measure.AUC).reason()).contains("1 of 2 labels");
        // Accuracy 3/4 and 2/3; pooled 5/7.
        assertThat(evaluation.macro().get(Measure.ACCURACY).value()).isCloseTo((.75 + 2 / 3.0) / 2, SAME);
        assertThat(evaluation.micro().get(Measure.ACCURACY).value()).isCloseTo(5 / 7.0, SAME);
        assertThat(evaluation.micro().get(Measure.ACCURACY).interval().method()).isEqualTo("bootstrap");
        // Positives .9 and .5 against .4, .6, .2, .6, .1: 5 and 3 of 5.
        assertThat(evaluation.micro().get(Measure.AUC).value()).isCloseTo(.8, SAME);
        assertThat(evaluation.micro().missing()).isEqualTo(1);
        assertThat(evaluation.micro().positives()).isEqualTo(2);
        assertThat(evaluation.micro().patients()).isEqualTo(8);
    }

    private static EvaluatedPatient two(String id, double x, double y, Label... truth) {
        return new EvaluatedPatient(id, "test", id, 4, 100, 10, new double[] {x, y}, List.of(truth), null);
    }

    @Test
    void failedPatientsAreCalledWrong() {
        List<EvaluatedPatient> patients = new ArrayList<>(List.of(patient("a", "a", .9, Label.PRESENT),
                patient("b", "b", .1, Label.ABSENT), failed("c", Label.PRESENT), failed("d", Label.ABSENT),
                failed("e", Label.UNKNOWN)));
        LabelEvaluation wrong = FailedPatients.calledWrong(List.of("x"), new double[] {.5}, patients, 100, 1,
                Progress.NONE).labels().get(0);
        assertThat(wrong.confusion()).contains(new Confusion(1, 1, 1, 1));
        assertThat(wrong.get(Measure.AUC).value()).isCloseTo(.25, SAME);
        assertThat(wrong.get(Measure.LOG_LOSS).reason()).contains("no probability");
    }

    private static EvaluatedPatient failed(String id, Label truth) {
        return new EvaluatedPatient(id, "test", id, 0, Double.NaN, Double.NaN, new double[0], List.of(truth),
                "no slices");
    }

    @Test
    void twoModelsAreComparedAsDeLongDid() {
        JsonObject one = cases().findFirst().orElseThrow();
        JsonObject paired = REFERENCE.getAsJsonObject("paired");
        double[] second = doubles(paired.get("second"));
        List<EvaluatedPatient> patients = patients(one, null);
        List<EvaluatedPatient> others = new ArrayList<>();
        for (int i = second.length - 1; i >= 0; i--) {
            others.add(patient("p" + i, "", second[i], Label.UNKNOWN));
        }
        Comparison comparison = Comparison.of(List.of("x"), patients, others).get(0);
        assertThat(comparison.difference().value()).isCloseTo(paired.get("difference").getAsDouble(), SAME);
        assertThat(comparison.difference().interval().low()).isCloseTo(paired.get("low").getAsDouble(), SAME);
        assertThat(comparison.difference().interval().high()).isCloseTo(paired.get("high").getAsDouble(), SAME);
        assertThat(comparison.z()).isCloseTo(paired.get("z").getAsDouble(), SAME);
        assertThat(comparison.p()).isCloseTo(paired.get("p").getAsDouble(), SAME);

        Comparison same = Comparison.of(List.of("x"), patients, patients).get(0);
        assertThat(same.p()).isNaN();
        assertThat(same.difference().reason()).contains("alike");
    }

    @Test
    void theNormalTailIsThatOfSciPy() {
        for (Map.Entry<String, JsonElement> each : REFERENCE.getAsJsonObject("normal").entrySet()) {
            double p = each.getValue().getAsDouble();
            assertThat(Normal.twoSided(Double.parseDouble(each.getKey()))).isCloseTo(p, within(1e-10 * p));
        }
    }

    @Test
    void leakageAndConstantAnswersAreMeasured() {
        List<EvaluatedPatient> patients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            patients.add(new EvaluatedPatient("p" + i, "test", "p" + i, i < 4 ? 30 : 20 + i, 100, Double.NaN,
                    new double[] {.5}, List.of(i < 4 ? Label.PRESENT : Label.ABSENT), null));
        }
        List<Leakage> leakage = Leakage.of(List.of("x"), patients);
        assertThat(leakage).extracting(Leakage::name).containsExactly("slices", "picture_size", "mean_intensity");
        assertThat(leakage.get(0).auc().value()).isEqualTo(1);
        assertThat(leakage.get(1).auc().value()).isEqualTo(.5);
        assertThat(leakage.get(2).auc().reason()).isEqualTo("not known of these predictions");

        List<List<Label>> scored = List.of(List.of(Label.PRESENT), List.of(Label.ABSENT), List.of(Label.ABSENT),
                List.of(Label.ABSENT), List.of(Label.UNKNOWN));
        Baseline own = Baseline.of(List.of("x"), scored, List.of()).get(0);
        assertThat(own.accuracy()).isEqualTo(.75);
        assertThat(own.brier()).isCloseTo(.1875, SAME);
        assertThat(own.logLoss()).isCloseTo(-.25 * Math.log(.25) - .75 * Math.log(.75), SAME);
        Baseline trained = Baseline.of(List.of("x"), scored, List.of(List.of(Label.PRESENT))).get(0);
        assertThat(trained.accuracy()).isEqualTo(.25);
        assertThat(trained.precision()).isEqualTo(.25);
    }
}
