package org.slicelstm.graph;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * NVIDIA's libraries. TensorFlow's build for GPUs opens them by name when it starts, from wherever the system's loader
 * finds them; a library of the same name that the process has loaded already is found first.
 */
final class CudaLibraries {
    /** What TensorFlow 2.18 opens; without any one of these it uses no GPU. */
    static final List<String> WANTED = List.of("libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12",
            "libcufft.so.11", "libcusolver.so.11", "libcusparse.so.12", "libcudnn.so.9");

    /** Those and what they need in turn, each after what it needs. */
    private static final List<String> IN_ORDER = List.of("libcudart.so.12", "libnvJitLink.so.12",
            "libnvrtc-builtins.so.12.6", "libnvrtc.so.12", "libcublasLt.so.12", "libcublas.so.12", "libcufft.so.11",
            "libcusparse.so.12", "libcusolver.so.11", "libcupti.so.12", "libcudnn_graph.so.9", "libcudnn_ops.so.9",
            "libcudnn_cnn.so.9", "libcudnn_adv.so.9", "libcudnn_heuristic.so.9", "libcudnn_engines_precompiled.so.9",
            "libcudnn_engines_runtime_compiled.so.9", "libcudnn.so.9");

    private CudaLibraries() {
    }

    /** Those of {@code org.bytedeco:cuda} (classifier {@code redist}) on the class path, if it is there. */
    static Optional<NativeFiles> bundled() {
        return NativeFiles.of(resource(IN_ORDER.get(IN_ORDER.size() - 1))).map(files -> files.only(IN_ORDER));
    }

    private static String resource(String name) {
        return "org/bytedeco/cuda/" + Loader.getPlatform() + "/" + name;
    }

    /**
     * Unpacks the bundled libraries and loads them into this process; before TensorFlow is loaded.
     *
     * @throws IOException          if they cannot be unpacked
     * @throws UnsatisfiedLinkError if one cannot be loaded
     */
    static void load() throws IOException {
        List<String> unpacked = new ArrayList<>();
        for (String name : IN_ORDER) {
            URL url = CudaLibraries.class.getClassLoader().getResource(resource(name));
            if (url != null) {
                unpacked.add(Loader.cacheResource(url).getAbsolutePath());
            }
        }
        unpacked.forEach(System::load);
    }
}
