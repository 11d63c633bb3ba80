package org.slicelstm.model.network;

import java.util.ArrayList;
import java.util.List;
import org.slicelstm.UserException;
import org.slicelstm.model.network.VariableSpec.Init;

/**
 * A backbone read for its shapes: the variables it owns in forward order, the number of its features, its cost.
 * Nothing is allocated and no TensorFlow is needed.
 */
public final class LayerShapes {
    /** What the names of a backbone's variables start with. */
    public static final String PREFIX = "backbone.";

    private final List<VariableSpec> variables;
    private final List<String> convolutions;
    private final int featureCount;
    private final int mapHeight;
    private final int mapWidth;
    private final MapCells mapCells;
    private final long multiplications;

    /**
     * Runs the architecture on pictures of the given size.
     *
     * @param height pixels
     * @param width  pixels
     * @throws UserException if the pictures are too small for the network
     */
    public LayerShapes(Architecture architecture, Padding padding, int height, int width) {
        Reader reader = new Reader(architecture, padding);
        Extent features = architecture.build(reader, new Extent(height, width, 3, Cells.PIXELS, Cells.PIXELS));
        variables = List.copyOf(reader.variables);
        convolutions = List.copyOf(reader.convolutions);
        featureCount = features.channels;
        mapHeight = reader.map.height;
        mapWidth = reader.map.width;
        Cells down = reader.map.down;
        Cells across = reader.map.across;
        mapCells = new MapCells(down.first, down.step, across.first, across.step);
        multiplications = reader.multiplications;
    }

    /** The variables in forward order. */
    public List<VariableSpec> variables() {
        return variables;
    }

    /** The convolution layers in forward order, named as their weights without {@code .weight}. */
    public List<String> convolutions() {
        return convolutions;
    }

    /** How many features a picture has. */
    public int featureCount() {
        return featureCount;
    }

    /** Height of the class activation map. */
    public int mapHeight() {
        return mapHeight;
    }

    /** Width of the class activation map. */
    public int mapWidth() {
        return mapWidth;
    }

    /** Where the cells of the class activation map lie on the picture. */
    public MapCells mapCells() {
        return mapCells;
    }

    /** Multiplications of convolutions and dense layers for one picture; twice that is the FLOP count. */
    public long multiplications() {
        return multiplications;
    }

    /**
     * Where the cells of one axis lie on the picture.
     *
     * @param first middle of the first cell's field of view, in pixels from the picture's edge
     * @param step  from cell to cell
     */
    private record Cells(double first, double step) {
        static final Cells PIXELS = new Cells(0.5, 1);

        /** After an operation of the given size and stride that adds so many cells before the first. */
        Cells after(int size, int stride, int before) {
            return new Cells(first + step * ((size - 1) / 2.0 - before), step * stride);
        }
    }

    /** A batch's shape without its first axis; a vector has height and width 1, and lies nowhere. */
    private record Extent(int height, int width, int channels, Cells down, Cells across) {
        static Extent vector(int channels) {
            return new Extent(1, 1, channels, null, null);
        }
    }

    private static final class Reader implements Layers<Extent> {
        private final Architecture architecture;
        private final Padding padding;
        private final List<VariableSpec> variables = new ArrayList<>();
        private final List<String> convolutions = new ArrayList<>();
        private Extent map;
        private long multiplications;

        private Reader(Architecture architecture, Padding padding) {
            this.architecture = architecture;
            this.padding = padding;
        }

        @Override
        public Extent convolution(String name, Extent x, Convolution c) {
            convolutions.add(PREFIX + name);
            declare(name + ".weight", Init.HE, c.size(), c.size(), x.channels, c.out());
            if (c.bias()) {
                declare(name + ".bias", Init.ZEROS, c.out());
            }
            Extent y = strided(x, c.size(), c.stride(), c.out());
            multiplications += (long) y.height * y.width * c.size() * c.size() * x.channels * c.out();
            return y;
        }

        @Override
        public Extent depthwise(String name, Extent x, int size, int stride) {
            convolutions.add(PREFIX + name);
            declare(name + ".weight", Init.HE, size, size, x.channels, 1);
            Extent y = strided(x, size, stride, x.channels);
            multiplications += (long) y.height * y.width * size * size * x.channels;
            return y;
        }

        private Extent strided(Extent x, int size, int stride, int channels) {
            if (padding == Padding.SAME) {
                int height = (x.height + stride - 1) / stride;
                int width = (x.width + stride - 1) / stride;
                return new Extent(height, width, channels,
                        x.down.after(size, stride, Math.max(0, (height - 1) * stride + size - x.height) / 2),
                        x.across.after(size, stride, Math.max(0, (width - 1) * stride + size - x.width) / 2));
            }
            return pooled(x, size, stride, (size - 1) / 2, channels);
        }

        private Extent pooled(Extent x, int size, int stride, int border, int channels) {
            int height = x.height + 2 * border - size;
            int width = x.width + 2 * border - size;
            if (height < 0 || width < 0) {
                throw new UserException("The input size is too small for the backbone " + architecture
                        + "; take a larger input height and width in the recipe.");
            }
            return new Extent(height / stride + 1, width / stride + 1, channels, x.down.after(size, stride, border),
                    x.across.after(size, stride, border));
        }

        @Override
        public Extent batchNorm(String name, Extent x) {
            declare(name + ".weight", Init.ONES, x.channels);
            declare(name + ".bias", Init.ZEROS, x.channels);
            statistic(name + ".running_mean", Init.ZEROS, x.channels);
            statistic(name + ".running_var", Init.ONES, x.channels);
            return x;
        }

        @Override
        public Extent relu(Extent x) {
            return x;
        }

        @Override
        public Extent relu6(Extent x) {
            return x;
        }

        @Override
        public Extent maxPool(Extent x, int size, int stride, int border) {
            return pooled(x, size, stride, border, x.channels);
        }

        @Override
        public Extent averagePool(Extent x, int size, int stride) {
            return pooled(x, size, stride, 0, x.channels);
        }

        @Override
        public Extent adaptiveAveragePool(Extent x, int size) {
            return new Extent(size, size, x.channels, null, null);
        }

        @Override
        public Extent globalAverage(Extent x) {
            return Extent.vector(x.channels);
        }

        @Override
        public Extent globalMax(Extent x) {
            return Extent.vector(x.channels);
        }

        @Override
        public Extent flatten(Extent x) {
            return Extent.vector(x.height * x.width * x.channels);
        }

        @Override
        public Extent dense(String name, Extent x, int units) {
            declare(name + ".weight", Init.HE, x.channels, units);
            declare(name + ".bias", Init.ZEROS, units);
            multiplications += (long) x.channels * units;
            return Extent.vector(units);
        }

        @Override
        public Extent concat(List<Extent> parts) {
            Extent first = parts.get(0);
            return new Extent(first.height, first.width, parts.stream().mapToInt(Extent::channels).sum(),
                    first.down, first.across);
        }

        @Override
        public Extent add(Extent a, Extent b) {
            return a;
        }

        @Override
        public Extent map(Extent x) {
            map = x;
            return x;
        }

        private void declare(String name, Init init, long... shape) {
            variables.add(new VariableSpec(PREFIX + name, init, shape));
        }

        private void statistic(String name, Init init, long channels) {
            variables.add(new VariableSpec(PREFIX + name, new long[] {channels}, init, true));
        }
    }
}
