package org.slicelstm.graph;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.slicelstm.model.Recipe;
import org.slicelstm.model.SignatureNames;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.math.Mean;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The signatures of a model, built from its recipe. The names of inputs and outputs are the keys here. */
final class SignatureGraph {
    static final String IMAGES = "images";
    static final String FEATURES = "features";
    static final String LENGTHS = "lengths";
    static final String LABEL = "label";
    static final String LOGITS = "logits";
    static final String PROBABILITIES = "probabilities";
    static final String MAP = "map";
    static final String SCORES = "scores";

    private static final String METHOD = "tensorflow/serving/predict";

    private final Graph graph;
    private final Ops tf;
    private final Recipe recipe;
    private final int featureCount;
    private final HeadGraph head;
    private final Map<String, SignatureDef> signatures = new TreeMap<>();

    private SignatureGraph(Graph graph, Ops tf, Recipe recipe, GraphVariables variables) {
        this.graph = graph;
        this.tf = tf;
        this.recipe = recipe;
        featureCount = recipe.shapes().featureCount();
        head = new HeadGraph(tf, recipe, variables);
    }

    /** Adds the signatures to the graph; sorted by name. */
    static Map<String, SignatureDef> build(Graph graph, Ops tf, Recipe recipe, GraphVariables variables) {
        SignatureGraph built = new SignatureGraph(graph, tf, recipe, variables);
        Operand<TFloat32> images = tf.withName(IMAGES).placeholder(TFloat32.class,
                Placeholder.shape(Shape.of(-1, recipe.input().height(), recipe.input().width(), 3)));
        BackboneGraph backbone = BackboneGraph.build(tf, recipe, variables, images);
        built.features(images, backbone);
        built.sequence();
        built.patients();
        built.serving(images, backbone);
        built.explain(images, backbone);
        if (recipe.backbone().classes().isPresent()) {
            built.classify(images, backbone, variables);
        }
        return built.signatures;
    }

    /** What model.json says of the signatures of a model built here. */
    static Map<String, SignatureNames> names(Map<String, SignatureDef> signatures) {
        Map<String, SignatureNames> names = new TreeMap<>();
        signatures.forEach((key, signature) -> names.put(key, new SignatureNames(key,
                same(signature.getInputsMap()), same(signature.getOutputsMap()))));
        return names;
    }

    private static Map<String, String> same(Map<String, TensorInfo> tensors) {
        Map<String, String> names = new TreeMap<>();
        tensors.keySet().forEach(each -> names.put(each, each));
        return names;
    }

    private void features(Operand<TFloat32> images, BackboneGraph backbone) {
        add(SignatureNames.FEATURES, Map.of(IMAGES, images),
                Map.of(FEATURES, tf.withName("features_out").identity(backbone.features())));
    }

    /** Rows past a patient's length come out as not-a-number, so that none can be taken for a result. */
    private void sequence() {
        Operand<TFloat32> features = tf.withName("sequence_features").placeholder(TFloat32.class,
                Placeholder.shape(Shape.of(-1, -1, featureCount)));
        Operand<TInt32> lengths = tf.withName(LENGTHS).placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        Operand<TFloat32> all = head.running(features);
        Operand<TInt32> steps = tf.range(tf.constant(0), tf.reshape(tf.slice(tf.shape(features), tf.array(1),
                tf.array(1)), tf.constant(new int[0])), tf.constant(1));
        Operand<TFloat32> logits = tf.select(
                tf.expandDims(tf.math.less(steps, tf.expandDims(lengths, tf.constant(1))), tf.constant(2)),
                all, tf.constant(Float.NaN));
        add(SignatureNames.SEQUENCE, Map.of(FEATURES, features, LENGTHS, lengths), results("sequence", logits));
    }

    /** The answers after all slices alone: for heads that need a run for each of the running ones. */
    private void patients() {
        Operand<TFloat32> features = tf.withName("patients_features").placeholder(TFloat32.class,
                Placeholder.shape(Shape.of(-1, -1, featureCount)));
        Operand<TInt32> lengths = tf.withName("patients_lengths").placeholder(TInt32.class,
                Placeholder.shape(Shape.of(-1)));
        add(SignatureNames.PATIENTS, Map.of(FEATURES, features, LENGTHS, lengths),
                results("patients", head.patients(features, lengths)));
    }

