package org.slicelstm.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slicelstm.Product;
import org.slicelstm.evaluate.figure.Figure;

/** {@code report.html}: one page that stands alone. */
final class ReportHtml {
    private static final int SHOWN = 10;
    private static final int FAILED_SHOWN = 50;

    private final EvaluationResult result;
    private final Html html = new Html();

    private ReportHtml(EvaluationResult result) {
        this.result = result;
    }

    static String text(EvaluationResult result, Map<String, Figure> figures) {
        ReportHtml report = new ReportHtml(result);
        report.head();
        report.metrics();
        report.figures(figures);
        report.calls();
        report.failed();
        report.comparison();
        report.leakage();
        report.baselines();
        report.wrongCalls();
        report.methods();
        return report.html.page("Evaluation: " + Words.model(result));
    }

    private void head() {
        html.heading(1, "Evaluation of " + Words.model(result));
        html.box(Product.RESEARCH_USE_ONLY + " Not for diagnosis, triage or treatment.", true);
        result.run().notes().forEach(note -> html.box(note, note.startsWith("Warning")));
        html.heading(2, "What was evaluated");
        List<List<String>> rows = new ArrayList<>();
        Words.facts(result).forEach((name, value) -> rows.add(List.of(name, Html.cell(value))));
        html.facts(rows);
    }

    private void metrics() {
        html.heading(2, "Metrics");
        html.paragraph("Value, and below it the 95 % interval. Calls are at the threshold shown.");
        table(result.rows(), List.of(Measure.values()));
        reasons(result.rows());
    }

