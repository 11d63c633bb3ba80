package org.slicelstm.model;

import java.util.List;
import java.util.Locale;

/** The text for people that lies beside a model. */
final class ModelCard {
    private ModelCard() {
    }

    /** The card in Markdown. */
    static String text(ModelInfo info, String modelSha256) {
        Recipe recipe = info.recipe();
        return String.join("\n", List.of(
                "# " + recipe.name(),
                "",
                "**Research use only.** Not a medical device; not for diagnosis, triage or treatment.",
                "",
                "## What it is",
                "A convolutional network (" + recipe.backbone().name() + ") looks at each slice of a head CT and an "
                        + recipe.head().sequence().kind().toString().toUpperCase(Locale.ROOT)
                        + " joins the slices of one patient to one probability for each label.",
                "",
                "Method: Leal et al. 2020, Convolutional-LSTM for Multi-Image to Single Output Medical Prediction, "
                        + "arXiv 2010.10004.",
                "",
                "- Labels: " + String.join(", ", recipe.labels()),
                "- Input: pictures of " + recipe.input().height() + " × " + recipe.input().width()
                        + " pixels, RGB from 0 to 255, window: " + recipe.input().window(),
                "- Slice order in training: " + info.trainingOrder() + "; in prediction: " + info.predictionOrder(),
                "- Created by: " + info.provenance().createdBy() + ", seed " + info.provenance().seed(),
                "- Backbone weights: " + backboneWeights(info.provenance()),
                "- SHA-256 of the model: " + modelSha256,
                "",
                "## State",
                state(info.provenance()),
                "",
                "## Limits",
                "- It knows only what its training patients showed; other scanners, protocols, ages and diseases "
                        + "may mislead it.",
                "- A probability is not a finding: it does not say where, and a low one rules nothing out.",
                "- Slices of other kinds (bone window, contrast, reformats, other body parts) are not what it expects.",
                "- A SavedModel is code: load it only from a source you trust, and compare its SHA-256.",
                ""));
    }

    private static String backboneWeights(Provenance provenance) {
        return provenance.weightsSha256().equals(Provenance.UNTRAINED) ? "drawn at random from the seed"
                : "from a file with SHA-256 " + provenance.weightsSha256();
    }

    private static String state(Provenance provenance) {
        return provenance.trained() ? "Trained; see model.json."
                : "**Untrained.** The head's weights are random: its probabilities mean nothing until it is trained.";
    }
}