    /** The pictures are the slices of one patient. */
    private void serving(Operand<TFloat32> images, BackboneGraph backbone) {
        Operand<TFloat32> one = tf.reshape(backbone.features(), tf.array(1, -1, featureCount));
        Operand<TFloat32> logits = tf.reshape(head.running(one), tf.array(-1, recipe.labels().size()));
        add(SignatureNames.SERVING_DEFAULT, Map.of(IMAGES, images), results("serving", logits));
    }

    /**
     * Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391) of a label's logit, each picture being a patient of one
     * slice: {@code relu(Σ_k a_k A_k)}, where {@code A_k} is channel k of the backbone's last feature map and
     * {@code a_k} the mean over the map of the logit's gradient at {@code A_k}.
     */
    private void explain(Operand<TFloat32> images, BackboneGraph backbone) {
        Operand<TInt32> label = tf.withName(LABEL).placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
        Operand<TFloat32> logits = head.alone(backbone.features());
        // A gather of the identity, since a one-hot vector of a label that does not exist would be silently zero.
        Operand<TFloat32> chosen = tf.gather(tf.constant(identity(recipe.labels().size())), label, tf.constant(0),
                new Gather.Options[0]);
        Operand<TFloat32> sum = tf.sum(tf.math.mul(logits, chosen), tf.array(0, 1));
        Output<?>[] gradients = graph.addGradients(sum.asOutput(), new Output<?>[] {backbone.map().asOutput()});
        @SuppressWarnings("unchecked")
        Operand<TFloat32> gradient = (Output<TFloat32>) gradients[0];
        Operand<TFloat32> weights = tf.math.mean(gradient, tf.array(1, 2), Mean.keepDims(true));
        Operand<TFloat32> weighted = tf.sum(tf.math.mul(backbone.map(), weights), tf.array(3));
        add(SignatureNames.EXPLAIN, Map.of(IMAGES, images, LABEL, label),
                Map.of(MAP, tf.withName("explain_map").nn.relu(weighted)));
    }

    /** What the backbone's own classifier says of each picture: {@code scores} {@code [n, classes]}, before softmax. */
    private void classify(Operand<TFloat32> images, BackboneGraph backbone, GraphVariables variables) {
        String name = recipe.backbone().classifier();
        Operand<TFloat32> scores = tf.nn.biasAdd(tf.linalg.matMul(backbone.features(),
                variables.read(name + ".weight")), variables.read(name + ".bias"));
        add(SignatureNames.CLASSIFY, Map.of(IMAGES, images), Map.of(SCORES,
                tf.withName("classify_scores").identity(scores)));
    }

    private static float[][] identity(int size) {
        float[][] matrix = new float[size][size];
        for (int i = 0; i < size; i++) {
            matrix[i][i] = 1;
        }
        return matrix;
    }

    private Map<String, Operand<?>> results(String prefix, Operand<TFloat32> logits) {
        return Map.of(LOGITS, tf.withName(prefix + "_logits").identity(logits),
                PROBABILITIES, tf.withName(prefix + "_probabilities").math.sigmoid(logits));
    }

    private void add(String key, Map<String, Operand<?>> inputs, Map<String, Operand<?>> outputs) {
        SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(METHOD);
        inputs.forEach((name, operand) -> signature.putInputs(name, info(operand)));
        outputs.forEach((name, operand) -> signature.putOutputs(name, info(operand)));
        signatures.put(key, signature.build());
    }

    private static TensorInfo info(Operand<?> operand) {
        Output<?> output = operand.asOutput();
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        Arrays.stream(output.shape().asArray())
                .forEach(size -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size)));
        return TensorInfo.newBuilder().setName(output.op().name() + ":" + output.index())
                .setDtype(output.dataType()).setTensorShape(shape).build();
    }
}
