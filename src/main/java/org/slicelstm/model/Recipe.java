package org.slicelstm.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.slicelstm.UserException;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.VariableSpec;
import org.slicelstm.model.network.VariableSpec.Init;

/**
 * What a model is made of: everything needed to build it, to feed it and to train it.
 *
 * @param name          what it is called, such as {@code vgg19-lstm}
 * @param backbone      the network that sees each picture
 * @param head          what joins the pictures
 * @param labels        the diseases, in the order of the model's outputs
 * @param input         how a picture becomes the input
 * @param normalisation what the graph does to RGB values from 0 to 255 first
 * @param training      how it is trained
 */
public record Recipe(String name, BackboneRecipe backbone, HeadRecipe head, List<String> labels, InputRecipe input,
        Normalisation normalisation, TrainingRecipe training) {
    /** What the names of a head's variables start with. */
    public static final String HEAD_PREFIX = "head.";

    public Recipe {
        Checks.require(name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"), "The recipe's name '" + name
                + "' may hold letters, digits, '-', '_' and '.' only; rename it.");
        labels = checkedLabels(labels);
        LayerShapes shapes = new LayerShapes(backbone.name(), backbone.padding(), input.height(), input.width());
        HeadVariables.check(head, shapes.featureCount());
        backbone.trainableAfter().ifPresent(layer -> Checks.require(
                layer.equals(BackboneRecipe.INPUT) || shapes.convolutions().contains(layer),
                "The setting 'backbone.trainable_after' names '" + layer + "', which is no convolution layer of "
                        + backbone.name() + "; write input or a layer such as " + shapes.convolutions().get(0) + "."));
    }

    /** The labels, which must be there, be plain words and differ. */
    static List<String> checkedLabels(List<String> labels) {
        Checks.require(!labels.isEmpty(), "The model has no labels; name at least one.");
        for (String label : labels) {
            Checks.require(label.matches("[a-z0-9_]{1,64}"), "The label '" + label
                    + "' may hold lower-case letters, digits and '_' only; rename it.");
        }
        Checks.require(new HashSet<>(labels).size() == labels.size(),
                "The labels " + String.join(", ", labels) + " name one twice; leave the second out.");
        return List.copyOf(labels);
    }

    /**
     * Reads a recipe.
     *
     * @param document what the text is called in errors
     * @throws UserException if a field is missing or wrong
     */
    public static Recipe fromJson(String document, String json) {
        return RecordJson.read(document, json, Recipe.class);
    }

    /** The recipe as JSON. */
    public String toJson() {
        return RecordJson.write(this);
    }

    /** The same recipe for other labels. */
    public Recipe withLabels(List<String> others) {
        return new Recipe(name, backbone, head, others, input, normalisation, training);
    }

    /** The same recipe with another backbone, such as one with the conventions of the weights at hand. */
    public Recipe withBackbone(BackboneRecipe other) {
        return new Recipe(name, other, head, labels, input, normalisation, training);
    }

    /** The same recipe with another head; a name that ends in the head's kind, as tiny-lstm, ends in the new one. */
    public Recipe withHead(HeadRecipe other) {
        String ending = "-" + head.sequence().kind();
        String called = !name.endsWith(ending) ? name
                : name.substring(0, name.length() - ending.length()) + "-" + other.sequence().kind();
        return new Recipe(called, backbone, other, labels, input, normalisation, training);
    }

    /** The same recipe with another input. */
    public Recipe withInput(InputRecipe other) {
        return new Recipe(name, backbone, head, labels, other, normalisation, training);
    }

    /** The same recipe with another normalisation. */
    public Recipe withNormalisation(Normalisation other) {
        return new Recipe(name, backbone, head, labels, input, other, training);
    }

    /** The same recipe, trained in another way. */
    public Recipe withTraining(TrainingRecipe other) {
        return new Recipe(name, backbone, head, labels, input, normalisation, other);
    }

    /** The backbone's shapes at the recipe's input size. */
    public LayerShapes shapes() {
        return new LayerShapes(backbone.name(), backbone.padding(), input.height(), input.width());
    }

    /** Every variable of the model: the backbone's in forward order, its classifier's if kept, then the head's. */
    public List<VariableSpec> variables() {
        LayerShapes shapes = shapes();
        List<VariableSpec> all = new ArrayList<>(shapes.variables());
        backbone.classes().ifPresent(classes -> {
            all.add(new VariableSpec(backbone.classifier() + ".weight", Init.GLOROT, shapes.featureCount(), classes));
            all.add(new VariableSpec(backbone.classifier() + ".bias", Init.ZEROS, classes));
        });
        all.addAll(HeadVariables.of(head, shapes.featureCount(), labels.size()));
        return List.copyOf(all);
    }

    /** The variables that training changes: the backbone's after the cut, statistics left out, and the head's. */
    public List<VariableSpec> trainableVariables() {
        LayerShapes shapes = shapes();
        List<VariableSpec> trained = new ArrayList<>();
        boolean after = backbone.trainableAfter().filter(BackboneRecipe.INPUT::equals).isPresent();
        for (VariableSpec each : shapes.variables()) {
            boolean last = backbone.trainableAfter().filter(cut -> belongsTo(each, cut)).isPresent();
            if (after && !last && !each.statistic()) {
                trained.add(each);
            }
            after |= last;
        }
        trained.addAll(HeadVariables.of(head, shapes.featureCount(), labels.size()));
        return List.copyOf(trained);
    }

    /** Whether training changes any of the backbone's weights. */
    public boolean trainsBackbone() {
        return trainableVariables().stream().anyMatch(each -> each.name().startsWith(LayerShapes.PREFIX));
    }

    private static boolean belongsTo(VariableSpec variable, String layer) {
        return variable.name().equals(layer + ".weight") || variable.name().equals(layer + ".bias");
    }
}
