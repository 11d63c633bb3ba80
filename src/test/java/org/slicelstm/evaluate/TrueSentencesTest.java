package org.slicelstm.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.Progress;
import org.slicelstm.cohort.Label;
import org.slicelstm.model.Calibration;
import org.slicelstm.model.ForeignModel;
import org.slicelstm.model.HeadRecipe;
import org.slicelstm.model.InputRecipe;
import org.slicelstm.model.ModelInfo;
import org.slicelstm.model.ModelInfo.Order;
import org.slicelstm.model.Provenance;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.Recipes;
import org.slicelstm.model.SignatureNames;
import org.slicelstm.model.TrainingRecord;

/**
 * Report, card and checklist of many runs. A sentence of one of them must be missing in another, where its opposite is
 * true, but for those that say what the software is or what a number means.
 */
class TrueSentencesTest {
    private static final List<String> TWO = List.of("hemorrhage", "mass");
    private static final Calibration FITTED = new Calibration(.5, .8, -.1);
    private static final Calibration CORRECTED = new Calibration(.5, 1, 0);
    private static final Map<String, Integer> PARTS = parts(78, 12, 10);

    /** What is so in every run: what the software is, what a number means, what only the authors know. */
    private static final List<String> ALWAYS = List.of(
            "Research use only", "Not for diagnosis", "Users: researchers",
            "Research on predicting findings", "Value, and below it the 95 % interval",
                    "The AUC of the number of slices",
            "For each label at most 10", "Average precision: the sum", "Calibration slope and intercept: a logistic",
            "Expected calibration error: ten bins", "A label that is missing takes no part",
                    "95 % intervals in brackets",
            "A probability is not a finding", "Use it only with pictures", "Errors may fall on some groups",
            "What is burned into pictures cannot be removed", "The subjects follow CLAIM", "Evaluated on:",
            "Bootstrap: 20 draws", "Versions: Java", "asked | answer", "*for the authors* |",
                    "*for the authors*; Research",
            "Removal of identity", "Software and versions");

    private static final Map<String, Set<String>> RUNS = new LinkedHashMap<>();

    /** A run that can be varied: a trained and calibrated model on patients whom nothing divides. */
    private static final class Made {
        private Optional<ModelInfo> info = Optional.of(trained(TWO, PARTS, FITTED, FITTED));
        private List<String> labels = TWO;
        private String table = "t.csv";
        private String part = "all";
        private String from = "";
        private String window = "";
        private String device = "CPU:0";
        private List<String> describing = List.of();
        private List<String> notes = List.of();
        private final List<EvaluatedPatient> patients = new ArrayList<>();
        private List<List<Label>> training = List.of();
        private boolean compared;

        /** Patients whom slice count, picture size and mean tell nothing of. */
        Made() {
            for (int i = 0; i < 16; i++) {
                patients.add(patient(i, "p" + i, (i * 7 % 16) / 16.0, Label.of(Integer.toString(i % 2)).orElseThrow(),
                        i / 4 % 2, null));
            }
        }

        EvaluatedPatient patient(int i, String group, double probability, Label truth, int slices, String error) {
            List<Label> both = List.of(truth, i / 2 % 2 == 0 ? Label.PRESENT : Label.ABSENT);
            double[] answers = error != null ? new double[0] : new double[] {probability, 1 - probability};
            return new EvaluatedPatient("p" + i, part, group, 10 + slices, 100 + slices, slices,
                    labels.size() == 1 && error == null ? new double[] {probability} : answers,
                    both.subList(0, labels.size()),
                    List.of(), error);
        }