    private void table(List<LabelEvaluation> labels, List<Measure> measures) {
        List<String> header = new ArrayList<>(List.of(""));
        labels.forEach(each -> header.add(each.label()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("Patients (answers)", labels, each -> Html.cell(each.patients())));
        rows.add(row("Positive", labels, each -> Html.cell(each.positives())));
        rows.add(row("Missing", labels, each -> Html.cell(each.missing())));
        rows.add(row("Prevalence", labels, each -> Html.cell(Numbers.percent(each.prevalence()))));
        rows.add(row("Threshold", labels, each -> Html.cell(each.threshold().map(Numbers::text)
                .orElse(Numbers.UNDEFINED))));
        for (Measure measure : measures) {
            rows.add(row(measure.title(), labels, each -> Html.cell(each.get(measure))));
        }
        html.table(header, rows);
    }

    private static List<String> row(String name, List<LabelEvaluation> labels,
                                    Function<LabelEvaluation, String> cell) {
        List<String> row = new ArrayList<>(List.of(name));
        labels.forEach(each -> row.add(cell.apply(each)));
        return row;
    }

    private void reasons(List<LabelEvaluation> labels) {
        Set<String> reasons = new LinkedHashSet<>();
        for (LabelEvaluation label : labels) {
            for (Measure measure : Measure.values()) {
                String reason = label.get(measure).reason();
                if (!reason.isEmpty()) {
                    reasons.add(label.label() + ", " + measure.title() + ": " + reason + ".");
                }
            }
        }
        if (!reasons.isEmpty()) {
            html.heading(3, "What is not defined or says little, and why");
            html.list(List.copyOf(reasons));
        }
    }

    private void figures(Map<String, Figure> figures) {
        html.heading(2, "Figures");
        html.figures(figures.values().stream().filter(figure -> figure.panels().size() == 1).map(Figure::svg).toList());
        figures.values().stream().filter(figure -> figure.panels().size() > 1).forEach(figure -> {
            html.heading(3, figure.title());
            html.figures(figure.panels().stream().map(Figure::svg).toList());
        });
    }

    private void calls() {
        html.heading(2, "Calls at the threshold");
        List<List<String>> rows = new ArrayList<>();
        for (LabelEvaluation each : result.evaluation().labels()) {
            Confusion c = each.confusion().orElseThrow();
            rows.add(List.of(each.label(), Html.cell(Numbers.text(each.threshold().orElseThrow())),
                    Html.cell(c.truePositive()), Html.cell(c.falsePositive()), Html.cell(c.trueNegative()),
                    Html.cell(c.falseNegative())));
        }
        html.table(List.of("", "Threshold", "True positive", "False positive", "True negative", "False negative"),
                rows);
    }

    private void failed() {
        html.heading(2, "Patients without a prediction");
        if (result.calledWrong().isEmpty()) {
            html.paragraph("None: every patient was predicted.");
            return;
        }
        html.paragraph(Words.withoutPrediction(result) + ". The metrics above are without them.");
        html.table(List.of("", "Why"), result.failed().stream().limit(FAILED_SHOWN)
                .map(each -> List.of(each.id(), Html.cell(each.error()))).toList());
        if (result.failed().size() > FAILED_SHOWN) {
            html.small("And " + (result.failed().size() - FAILED_SHOWN) + " more, see metrics.json.");
        }
        html.heading(3, "The metrics with them called wrong");
        html.paragraph("Log-loss and calibration are left out, for a patient without a prediction has no probability.");
        List<LabelEvaluation> wrong = EvaluationResult.rows(result.calledWrong().get());
        table(wrong, Stream.of(Measure.values()).filter(Measure::isOfCalls).toList());
    }

    private void comparison() {
        result.other().ifPresent(other -> {
            html.heading(2, "Compared with " + other.name());
            html.small("SHA-256 " + other.sha256() + ". DeLong's test of paired AUCs, two-sided"
                    + (result.labels().size() > 1 ? "; not corrected for several labels." : "."));
            html.table(List.of("", "Patients", "AUC", "AUC of the other", "Difference", "z", "p"),
                    other.comparisons().stream().map(each -> List.of(each.label(), Html.cell(each.patients()),
                            Html.cell(Numbers.text(each.auc())), Html.cell(Numbers.text(each.other())),
                            Html.cell(each.difference()), Html.cell(Numbers.text(each.z())),
                            Html.cell(Numbers.p(each.p())))).toList());
            List<String> reasons = other.comparisons().stream().filter(each -> !each.difference().reason().isEmpty())
                    .map(each -> each.label() + ": " + each.difference().reason() + ".").toList();
            if (!reasons.isEmpty()) {
                html.list(reasons);
            }
        });
    }

    private void leakage() {
        html.heading(2, "What no finding should tell");
        html.paragraph("The AUC of the number of slices, the size of the pictures and their mean value alone. One far "
                + "from 0.5, on either side, says that the pictures of those who have a disease were taken otherwise, "
                + "which a model may have learned instead of the disease."
                + " One interval in twenty leaves out 0.5 by chance.");
        html.table(List.of("", "Slice count", "Picture size", "Mean intensity"), result.labels().stream()
                .map(label -> List.of(label, leaked(label, "slices"), leaked(label, "picture_size"),
                        leaked(label, "mean_intensity"))).toList());
        Words.leaks(result).forEach(sentence -> html.box(sentence, true));
    }

    private String leaked(String label, String name) {
        return result.leakage().stream().filter(each -> each.label().equals(label) && each.name().equals(name))
                .map(each -> each.auc().isDefined() ? Html.cell(each.auc()) : Html.cell(each.auc().reason()))
                .findFirst().orElseThrow();
    }

    private void baselines() {
        html.heading(2, "What a constant answer reaches");
        List<String> others = result.baselines().stream().filter(each -> !each.trained()).map(Baseline::label).toList();
        html.paragraph("The prevalence of the " + (others.isEmpty() ? "training part"
                : others.size() == result.labels().size() ? "evaluated patients"
                : "training part (for " + String.join(", ", others) + " of the evaluated patients)")
                + " as the probability of everybody, and the more frequent class as the call.");
        html.table(List.of("", "Probability", "AUC", "Average precision", "Accuracy", "Brier score", "Log-loss"),
                result.baselines().stream().map(each -> List.of(each.label(), 
                        Html.cell(Numbers.text(each.prevalence())),
                        Html.cell(Numbers.text(.5)), Html.cell(Numbers.text(each.precision())),
                        Html.cell(Numbers.text(each.accuracy())), Html.cell(Numbers.text(each.brier())),
                        Html.cell(Numbers.text(each.logLoss())))).toList());
    }

    private void wrongCalls() {
        html.heading(2, "Patients called wrong");
        html.paragraph("For each label at most " + SHOWN + ", those farthest from the threshold; predictions.csv has "
                + "all.");
        for (int label = 0; label < result.labels().size(); label++) {
            List<WrongCall> wrong = WrongCall.of(result, label);
            html.heading(3, result.labels().get(label) + ": " + wrong.size() + " called wrong");
            if (!wrong.isEmpty()) {
                html.table(List.of("", "Probability", "In truth", "Slices"), wrong.stream().limit(SHOWN)
                        .map(each -> List.of(each.patient(), Html.cell(Numbers.text(each.probability())),
                                Html.cell(each.positive() ? "positive" : "negative"), Html.cell(each.slices())))
                        .toList());
            }
        }
    }

    private void methods() {
        html.heading(2, "How it was measured");
        html.list(Words.methods(result));
    }
}
