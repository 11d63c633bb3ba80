package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slicelstm.graph.GpuFacts.Card;
import org.slicelstm.graph.GpuFacts.CudaFile;

/** What is said on computers that are not at hand. */
class GpuFactsTest {
    private static final Card CARD = new Card("NVIDIA RTX A4000", 16376, 15901);
    private static final CudaFile DRIVER = new CudaFile("libcuda.so.1", "/usr/lib/libcuda.so.550.54.14", null, null);

    private static GpuFacts facts(boolean gpuLibrary, List<Card> cards, CudaFile... others) {
        List<CudaFile> files = new ArrayList<>();
        for (String name : CudaLibraries.WANTED) {
            files.add(List.of(others).stream().filter(other -> other.name().equals(name)).findFirst()
                    .orElse(new CudaFile(name, "/usr/local/cuda/lib64/" + name + ".5.99", null, null)));
        }
        return new GpuFacts("linux", gpuLibrary, cards, "550.54.14", DRIVER, files, null);
    }

    private static CudaFile missing(String name, String elsewhere) {
        return new CudaFile(name, null, name + ": cannot open shared object file: No such file or directory",
                elsewhere);
    }

    @Test
    void nothingIsInTheWayOfACardWithAllThatItNeeds() {
        GpuFacts all = facts(true, List.of(CARD));
        assertThat(all.obstacle()).isEmpty();
        assertThat(all.whyNot()).contains("TF_CPP_MIN_LOG_LEVEL=0");
    }

    @Test
    void noCardAndTheBuildForTheCpuIsNoFallback() {
        GpuFacts none = facts(false, List.of());
        assertThat(none.whyNot()).contains("no NVIDIA card").contains("the one for the CPU");
        assertThat(none.fallback("CPU:0")).isEmpty();
        assertThat(facts(true, List.of()).fallback("CPU:0").orElseThrow()).contains("CPU:0").contains("no NVIDIA card")
                .doesNotContain("the one for the CPU").doesNotContain("\n");
    }

    @Test
    void aCardWithTheBuildForTheCpuIsToldHowToGetTheOther() {
        assertThat(facts(false, List.of(CARD)).fallback("CPU:0").orElseThrow()).contains("the one for the CPU")
                .contains("scripts/setup gpu").contains("update site");
    }

    @Test
    void missingLibrariesAreNamed() {
        String why = facts(true, List.of(CARD), missing("libcudnn.so.9", "/usr/lib/libcudnn.so.8"),
                missing("libcufft.so.11", null)).whyNot();
        assertThat(why).contains("libcufft.so.11, libcudnn.so.9 (there is /usr/lib/libcudnn.so.8)")
                .contains("cuDNN 9.3").contains("scripts/setup gpu cuda").doesNotContain("libcudart");
    }

    @Test
    void aLibraryThatLacksAnotherSaysWhich() {
        CudaFile broken = new CudaFile("libcusolver.so.11", null, "libnvJitLink.so.12: cannot open shared object file",
                "/usr/local/cuda/lib64/libcusolver.so.11");
        assertThat(facts(true, List.of(CARD), broken).whyNot()).contains("libcusolver.so.11")
                .contains("libnvJitLink.so.12");
    }

    @Test
    void cudnnMustBeAsNewAsTheOneThatTensorFlowWasBuiltWith() {
        CudaFile old = new CudaFile("libcudnn.so.9", "/usr/lib/libcudnn.so.9.1.1", null, null);
        assertThat(facts(true, List.of(CARD), old).whyNot()).contains("too old").contains("libcudnn.so.9.1.1");
        for (String good : List.of("libcudnn.so.9", "libcudnn.so.9.3.0", "libcudnn.so.9.10.2")) {
            assertThat(facts(true, List.of(CARD), new CudaFile("libcudnn.so.9", "/usr/lib/" + good, null, null))
                    .obstacle()).as(good).isEmpty();
        }
    }

    @Test
    void theDriverIsToldFirst() {
        GpuFacts good = facts(true, List.of(CARD), missing("libcudnn.so.9", null));
        GpuFacts none = new GpuFacts("linux", true, good.cards(), "", missing("libcuda.so.1", null), good.cuda(), null);
        assertThat(none.whyNot()).contains("driver cannot be loaded").contains("libcuda.so.1").contains("container")
                .doesNotContain("libcudnn");
        GpuFacts old = new GpuFacts("linux", true, good.cards(), "470.82.01", DRIVER, good.cuda(), null);
        assertThat(old.whyNot()).contains("470.82.01").contains("525");
    }

    @Test
    void hiddenCardsAndOtherSystems() {
        GpuFacts all = facts(true, List.of(CARD));
        assertThat(new GpuFacts("linux", true, all.cards(), "550.1", DRIVER, all.cuda(), "-1").whyNot())
                .contains("CUDA_VISIBLE_DEVICES is '-1'");
        assertThat(new GpuFacts("linux", true, all.cards(), "550.1", DRIVER, all.cuda(), "1").obstacle()).isEmpty();
        assertThat(new GpuFacts("windows", false, all.cards(), "550.1", DRIVER, List.of(), null).whyNot())
                .contains("WSL 2");
        assertThat(new GpuFacts("mac", false, List.of(), "", DRIVER, List.of(), null).whyNot()).contains("Mac");
    }

    @Test
    void chunksFollowTheMemory() {
        // 224 × 224 pixels of 1024 bytes are 51 MB a picture.
        assertThat(DeviceRun.chunk(80_000_000_000L, 224, 224)).isEqualTo(64);
        assertThat(DeviceRun.chunk(2_000_000_000L, 224, 224)).isEqualTo(19);
        assertThat(DeviceRun.chunk(50_000_000L, 224, 224)).isEqualTo(1);
        assertThat(DeviceRun.chunk(0, 224, 224)).isEqualTo(1);
    }

    @Test
    void thisComputerIsLookedAt() {
        GpuFacts here = GpuProbe.look();
        assertThat(here.system()).isIn("linux", "windows", "mac");
        assertThat(here.gpuLibrary()).isEqualTo(TensorFlowLibrary.file().orElseThrow().toString().contains("-gpu"));
        if (here.cards().isEmpty()) {
            assertThat(here.obstacle().orElseThrow()).containsAnyOf("no NVIDIA card", "Mac");
        }
    }
}