        EvaluationResult result() {
            boolean known = info.isPresent();
            RunFacts facts = new RunFacts(known ? "m" : "", info, known ? "ab" : "", known ? "" : "p.csv",
                    known ? "" : "cd", device, table, table.isEmpty() ? "" : "ef", part, from, window, describing, 1,
                            20,
                    Map.of("Java", "17"), notes);
            double[] thresholds = labels.stream().mapToDouble(each -> .5).toArray();
            return EvaluationResult.of(facts, labels, thresholds, patients, training, !compared ? Optional.empty()
                    : Optional.of(new EvaluationResult.OtherPredictions("other", "01", patients)), Progress.NONE);
        }
    }

    private static Map<String, Integer> parts(int train, int validation, int test) {
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put("train", train);
        parts.put("validation", validation);
        parts.put("test", test);
        return parts;
    }

    private static ModelInfo untrained(List<String> labels) {
        return ModelInfo.untrained(Recipes.named("tiny-lstm").withLabels(labels), Map.of(),
                Provenance.untrained(1, Provenance.UNTRAINED));
    }

    private static ModelInfo trained(List<String> labels, Map<String, Integer> parts, Calibration... fitted) {
        return trained(untrained(labels), parts, fitted);
    }

    private static ModelInfo trained(ModelInfo start, Map<String, Integer> parts, Calibration... fitted) {
        Map<String, Double> thresholds = new LinkedHashMap<>();
        Map<String, Calibration> calibration = new LinkedHashMap<>();
        for (int i = 0; i < fitted.length; i++) {
            thresholds.put(start.labels().get(i), .5);
            calibration.put(start.labels().get(i), fitted[i]);
        }
        return start.trained(Order.SHUFFLED, 16, thresholds, calibration, new TrainingRecord("a1", 3, parts, 20,
                parts.get("validation") == 0 ? 20 : 9, "CPU:0", Map.of(), List.of(), Optional.empty()));
    }

    private interface Change {
        void on(Made made);
    }

    private static void make(String name, Change change) {
        Made made = new Made();
        change.on(made);
        EvaluationResult result = made.result();
        Set<String> sentences = new LinkedHashSet<>();
        Matcher report = Pattern.compile("<(p|li)[^>]*>(.*?)</\\1>", Pattern.DOTALL)
                .matcher(ReportHtml.text(result, Map.of()));
        while (report.find()) {
            sentences.add(report.group(2));
        }
        for (String text : List.of(CardText.text(result), ChecklistText.text(result))) {
            text.lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .filter(line -> !line.startsWith("| ---") && !line.startsWith("| label")).forEach(sentences::add);
        }
        RUNS.put(name, sentences);
    }

