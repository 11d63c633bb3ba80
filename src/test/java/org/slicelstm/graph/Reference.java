package org.slicelstm.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slicelstm.model.BackboneRecipe;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.network.Layers;
import org.slicelstm.model.network.Padding;

/** Backbones and heads in plain loops over doubles, written from the definitions: what TensorFlow is compared with. */
final class Reference implements Layers<Reference.Batch> {
    /** {@code [n, h, w, c]}; a batch of vectors has h = w = 1. */
    record Batch(int n, int h, int w, int c, double[] values) {
        Batch(int n, int h, int w, int c) {
            this(n, h, w, c, new double[n * h * w * c]);
        }

        int at(int image, int y, int x, int channel) {
            return ((image * h + y) * w + x) * c + channel;
        }

        boolean has(int y, int x) {
            return y >= 0 && y < h && x >= 0 && x < w;
        }
    }

    private final BackboneRecipe recipe;
    private final Map<String, float[]> weights;
    private final Map<String, double[]> measured = new LinkedHashMap<>();
    private Batch map;

    Reference(BackboneRecipe recipe, Map<String, float[]> weights) {
        this.recipe = recipe;
        this.weights = weights;
    }

    /** The features of RGB pictures with torchvision's normalisation. */
    static Batch features(Recipe recipe, Reference layers, float[] images, int n) {
        double[] mean = {0.485, 0.456, 0.406};
        double[] deviation = {0.229, 0.224, 0.225};
        Batch x = new Batch(n, recipe.input().height(), recipe.input().width(), 3);
        for (int i = 0; i < images.length; i++) {
            x.values[i] = (images[i] / 255.0 - mean[i % 3]) / deviation[i % 3];
        }
        return recipe.backbone().name().build(layers, x);
    }

    Batch map() {
        return map;
    }

    /** Means and variances, as the variables are called, that the weights had none of. */
    Map<String, double[]> measured() {
        return measured;
    }

    private float[] weight(String name) {
        return weights.get("backbone." + name);
    }

    @Override
    public Batch convolution(String name, Batch x, Convolution c) {
        float[] kernel = weight(name + ".weight");
        float[] bias = c.bias() ? weight(name + ".bias") : new float[c.out()];
        Batch y = strided(x, c.size(), c.stride(), c.out());
        int top = before(x.h, c.size(), c.stride());
        int left = before(x.w, c.size(), c.stride());
        for (int image = 0; image < x.n; image++) {
            for (int row = 0; row < y.h; row++) {
                for (int column = 0; column < y.w; column++) {
                    int to = y.at(image, row, column, 0);
                    for (int out = 0; out < c.out(); out++) {
                        y.values[to + out] = bias[out];
                    }
                    for (int i = 0; i < c.size(); i++) {
                        for (int j = 0; j < c.size(); j++) {
                            int fromRow = row * c.stride() - top + i;
                            int fromColumn = column * c.stride() - left + j;
                            for (int in = 0; x.has(fromRow, fromColumn) && in < x.c; in++) {
                                double value = x.values[x.at(image, fromRow, fromColumn, in)];
                                int from = ((i * c.size() + j) * x.c + in) * c.out();
                                for (int out = 0; out < c.out(); out++) {
                                    y.values[to + out] += value * kernel[from + out];
                                }
                            }
                        }
                    }
                }
            }
        }
        return y;
    }

    @Override
    public Batch depthwise(String name, Batch x, int size, int stride) {
        float[] kernel = weight(name + ".weight");
        Batch y = strided(x, size, stride, x.c);
        int top = before(x.h, size, stride);
        int left = before(x.w, size, stride);
        for (int image = 0; image < x.n; image++) {
            for (int row = 0; row < y.h; row++) {
                for (int column = 0; column < y.w; column++) {
                    for (int k = 0; k < size * size; k++) {
                        int fromRow = row * stride - top + k / size;
                        int fromColumn = column * stride - left + k % size;
                        for (int c = 0; x.has(fromRow, fromColumn) && c < x.c; c++) {
                            y.values[y.at(image, row, column, c)] +=
                                    x.values[x.at(image, fromRow, fromColumn, c)] * kernel[k * x.c + c];
                        }
                    }
                }
            }
        }
        return y;
    }

    private Batch strided(Batch x, int size, int stride, int channels) {
        int most = 2 * ((size - 1) / 2) - size;
        return recipe.padding() == Padding.SAME
                ? new Batch(x.n, (x.h + stride - 1) / stride, (x.w + stride - 1) / stride, channels)
                : new Batch(x.n, (x.h + most) / stride + 1, (x.w + most) / stride + 1, channels);
    }

    /** How much is padded before the first row or column. */
    private int before(int length, int size, int stride) {
        if (recipe.padding() == Padding.SYMMETRIC) {
            return (size - 1) / 2;
        }
        int outputs = (length + stride - 1) / stride;
        return Math.max((outputs - 1) * stride + size - length, 0) / 2;
    }

    private double[] statistic(String name, Supplier<double[]> otherwise) {
        float[] stored = weight(name);
        if (stored == null) {
            return measured.computeIfAbsent("backbone." + name, key -> otherwise.get());
        }
        double[] values = new double[stored.length];
        Arrays.setAll(values, i -> stored[i]);
        return values;
    }

    private static double[] mean(Batch x) {
        double[] mean = new double[x.c];
        for (int i = 0; i < x.values.length; i++) {
            mean[i % x.c] += x.values[i] * x.c / x.values.length;
        }
        return mean;
    }

