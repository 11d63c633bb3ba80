package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TensorFlowLibraryTest {
    /** As JavaCPP says it on a disk that is mounted noexec. */
    @Test
    void aDiskThatForbidsExecutingIsNamed() {
        Throwable first = new UnsatisfiedLinkError("/cache/x.jar/org/libjnitensorflow.so: "
                + "/cache/x.jar/org/libjnitensorflow.so: failed to map segment from shared object");
        Throwable told = new UnsatisfiedLinkError("no jnitensorflow in java.library.path: /lib").initCause(first);
        assertThat(TensorFlowLibrary.whyNotLoaded(told, Path.of("cache"))).contains("from cache: ", "noexec",
                "-Dorg.bytedeco.javacpp.cachedir=FOLDER", "SLICELSTM_JAVA_OPTIONS");
        assertThat(TensorFlowLibrary.whyNotLoaded(new UnsatisfiedLinkError("no jnitensorflow"), Path.of("cache")))
                .contains("(no jnitensorflow)").doesNotContain("noexec");
    }
}
