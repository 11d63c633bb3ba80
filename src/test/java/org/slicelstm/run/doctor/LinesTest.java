package org.slicelstm.run.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slicelstm.graph.Devices.Device;
import org.slicelstm.graph.GpuFacts;
import org.slicelstm.graph.GpuFacts.Card;
import org.slicelstm.graph.GpuFacts.CudaFile;
import org.slicelstm.job.Event.Diagnosed;
import org.slicelstm.run.doctor.Facts.Trial;

/** The doctor's words for computers that are not at hand. */
class LinesTest {
    private static final long GB = 1_000_000_000L;
    private static final Device CPU = new Device("CPU:0", 268435456);
    private static final Device GPU = new Device("GPU:0", 14 * GB);
    private static final Card CARD = new Card("NVIDIA RTX A4000", 16376, 15901);
    private static final CudaFile DRIVER = new CudaFile("libcuda.so.1", "/usr/lib/libcuda.so.1", null, null);
    private static final CudaFile CUDNN = new CudaFile("libcudnn.so.9", "/usr/lib/libcudnn.so.9.3.0", null, null);
    private static final CudaFile NO_CUDNN = new CudaFile("libcudnn.so.9", null, "libcudnn.so.9: not there",
            "/usr/lib/libcudnn.so.8");

    private static GpuFacts gpu(boolean build, List<Card> cards, CudaFile... files) {
        return new GpuFacts("linux", build, cards, "550.54.14", DRIVER, List.of(files), null);
    }

    private static void assertOk(Diagnosed line, String... words) {
        assertThat(line.ok()).as(line.sentence()).isTrue();
        assertThat(line.sentence()).contains(words).endsWith(".").doesNotContain("..").doesNotContain("\n");
    }

    private static void assertRemedy(Diagnosed line, String... words) {
        assertThat(line.ok()).as(line.sentence()).isFalse();
        assertThat(line.sentence()).contains(words).endsWith(".").doesNotContain("..").doesNotContain("\n");
        assertThat(line.text()).startsWith("! ");
    }

    @Test
    void javaAndPlatform() {
        Path home = Path.of("/opt/java");
        assertOk(Lines.java(new Facts.Java(21, "Eclipse 21.0.2", home, 64)), "21.0.2");
        assertRemedy(Lines.java(new Facts.Java(11, "Eclipse 11", home, 64)), "17 or newer");
        assertRemedy(Lines.java(new Facts.Java(17, "Eclipse 17", home, 32)), "64 bits");
        assertOk(Lines.platform("Windows 11 10.0", "windows-x86_64", 8), "8 processors");
        assertRemedy(Lines.platform("Mac OS X 14", "macosx-x86_64", 8), "macosx-arm64");
        assertOk(Lines.memory(new Facts.Memory(16 * GB, 9 * GB, 4 * GB)), "16.0 GB, 9.0 GB free");
        assertRemedy(Lines.memory(new Facts.Memory(2 * GB, GB, GB)), "VGG-19");
    }

    @Test
    void tensorFlowAndOthers() {
        assertOk(Lines.tensorFlow(new Facts.Library("2.18.0", Path.of("/x/libtensorflow_cc.so.2"), true, null)),
                "2.18.0", "GPUs", "libtensorflow_cc.so.2");
        assertRemedy(Lines.tensorFlow(new Facts.Library(null, null, false, "It cannot be loaded; do that.")),
                "do that");
        assertOk(Lines.others(Optional.empty(), List.of(), List.of()), "none");
        assertOk(Lines.others(Optional.empty(), List.of(), List.of("libtensorflow-1.15.0.jar")),
                "libtensorflow-1.15.0.jar", "do not matter");
        assertOk(Lines.others(Optional.empty(), List.of("libtensorflow-1.15.0.jar"), List.of()), "do not matter");
        assertRemedy(Lines.others(Optional.of("libtensorflow-1.15.0.jar"), List.of("libtensorflow-1.15.0.jar"),
                List.of()), "libtensorflow-1.15.0.jar comes first", "take it off");
    }

