package org.slicelstm.model.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slicelstm.UserException;
import org.slicelstm.model.Normalisation;
import org.slicelstm.model.network.Architecture;
import org.slicelstm.model.network.LayerShapes;
import org.slicelstm.model.network.Padding;
import org.slicelstm.model.weights.BackboneTensor.Kind;

/**
 * Which tensor of a weight file becomes which variable of a backbone, and what these weights expect of the graph. A
 * mapping is complete: every variable has its tensor of the right shape, and no tensor of the file is left over.
 *
 * @param backbone any but the tiny one
 * @param convention who wrote the file
 * @param items one for each variable, in forward order
 */
public record WeightMapping(Architecture backbone, Convention convention, List<Item> items) {
    private static final int NAMED = 4;

    /**
     * One variable.
     *
     * @param variable its name in our graphs, such as {@code backbone.features.0.weight}
     * @param shape its shape there: convolutions {@code [h, w, in, out]}, depthwise ones {@code [h, w, channels, 1]},
     *     dense layers {@code [in, out]} with flattened pictures in the order height, width, channel
     * @param source the tensor's name in the file
     * @param layout how its axes move
     */
    public record Item(String variable, List<Integer> shape, String source, Layout layout) {
        public Item {
            shape = List.copyOf(shape);
        }

        /** The variable's values, row-major in {@link #shape}, read from the file that was mapped. */
        public float[] read(WeightFile file) {
            List<Integer> stored = file.tensors().stream().filter(tensor -> tensor.name().equals(source)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("mapped from another file")).shape();
            return layout.apply(file.read(source), stored);
        }
    }

    public WeightMapping {
        items = List.copyOf(items);
    }

    /**
     * Maps a file whose writer is seen from its names.
     *
     * @param keepClassifier whether the last layer is wanted too; its labels are as many as the file has
     * @throws UserException naming what is missing, left over or of the wrong shape
     */
    public static WeightMapping of(Architecture backbone, WeightFile file, boolean keepClassifier) {
        return of(backbone, file, Convention.detect(file), keepClassifier);
    }

    /** Maps a file written by the given convention; see {@link #of(String, WeightFile, boolean)}. */
    public static WeightMapping of(Architecture backbone, WeightFile file, Convention convention, boolean keepClassifier) {
        List<BackboneTensor> wanted = BackboneTensors.of(backbone);
        if (!convention.backbones().contains(backbone)) {
            throw new UserException(file.path().getFileName() + " names its tensors as " + convention.id()
                    + " does, which has weights for " + convention.backbones().stream().map(Architecture::id)
                            .collect(Collectors.joining(", ")) + " but not for "
                    + backbone + "; choose another recipe or file.");
        }
        return new Search(backbone, file, convention).map(wanted, keepClassifier);
    }

    /** The preprocessing that belongs to the weights. */
    public Normalisation normalisation() {
        return convention.normalisation(backbone);
    }

    /** What is added to the variance in batch normalisation. */
    public double batchNormEpsilon() {
        return convention.batchNormEpsilon();
    }

    /** Where strided convolutions put their zeros. */
    public Padding padding() {
        return convention.padding();
    }

    /** One search through one file, collecting everything that does not fit before it complains. */
    private static final class Search {
        private final Architecture backbone;
        private final String fileName;
        private final Convention convention;
        private final boolean keras;
        private final Map<String, TensorInfo> byName = new LinkedHashMap<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> misshaped = new ArrayList<>();
        private final Set<String> used = new HashSet<>();
        private KerasNames kerasNames;

        Search(Architecture backbone, WeightFile file, Convention convention) {
            this.backbone = backbone;
            this.fileName = String.valueOf(file.path().getFileName());
            this.convention = convention;
            this.keras = convention == Convention.KERAS;
            if (keras) {
                file.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
            } else {
                byName.putAll(TorchNames.of(file));
            }
        }