    @BeforeAll
    static void evaluate() {
        make("usual", made -> { });
        make("untrained", made -> made.info = Optional.of(untrained(TWO)));
        make("from-weights", made -> made.info = Optional.of(trained(ModelInfo.untrained(Recipes.named("tiny-lstm")
                .withLabels(TWO), Map.of(), Provenance.untrained(1, "0".repeat(64))), PARTS, FITTED, FITTED)));
        make("nobody-else", made -> made.info = Optional.of(trained(TWO, parts(90, 0, 0), CORRECTED, CORRECTED)));
        make("half", made -> made.info = Optional.of(trained(TWO, PARTS, FITTED, CORRECTED)));
        make("flat", made -> made.info = Optional.of(trained(TWO, PARTS, FITTED, new Calibration(.5, 0, -1))));
        make("plain", made -> made.info = Optional.of(trained(TWO, PARTS, Calibration.IDENTITY, Calibration.IDENTITY)));
        make("adopted", made -> made.info = Optional.of(ModelInfo.adopted(new ForeignModel("keras", TWO,
                InputRecipe.brain(224), ForeignModel.normalisation("none"), false, false, Optional.of(20)),
                List.of("serve"), new SignatureNames("s", Map.of(), Map.of()), Provenance.adopted("1".repeat(64)))));
        make("predictions", made -> {
            made.info = Optional.empty();
            made.table = "";
            made.device = "";
            made.patients.replaceAll(each -> new EvaluatedPatient(each.id(), each.part(), each.group(), each.slices(),
                    Double.NaN, Double.NaN, each.probabilities(), each.truth(), List.of(),
                    null));
        });
        make("one-label", made -> {
            made.labels = TWO.subList(0, 1);
            made.info = Optional.of(trained(made.labels, PARTS, FITTED));
            made.patients.replaceAll(each -> new EvaluatedPatient(each.id(), each.part(), each.group(), each.slices(),
                    each.pixels(), each.intensity(), new double[] {each.probability(0)}, each.truth().subList(0, 1),
                    List.of(), null));
        });
        make("one-failed", made -> made.patients.set(3, made.patient(3, "p3", 0, Label.PRESENT, 1, "no slices")));
        make("two-failed", made -> {
            made.patients.set(3, made.patient(3, "p3", 0, Label.PRESENT, 1, "no slices"));
            made.patients.set(4, made.patient(4, "p4", 0, Label.PRESENT, 1, "no slices"));
        });
        make("one-patient", made -> made.patients.subList(1, 16).clear());
        make("grouped", made -> made.patients.set(3, made.patient(3, "p2", .3, Label.PRESENT, 1, null)));
        make("described", made -> made.describing = List.of("sex", "age"));
        make("fully-described", made -> made.describing = List.of("sex", "age", "site", "scanner"));
        make("divided", made -> {
            made.part = "test";
            made.from = "the column split";
            made.training = List.of(List.of(Label.PRESENT, Label.ABSENT));
        });
        make("half-known", made -> made.training = List.of(List.of(Label.PRESENT, Label.UNKNOWN)));
        make("bone", made -> made.window = "bone");
        make("noted", made -> made.notes = List.of("Warning: so it is."));
        make("compared", made -> made.compared = true);
        make("missing", made -> made.patients.set(5, made.patient(5, "p5", .3, Label.UNKNOWN, 1, null)));
        make("leaking", made -> made.patients.replaceAll(each -> new EvaluatedPatient(each.id(), each.part(),
                each.group(), 10 + each.truth().get(0).value(), 100, 5, each.probabilities(), each.truth(), List.of(),
                    null)));
        make("right", made -> made.patients.replaceAll(each -> new EvaluatedPatient(each.id(), each.part(),
                each.group(), each.slices(), each.pixels(), each.intensity(),
                each.truth().stream().mapToDouble(label -> .1 + .8 * label.value()).toArray(), each.truth(), List.of(),
                    null)));
        make("window", made -> {
            Recipe recipe = Recipes.named("tiny-lstm").withLabels(TWO);
            HeadRecipe head = recipe.head().withSlicesWindow(6);
            made.info = Optional.of(trained(ModelInfo.untrained(recipe.withHead(head), Map.of(),
                    Provenance.untrained(1, Provenance.UNTRAINED)), PARTS, FITTED, FITTED));
        });
        make("in-order", made -> made.info = Optional.of(untrained(TWO).trained(Order.SORTED, 1,
                made.info.get().thresholds(), made.info.get().calibration(),
                made.info.get().provenance().training().get())));
    }