    @Test
    void aGpuThatIsUsed() {
        assertOk(Lines.devices(List.of(CPU, GPU)), "CPU:0, GPU:0 (14.0 GB");
        assertOk(Lines.gpu(gpu(true, List.of(CARD), CUDNN), List.of(CPU, GPU)), "used: NVIDIA RTX A4000 (16376 MB",
                "driver 550.54.14");
        assertThat(Lines.cuda(gpu(true, List.of(CARD), CUDNN))).allMatch(Diagnosed::ok)
                .anyMatch(line -> line.sentence().contains("libcudnn.so.9.3.0"))
                .anyMatch(line -> line.sentence().contains(GpuFacts.WANTED));
    }

    @Test
    void aGpuThatIsNotUsed() {
        List<Device> cpu = List.of(CPU);
        assertOk(Lines.gpu(gpu(false, List.of()), cpu), "no NVIDIA card", "the one for the CPU");
        assertOk(Lines.gpu(gpu(true, List.of(), NO_CUDNN), cpu), "no NVIDIA card", "takes half");
        assertRemedy(Lines.gpu(gpu(false, List.of(CARD), CUDNN), cpu), "RTX A4000", "scripts/setup gpu");
        assertRemedy(Lines.gpu(gpu(true, List.of(CARD), NO_CUDNN), cpu), "libcudnn.so.9", "libcudnn.so.8");
        assertRemedy(Lines.gpu(gpu(true, List.of(CARD), CUDNN), cpu), "TF_CPP_MIN_LOG_LEVEL=0");
        assertRemedy(Lines.cuda(gpu(true, List.of(CARD), NO_CUDNN)).get(0), "libcudnn.so.9: not found", "cuDNN 9.3");
        assertOk(Lines.cuda(gpu(true, List.of(), NO_CUDNN)).get(0), "not needed");
        assertOk(Lines.cuda(gpu(false, List.of())).get(0), "not needed", GpuFacts.WANTED);
    }

    @Test
    void folders() {
        Path path = Path.of(System.getProperty("user.home"), ".javacpp", "cache");
        assertOk(Lines.folder(new Facts.Folder("unpacked libraries", path, 683_000_000, 50 * GB, true)),
                "~/.javacpp/cache", "683 MB used", "50.0 GB free");
        assertRemedy(Lines.folder(new Facts.Folder("temporary files", path, -1, GB, true)), "make room");
        assertRemedy(Lines.folder(new Facts.Folder("cached features", path, 0, 50 * GB, false)), "cannot be written");
        assertOk(Lines.leftovers(new Facts.Leftovers(List.of(), 0)), "no unpacked libraries");
        assertOk(Lines.leftovers(new Facts.Leftovers(List.of("tensorflow-core-native-1.0.0-linux-x86_64.jar"),
                652_000_000)), "1.0.0", "652 MB", "--clean", "clean=true");
    }

    @Test
    void predictions() {
        Trial cpu = new Trial("cpu", "CPU:0", 24, 0.4, new float[] {.25f, .5f}, null);
        Trial near = new Trial("gpu:0", "GPU:0", 24, 0.02, new float[] {.2504f, .5f}, null);
        Trial far = new Trial("gpu:1", "GPU:1", 24, 0.02, new float[] {.25f, .52f}, null);
        Trial none = Trials.failed("gpu:0", "It is not there; look.");
        assertOk(Lines.prediction(near), "gpu:0", "0.020 s on GPU:0");
        assertRemedy(Lines.prediction(none), "gpu:0: It is not there");
        assertThat(Lines.agreement(List.of(cpu, none))).isEmpty();
        assertOk(Lines.agreement(List.of(cpu, near)).orElseThrow(), "cpu, gpu:0", "4.0e-04");
        assertRemedy(Lines.agreement(List.of(cpu, near, far)).orElseThrow(), "2.0e-02", "driver");
    }
}