    @Override
    public Batch batchNorm(String name, Batch x) {
        double[] mean = statistic(name + ".running_mean", () -> mean(x));
        double[] variance = statistic(name + ".running_var", () -> {
            Batch squares = new Batch(x.n, x.h, x.w, x.c);
            Arrays.setAll(squares.values, i -> Math.pow(x.values[i] - mean[i % x.c], 2));
            return mean(squares);
        });
        Batch y = new Batch(x.n, x.h, x.w, x.c);
        for (int i = 0; i < y.values.length; i++) {
            int c = i % x.c;
            double normal = (x.values[i] - mean[c]) / Math.sqrt(variance[c] + recipe.bnEpsilon());
            y.values[i] = normal * weight(name + ".weight")[c] + weight(name + ".bias")[c];
        }
        return y;
    }

    @Override
    public Batch relu(Batch x) {
        return clipped(x, Double.POSITIVE_INFINITY);
    }

    @Override
    public Batch relu6(Batch x) {
        return clipped(x, 6);
    }

    private static Batch clipped(Batch x, double most) {
        Batch y = new Batch(x.n, x.h, x.w, x.c);
        for (int i = 0; i < y.values.length; i++) {
            y.values[i] = Math.min(Math.max(x.values[i], 0), most);
        }
        return y;
    }

    @Override
    public Batch maxPool(Batch x, int size, int stride, int border) {
        return pool(x, size, stride, border, values -> values.stream().mapToDouble(each -> each).max().orElseThrow());
    }

    @Override
    public Batch averagePool(Batch x, int size, int stride) {
        return pool(x, size, stride, 0, values -> values.stream().mapToDouble(each -> each).average().orElseThrow());
    }

    private interface Pool {
        double of(List<Double> values);
    }

    private static Batch pool(Batch x, int size, int stride, int border, Pool pool) {
        Batch y = new Batch(x.n, (x.h + 2 * border - size) / stride + 1, (x.w + 2 * border - size) / stride + 1, x.c);
        for (int i = 0; i < y.values.length; i++) {
            int c = i % y.c;
            int column = i / y.c % y.w;
            int row = i / y.c / y.w % y.h;
            y.values[i] = pool.of(window(x, i / y.c / y.w / y.h, row * stride - border, row * stride - border + size,
                    column * stride - border, column * stride - border + size, c));
        }
        return y;
    }

    private static List<Double> window(Batch x, int image, int top, int bottom, int left, int right, int c) {
        List<Double> values = new ArrayList<>();
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                if (x.has(row, column)) {
                    values.add(x.values[x.at(image, row, column, c)]);
                }
            }
        }
        return values;
    }

    @Override
    public Batch adaptiveAveragePool(Batch x, int size) {
        Batch y = new Batch(x.n, size, size, x.c);
        for (int i = 0; i < y.values.length; i++) {
            int column = i / y.c % size;
            int row = i / y.c / size % size;
            y.values[i] = window(x, i / y.c / size / size, row * x.h / size, ceil((row + 1) * x.h, size),
                    column * x.w / size, ceil((column + 1) * x.w, size), i % y.c)
                    .stream().mapToDouble(each -> each).average().orElseThrow();
        }
        return y;
    }

    private static int ceil(int a, int b) {
        return (int) Math.ceil((double) a / b);
    }

    @Override
    public Batch globalAverage(Batch x) {
        Batch y = new Batch(x.n, 1, 1, x.c);
        for (int i = 0; i < x.values.length; i++) {
            y.values[i / (x.h * x.w * x.c) * x.c + i % x.c] += x.values[i] / (x.h * x.w);
        }
        return y;
    }

    @Override
    public Batch globalMax(Batch x) {
        Batch y = new Batch(x.n, 1, 1, x.c);
        Arrays.fill(y.values, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < x.values.length; i++) {
            int at = i / (x.h * x.w * x.c) * x.c + i % x.c;
            y.values[at] = Math.max(y.values[at], x.values[i]);
        }
        return y;
    }

    @Override
    public Batch flatten(Batch x) {
        return new Batch(x.n, 1, 1, x.h * x.w * x.c, x.values);
    }

    @Override
    public Batch dense(String name, Batch x, int units) {
        double[] all = new double[x.n * units];
        for (int row = 0; row < x.n; row++) {
            double[] in = Arrays.copyOfRange(x.values, row * x.c, (row + 1) * x.c);
            System.arraycopy(linear(in, weight(name + ".weight"), weight(name + ".bias")), 0, all, row * units, units);
        }
        return new Batch(x.n, 1, 1, units, all);
    }

    @Override
    public Batch concat(List<Batch> parts) {
        Batch first = parts.get(0);
        Batch y = new Batch(first.n, first.h, first.w, parts.stream().mapToInt(Batch::c).sum());
        int channel = 0;
        for (Batch part : parts) {
            for (int i = 0; i < part.values.length; i++) {
                y.values[i / part.c * y.c + channel + i % part.c] = part.values[i];
            }
            channel += part.c;
        }
        return y;
    }

    @Override
    public Batch add(Batch a, Batch b) {
        Batch y = new Batch(a.n, a.h, a.w, a.c);
        Arrays.setAll(y.values, i -> a.values[i] + b.values[i]);
        return y;
    }

    @Override
    public Batch map(Batch x) {
        map = x;
        return x;
    }

    /** The running logits {@code [t][labels]} of one patient's features {@code [t][F]}. */
    static double[][] runningLogits(Recipe recipe, Map<String, float[]> weights, double[][] features) {
        return new ReferenceHead(recipe, weights).running(features);
    }

    static double[] linear(double[] x, float[] weight, float[] bias) {
        double[] y = new double[bias.length];
        for (int out = 0; out < y.length; out++) {
            y[out] = bias[out];
        }
        for (int in = 0; in < x.length; in++) {
            for (int out = 0; out < y.length; out++) {
                y[out] += x[in] * weight[in * y.length + out];
            }
        }
        return y;
    }
}
