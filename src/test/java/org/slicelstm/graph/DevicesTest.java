package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;
import org.slicelstm.graph.Devices.Device;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** With two devices of the processor in the place of GPUs. */
class DevicesTest {
    @BeforeEach
    void start() {
        System.setProperty(DeviceChoice.VIRTUAL_GPUS, "2");
    }

    @AfterEach
    void end() {
        System.clearProperty(DeviceChoice.VIRTUAL_GPUS);
    }

    /** Where the gradient of a matrix product runs. */
    private static String ran(DeviceChoice choice) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2, 2)));
            Operand<TFloat32> loss = tf.sum(tf.math.square(tf.linalg.matMul(x, x)), tf.constant(new int[] {0, 1}));
            Output<?>[] gradient = graph.addGradients(loss.asOutput(), new Output<?>[] {x.asOutput()});
            choice.device().ifPresent(device -> Devices.put(graph, device));
            try (Session session = new Session(graph, choice.config(0));
                    TFloat32 ones = TFloat32.tensorOf(Shape.of(2, 2), tensor -> { });
                    Result result = session.runner().feed(x, ones).fetch(gradient[0]).setOptions(Placement.OPTIONS)
                            .runAndFetchMetadata()) {
                return Placement.checked(result.getMetadata().orElseThrow(), choice);
            }
        }
    }

    @Test
    void gradientsRunWhereTheirGraphIsPut() {
        assertThat(ran(DeviceChoice.parse("gpu:1"))).isEqualTo("CPU:1");
        assertThat(ran(DeviceChoice.parse("gpu:0"))).isEqualTo("CPU:0");
        assertThat(ran(DeviceChoice.AUTO)).isEqualTo("CPU:0");
    }

    @Test
    void devicesAreThoseThatTensorFlowOpened() {
        assertThat(Devices.open(DeviceChoice.AUTO)).extracting(Device::name).containsExactly("CPU:0", "CPU:1");
        System.clearProperty(DeviceChoice.VIRTUAL_GPUS);
        assertThat(Devices.open(DeviceChoice.CPU)).extracting(Device::name).containsExactly("CPU:0");
        assertThat(Devices.open(DeviceChoice.CPU)).noneMatch(Device::isGpu);
    }

    @Test
    void aNumberThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> Devices.require(DeviceChoice.parse("gpu:2"))).isInstanceOf(UserException.class)
                .hasMessageContaining("gpu:0 to gpu:1");
        Devices.require(DeviceChoice.parse("gpu:1"));
    }
}