    @Test
    void everySentenceIsMissingWhereItIsNotSo() {
        List<String> everywhere = new ArrayList<>();
        for (String sentence : RUNS.values().stream().flatMap(Set::stream).distinct().toList()) {
            if (RUNS.values().stream().allMatch(run -> run.contains(sentence))
                    && ALWAYS.stream().noneMatch(sentence::contains)) {
                everywhere.add(sentence);
            }
        }
        assertThat(everywhere).as("said in every run, whatever is so").isEmpty();
        assertThat(ALWAYS).allSatisfy(part -> assertThat(RUNS.values().stream().flatMap(Set::stream))
                .as("no run says it any more").anyMatch(sentence -> sentence.contains(part)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "chosen on its validation patients when it was trained.|usual|untrained nobody-else plain adopted half flat",
        "for hemorrhage chosen on its validation patients when it was trained, for mass not chosen|half|usual plain",
        "for hemorrhage chosen on its validation patients when it was trained, for mass not chosen|flat|usual",
        "none was chosen on patients|nobody-else|usual half",
        "none was chosen on patients|adopted|usual half",
        "none was chosen on patients|untrained|usual half",
        "called from .5, for the model's thresholds are not known|predictions|usual adopted",
        "from all slices of a patient; calibrated.|usual|untrained nobody-else plain adopted half predictions window",
        "calibrated for hemorrhage; for mass not calibrated, only corrected|half|usual plain",
        "not calibrated, only corrected for the weights of the loss.|nobody-else|usual plain adopted",
        "from all slices of a patient; not calibrated.|plain|usual nobody-else",
        "from exactly 20 slices of a patient; not calibrated.|adopted|usual",
        "from at most 6 slices of a patient, evenly spread; calibrated.|window|usual",
        "whether it is calibrated, they do not say|predictions|usual",
        "Trained on: train 78, validation 12; kept back as test 10.|usual|nobody-else untrained adopted predictions",
        "Trained on: train 90; nobody validated; nobody was kept back as test.|nobody-else|usual",
        "Trained on: nothing.|untrained|usual adopted predictions",
        "Epoch: 9 of 20, chosen on the validation patients.|usual|nobody-else",
        "Epoch: 20 of 20, the last, for nobody validated.|nobody-else|usual",
        "nothing was told apart: the table does not say them.|usual|described fully-described predictions",
        "nothing was told apart: the predictions do not say them.|predictions|usual",
        "though the table says them; it does not say scanner or site.|described|usual fully-described",
        "site or scanner nothing was told apart, though the table says them.|fully-described|usual described",
        "the table has sex, age, not counted here|described|usual",
        "Macro: the mean over the labels|usual|one-label",
        "macro and micro|usual|one-label",
        "1 of 16 patients has no prediction|one-failed|usual two-failed",
        "2 of 16 patients have no prediction|two-failed|usual one-failed",
        "None: every patient was predicted.|usual|one-failed two-failed",
        "1 patient; the reason|one-patient|usual",
        "16 patients; the reason|usual|one-patient",
        "nothing divides the patients|usual|divided",
        "The prevalence of the evaluated patients as|usual|divided half-known",
        "The prevalence of the training part as|divided|usual half-known",
        "The prevalence of the training part (for mass of the evaluated patients)|half-known|usual divided",
        "window brain, 96 × 96|usual|bone predictions",
        "window bone in the place of the model's brain|bone|usual",
        "not corrected for several labels|compared|usual",
        "constant answers only|usual|compared",
        "left out of the metrics of that label|missing|usual",
        "alone tells hemorrhage|leaking|usual",
        "none that is known is told apart from chance|usual|leaking one-patient",
        "not known of these patients|one-patient|usual",
        "nobody who was predicted was called wrong|right|usual",
        "patients called wrong are listed|usual|right",
        "It knows only what its training patients showed|usual|untrained",
        "It has seen no patient and knows nothing|untrained|usual adopted predictions",
        "State: made elsewhere|adopted|usual untrained",
        "Slice order in training: unknown|adopted|usual untrained",
        "Slice order in training: none|untrained|usual adopted",
        "in prediction: sorted, 1 order|in-order|usual",
        "in prediction: shuffled, 16 orders|usual|in-order",
        "drawn at random, seed 1|usual|from-weights adopted predictions",
        "from a file with SHA-256 0|from-weights|usual adopted",
        "bootstrap over groups|grouped|usual"})
    void aSentenceStandsWhereItIsSoAndNowhereElse(String part, String so, String not) {
        assertThat(RUNS.get(so)).as(so).anyMatch(sentence -> sentence.contains(part));
        Stream.of(not.split(" ")).forEach(run -> assertThat(RUNS.get(run)).as(run)
                .noneMatch(sentence -> sentence.contains(part)));
    }
}
