package org.slicelstm.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;

/** What is written, for labels and patients with awkward names and for cohorts without anything to measure. */
class EvaluationFolderTest {
    private static final RunFacts RUN = new RunFacts("", Optional.empty(), "", "p.csv", "00", "", "", "", "all", "", "",
            List.of(), 1, 50, Map.of("Java", "17"), List.of("Warning: <i>careful</i>."));

    @TempDir
    private Path folder;

    private EvaluationResult result(List<String> labels, List<EvaluatedPatient> patients) throws Exception {
        double[] thresholds = labels.stream().mapToDouble(label -> .5).toArray();
        EvaluationResult result = EvaluationResult.of(RUN, labels, thresholds, patients, List.of(), Optional.empty(),
                Progress.NONE);
        EvaluationFolder.write(folder, result);
        return result;
    }

    @Test
    void namesStayText() throws Exception {
        result(List.of("<script>alert(1)</script>|\"x\""), List.of(
                EvaluationTest.patient("<img src=x>", "a", .9, Label.ABSENT),
                EvaluationTest.patient("b", "b", .2, Label.PRESENT)));
        assertThat(Files.readString(folder.resolve("report.html"))).doesNotContain("<script").doesNotContain("<img")
                .doesNotContain("<i>").contains("&lt;script&gt;").contains("&lt;img src=x&gt;");
        assertThat(Files.readString(folder.resolve("roc.svg"))).doesNotContain("<script");
        assertThat(Files.readString(folder.resolve("MODEL_CARD.md"))).contains("</script>\\|");
        assertThat(PredictionsCsv.read(folder.resolve("predictions.csv")).patients().get(0).id())
                .isEqualTo("<img src=x>");
    }

    @Test
    void aCohortOfFailedPatientsIsToldToo() throws Exception {
        result(List.of("x"), List.of(new EvaluatedPatient("a", "", "a", 0, Double.NaN, Double.NaN, new double[0],
                List.of(Label.PRESENT), "no slices")));
        JsonObject json = JsonParser.parseString(Files.readString(folder.resolve("metrics.json"))).getAsJsonObject();
        JsonObject auc = json.getAsJsonObject("labels").getAsJsonObject("x").getAsJsonObject("auc");
        assertThat(auc.get("value").isJsonNull()).isTrue();
        assertThat(auc.get("reason").getAsString()).isEqualTo("of nobody is it known");
        assertThat(json.getAsJsonObject("labels").getAsJsonObject("x").get("prevalence").isJsonNull()).isTrue();
        assertThat(json.getAsJsonObject("failed").getAsJsonObject("called_wrong").getAsJsonObject("labels")
                .getAsJsonObject("x").getAsJsonObject("accuracy").get("value").getAsDouble()).isZero();
        assertThat(Files.readString(folder.resolve("metrics.csv"))).doesNotContain("NaN");
    }

    @Test
    void theAreaUnderTheDrawnStepsIsTheMeasure() throws Exception {
        JsonObject one = EvaluationTest.cases().toList().get(1);
        EvaluationResult result = result(List.of("x"), EvaluationTest.patients(one, null));
        Series series = Series.of(result).get(0);
        Series.Line roc = series.roc();
        double area = 0;
        for (int i = 1; i < roc.x().length; i++) {
            area += (roc.x()[i] - roc.x()[i - 1]) * (roc.y()[i] + roc.y()[i - 1]) / 2;
        }
        assertThat(area).isCloseTo(result.evaluation().labels().get(0).get(Measure.AUC).value(), within(1e-12));
        Series.Line steps = series.precisionRecall();
        double precision = 0;
        for (int i = 1; i < steps.x().length; i++) {
            precision += (steps.x()[i] - steps.x()[i - 1]) * steps.y()[i];
        }
        assertThat(precision).isCloseTo(result.evaluation().labels().get(0).get(Measure.AVERAGE_PRECISION).value(),
                within(1e-12));
        int counted = series.bins().stream().mapToInt(Series.Bin::patients).sum();
        assertThat(counted).isEqualTo(series.positives() + series.negatives());
    }

    @Test
    void thePatientsCalledWrongAreThoseFarthestFromTheThresholdFirst() throws Exception {
        EvaluationResult result = result(List.of("x"), List.of(EvaluationTest.patient("a", "a", .6, Label.ABSENT),
                EvaluationTest.patient("b", "b", .1, Label.PRESENT), EvaluationTest.patient("c", "c", .9, Label.PRESENT),
                EvaluationTest.patient("d", "d", .5, Label.ABSENT), EvaluationTest.patient("e", "e", .9, Label.UNKNOWN)));
        assertThat(WrongCall.of(result, 0)).extracting(WrongCall::patient).containsExactly("b", "a", "d");
    }

    @Test
    void groupsAreToldInTheReport() throws Exception {
        List<EvaluatedPatient> patients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            patients.add(EvaluationTest.patient("p" + i, "g" + i / 2, i / 8.0, i % 3 == 0 ? Label.PRESENT : Label.ABSENT));
        }
        EvaluationResult result = result(List.of("x"), patients);
        assertThat(result.grouped()).isTrue();
        assertThat(result.evaluation().labels().get(0).get(Measure.ACCURACY).interval().method()).isEqualTo("bootstrap");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("in 4 groups")
                .contains("bootstrap over groups");
    }
}
