package org.slicelstm.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.slicelstm.model.HeadRecipe.Activation;
import org.slicelstm.model.Recipe;

/** Heads in plain loops over doubles, one patient at a time, written from the definitions. */
final class ReferenceHead {
    private final Recipe recipe;
    private final Map<String, float[]> weights;

    ReferenceHead(Recipe recipe, Map<String, float[]> weights) {
        this.recipe = recipe;
        this.weights = weights;
    }

    /** The logits on the first picture, the first two, and so on. */
    double[][] running(double[][] features) {
        double[][] logits = new double[features.length][];
        for (int t = 0; t < features.length; t++) {
            logits[t] = logits(Arrays.copyOf(features, t + 1));
        }
        return logits;
    }

    /** The logits of a patient, {@code [t][F]} to {@code [labels]}. */
    double[] logits(double[][] features) {
        List<double[]> x = new ArrayList<>();
        for (int place : recipe.head().places(features.length)) {
            x.add(dense(features[place]));
        }
        return linear(joined(x), "output");
    }

    private double[] dense(double[] features) {
        double[] x = features;
        for (int i = 0; i < recipe.head().dense().size(); i++) {
            x = linear(x, "dense" + i);
            if (recipe.head().dense().get(i).activation() == Activation.RELU) {
                x = each(x, value -> Math.max(value, 0));
            }
        }
        return x;
    }

    private double[] joined(List<double[]> x) {
        int width = x.get(0).length;
        return switch (recipe.head().sequence().kind()) {
            case LSTM -> lstm("lstm", x);
            case BILSTM -> {
                List<double[]> turned = new ArrayList<>(x);
                Collections.reverse(turned);
                yield beside(lstm("lstm", x), lstm("lstm_back", turned));
            }
            case ATTENTION -> attention(x);
            case TRANSFORMER -> transformer(x);
            case MEAN -> column(width, i -> x.stream().mapToDouble(row -> row[i]).average().orElseThrow());
            case MAX -> column(width, i -> x.stream().mapToDouble(row -> row[i]).max().orElseThrow());
        };
    }

    private double[] lstm(String name, List<double[]> pictures) {
        float[] bias = weight(name + ".bias");
        int units = bias.length / 4;
        double[] h = new double[units];
        double[] state = new double[units];
        for (double[] x : pictures) {
            double[] z = Reference.linear(beside(x, h), weight(name + ".kernel"), bias);
            for (int u = 0; u < units; u++) {
                state[u] = sigmoid(z[units + u]) * state[u] + sigmoid(z[u]) * Math.tanh(z[2 * units + u]);
                h[u] = sigmoid(z[3 * units + u]) * Math.tanh(state[u]);
            }
        }
        return h;
    }

    private double[] attention(List<double[]> pictures) {
        float[] score = weight("attention.score.weight");
        double[] scores = new double[pictures.size()];
        for (int t = 0; t < scores.length; t++) {
            double[] value = each(linear(pictures.get(t), "attention.value"), Math::tanh);
            double[] gate = each(linear(pictures.get(t), "attention.gate"), ReferenceHead::sigmoid);
            for (int i = 0; i < score.length; i++) {
                scores[t] += score[i] * value[i] * gate[i];
            }
        }
        return weighted(softmax(scores), pictures, 0, pictures.get(0).length);
    }

    private double[] transformer(List<double[]> pictures) {
        List<double[]> x = pictures;
        int width = x.get(0).length;
        for (int block = 0; block < recipe.head().sequence().blockCount(); block++) {
            String name = "block" + block + ".";
            List<double[]> in = x.stream().map(row -> norm(row, name + "attention_norm")).toList();
            List<double[]> query = in.stream().map(row -> linear(row, name + "query")).toList();
            List<double[]> key = in.stream()
                    .map(row -> Reference.linear(row, weight(name + "key.weight"), new float[width])).toList();
            List<double[]> value = in.stream().map(row -> linear(row, name + "value")).toList();
            List<double[]> next = new ArrayList<>();
            for (int t = 0; t < x.size(); t++) {
                double[] y = sum(x.get(t), linear(answer(query.get(t), key, value), name + "joined"));
                double[] hidden = each(linear(norm(y, name + "forward_norm"), name + "forward0"),
                        each -> Math.max(each, 0));
                next.add(sum(y, linear(hidden, name + "forward1")));
            }
            x = next;
        }
        List<double[]> normalised = x.stream().map(row -> norm(row, "norm")).toList();
        return column(width, i -> normalised.stream().mapToDouble(row -> row[i]).average().orElseThrow());
    }

    private double[] answer(double[] query, List<double[]> key, List<double[]> value) {
        double[] answer = new double[0];
        int size = query.length / recipe.head().sequence().headCount();
        for (int from = 0; from < query.length; from += size) {
            double[] scores = new double[key.size()];
            for (int t = 0; t < scores.length; t++) {
                for (int i = from; i < from + size; i++) {
                    scores[t] += query[i] * key.get(t)[i] / Math.sqrt(size);
                }
            }
            answer = beside(answer, weighted(softmax(scores), value, from, from + size));
        }
        return answer;
    }

    private double[] norm(double[] x, String name) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
        return column(x.length, i -> (x[i] - mean) / Math.sqrt(variance + 1e-5) * weight(name + ".scale")[i]
                + weight(name + ".offset")[i]);
    }

    private static double[] weighted(double[] shares, List<double[]> rows, int from, int to) {
        return column(to - from, i -> IntStream.range(0, shares.length)
                .mapToDouble(t -> shares[t] * rows.get(t)[from + i]).sum());
    }

    private static double[] softmax(double[] scores) {
        double sum = Arrays.stream(scores).map(Math::exp).sum();
        return each(scores, score -> Math.exp(score) / sum);
    }

    private static double[] column(int size, IntToDoubleFunction value) {
        return IntStream.range(0, size).mapToDouble(value).toArray();
    }

    private static double[] each(double[] x, DoubleUnaryOperator function) {
        return Arrays.stream(x).map(function).toArray();
    }

    private static double[] sum(double[] a, double[] b) {
        return column(a.length, i -> a[i] + b[i]);
    }

    private static double[] beside(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private double[] linear(double[] x, String name) {
        return Reference.linear(x, weight(name + ".weight"), weight(name + ".bias"));
    }

    private float[] weight(String name) {
        return weights.get(Recipe.HEAD_PREFIX + name);
    }
}