        WeightMapping map(List<BackboneTensor> wanted, boolean keepClassifier) {
            kerasNames = new KerasNames(wanted);
            List<Item> items = new ArrayList<>();
            for (BackboneTensor tensor : wanted) {
                Optional<TensorInfo> source = find(tensor);
                source.ifPresent(found -> used.add(found.name()));
                if (!tensor.classifier() || keepClassifier) {
                    source.ifPresentOrElse(found -> items.add(item(tensor, found)), () -> missing.add(label(tensor)));
                }
            }
            complain(missing, "lacks", "that " + backbone + " needs");
            complain(misshaped, "has another shape than " + backbone + " for", "");
            complain(byName.values().stream().map(TensorInfo::name).filter(name -> !used.contains(name))
                    .filter(name -> !TorchNames.isBookkeeping(name) && !KerasNames.isBookkeeping(name))
                    .map(Damage::quote).toList(), "holds", "that " + backbone + " has no place for");
            return new WeightMapping(backbone, convention, items);
        }

        private Optional<TensorInfo> find(BackboneTensor tensor) {
            return keras ? kerasNames.find(byName, tensor)
                    : Optional.ofNullable(byName.get(TorchNames.source(convention, backbone, tensor)));
        }

        private String label(BackboneTensor tensor) {
            return Damage.quote(keras ? kerasNames.label(tensor)
                    : TorchNames.source(convention, backbone, tensor));
        }

        private Item item(BackboneTensor tensor, TensorInfo found) {
            List<Integer> shape = tensor.shape();
            if (tensor.classifier() && !found.shape().isEmpty()) {
                int labels = found.shape().get(keras ? found.shape().size() - 1 : 0);
                shape = tensor.kind() == Kind.VECTOR ? List.of(labels) : List.of(shape.get(0), labels);
            }
            Layout layout = keras ? Layout.AS_IS : torchLayout(tensor.kind());
            List<List<Integer>> allowed = keras ? List.of(shape) : torchShapes(tensor.kind(), shape);
            if (!allowed.contains(found.shape())) {
                misshaped.add(Damage.quote(found.name()) + " (" + found.shape() + " instead of " + allowed.get(0) + ")");
            }
            return new Item(LayerShapes.PREFIX + tensor.name(), shape, found.name(), layout);
        }

        private void complain(Collection<String> names, String before, String after) {
            if (!names.isEmpty()) {
                String some = names.stream().limit(NAMED).collect(Collectors.joining(", "));
                String rest = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
                throw new UserException((fileName + " " + before + " " + some + rest + " " + after).strip()
                        + "; check that it holds the weights of " + backbone + " and nothing else.");
            }
        }
    }

    private static Layout torchLayout(Kind kind) {
        return switch (kind) {
            case CONVOLUTION -> Layout.OIHW_TO_HWIO;
            case DEPTHWISE -> Layout.DEPTHWISE_TO_HWC1;
            case DENSE -> Layout.OI_TO_IO;
            case FLATTENED -> Layout.OCHW_TO_HWCO;
            case VECTOR -> Layout.AS_IS;
        };
    }

    /** The shapes that PyTorch's networks have for one of ours; timm keeps VGG's dense layers as convolutions. */
    private static List<List<Integer>> torchShapes(Kind kind, List<Integer> shape) {
        return switch (kind) {
            case CONVOLUTION -> List.of(List.of(shape.get(3), shape.get(2), shape.get(0), shape.get(1)));
            case DEPTHWISE -> List.of(List.of(shape.get(2), 1, shape.get(0), shape.get(1)));
            case DENSE -> List.of(List.of(shape.get(1), shape.get(0)), List.of(shape.get(1), shape.get(0), 1, 1));
            case FLATTENED -> {
                int side = BackboneTensor.FLATTENED_SIDE;
                yield List.of(List.of(shape.get(1), shape.get(0)),
                        List.of(shape.get(1), shape.get(0) / side / side, side, side));
            }
            case VECTOR -> List.of(shape);
        };
    }
}
