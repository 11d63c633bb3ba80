package org.slicelstm.graph;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.tensorflow.TensorFlow;

/** Whether TensorFlow's native library is there. */
public final class TensorFlowLibrary {
    private static final long BYTES_A_MB = 1_000_000;
    private static final long LOOK_MILLIS = 200;

    private TensorFlowLibrary() {
    }

    /**
     * Loads the native library where that has not been done.
     *
     * @return TensorFlow's version
     * @throws UserException if there is none for this computer
     */
    public static String require() {
        return require(Progress.NONE);
    }

    /**
     * The same, telling how far the unpacking is where the library must be unpacked first.
     *
     * @throws UserException if there is none for this computer, another TensorFlow comes before it on the class path,
     *                       or the disk has no room for it
     */
    public static String require(Progress progress) {
        foreign().ifPresent(jar -> {
            throw new UserException("Another TensorFlow, " + jar + ", comes before SliceLSTM's own on the class path; "
                    + "take it off, or start SliceLSTM by scripts/slicelstm or from Fiji's menu, where it does not "
                    + "matter.");
        });
        List<NativeFiles> files = files();
        Thread watch = null;
        try {
            if (!isUnpacked(files)) {
                requireRoom(files);
                watch = new Thread(() -> watch(files, progress), "unpacking");
                watch.setDaemon(true);
                watch.start();
            }
            if (CudaLibraries.bundled().isPresent() && isGpu(files)) {
                CudaLibraries.load();
            }
            return TensorFlow.version();
        } catch (LinkageError | IOException e) {
            throw new UserException(whyNotLoaded(e, cacheFolder()), e);
        } finally {
            if (watch != null) {
                watch.interrupt();
                join(watch);
            }
        }
    }

    /** The sentence; a disk that is mounted noexec is told by what the system's loader says, a cause further down. */
    static String whyNotLoaded(Throwable e, Path folder) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (String.valueOf(each.getMessage()).contains("failed to map segment")) {
                return "TensorFlow's native library cannot be loaded from " + folder + ": the disk forbids to execute "
                        + "what lies on it (noexec); name a folder on another disk by "
                        + "-Dorg.bytedeco.javacpp.cachedir=FOLDER in the variable SLICELSTM_JAVA_OPTIONS (in Fiji "
                        + "JAVA_TOOL_OPTIONS).";
            }
        }
        return "TensorFlow's native library for this computer (" + System.getProperty("os.name") + ", "
                + System.getProperty("os.arch") + ") is not on the class path, or cannot be loaded (" + e.getMessage()
                + "); run scripts/setup again, or in Fiji Help > Update... and restart it.";
    }

    /**
     * What the user should know before the library is loaded: that it is unpacked first, which is done once and takes
     * seconds to a minute. Empty where it is unpacked already.
     */
    public static Optional<String> unpackingNote() {
        List<NativeFiles> files = files();
        if (foreign().isPresent() || isUnpacked(files)) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT, "TensorFlow's native library is being unpacked into %s (%d MB); "
                + "this happens once after an installation and takes up to a minute.", cacheFolder(),
                bytes(files) / BYTES_A_MB));
    }

    /** The file of the native library that is loaded, or empty. */
    public static Optional<Path> file() {
        return Loader.getLoadedLibraries().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("tensorflow_cc") || entry.getKey().equals("jnitensorflow"))
                .sorted(Map.Entry.<String, String>comparingByKey().reversed())
                .map(entry -> Path.of(entry.getValue())).findFirst();
    }

    /** This computer, such as {@code linux-x86_64}, as native libraries are named. */
    public static String platform() {
        return Loader.getPlatform();
    }

    /** Where native libraries are unpacked to, a folder for each jar. */
    public static Path cacheFolder() {
        try {
            return Loader.getCacheDir().toPath();
        } catch (IOException e) {
            throw new UserException("There is no folder into which native libraries could be unpacked ("
                    + e.getMessage() + "); name one by -Dorg.bytedeco.javacpp.cachedir=FOLDER.", e);
        }
    }

    /** The jars, by their names, whose libraries this class path unpacks. */
    public static List<String> jars() {
        Path cache = cacheFolder();
        return files().stream().map(each -> cache.relativize(each.folder()).getName(0).toString()).toList();
    }

    /** Whether TensorFlow's native library on the class path is the build for GPUs. */
    public static boolean isGpuBuild() {
        return isGpu(files());
    }

    /** The name of another TensorFlow's jar that hides this one's classes, if there is one on the class path. */
    public static Optional<String> foreign() {
        URL first = resource("org/tensorflow/TensorFlow.class");
        // TensorFlow 1 for Java has no such class.
        URL own = resource("org/tensorflow/ConcreteFunction.class");
        return first == null || own == null || place(first).equals(place(own)) ? Optional.empty()
                : Optional.of(place(first).substring(place(first).lastIndexOf('/') + 1));
    }

    private static URL resource(String name) {
        return TensorFlowLibrary.class.getClassLoader().getResource(name);
    }

    /** {@code jar:file:/a/b.jar} of {@code jar:file:/a/b.jar!/org/tensorflow/TensorFlow.class}. */
    private static String place(URL url) {
        return url.toString().replaceFirst("!?/org/tensorflow/\\w+\\.class$", "");
    }

    private static List<NativeFiles> files() {
        Optional<NativeFiles> tensorFlow = NativeFiles.tensorFlow();
        Optional<NativeFiles> cuda = tensorFlow.isPresent() && isGpu(tensorFlow.stream().toList())
                ? CudaLibraries.bundled() : Optional.empty();
        return Stream.concat(tensorFlow.stream(), cuda.stream()).toList();
    }

    private static boolean isGpu(List<NativeFiles> files) {
        return files.stream().anyMatch(each -> each.folder().endsWith(Loader.getPlatform() + "-gpu"));
    }

    private static boolean isUnpacked(List<NativeFiles> files) {
        return files.stream().allMatch(NativeFiles::isUnpacked);
    }

    private static long bytes(List<NativeFiles> files) {
        return files.stream().mapToLong(NativeFiles::bytes).sum();
    }

    private static long left(List<NativeFiles> files) {
        return bytes(files) - files.stream().mapToLong(NativeFiles::unpacked).sum();
    }

    private static void requireRoom(List<NativeFiles> files) throws IOException {
        long room = Files.getFileStore(cacheFolder()).getUsableSpace();
        if (room < left(files)) {
            throw new UserException(String.format(Locale.ROOT, "TensorFlow's native library needs %d MB in %s, and "
                    + "there are %d; make room, or name another folder by -Dorg.bytedeco.javacpp.cachedir=FOLDER.",
                    left(files) / BYTES_A_MB, cacheFolder(), room / BYTES_A_MB));
        }
    }

    private static void watch(List<NativeFiles> files, Progress progress) {
        try {
            long total = bytes(files);
            for (long done = 0; done < total; TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS)) {
                done = total - left(files);
                progress.update("MB of TensorFlow's library unpacked", done / BYTES_A_MB, total / BYTES_A_MB);
            }
        } catch (InterruptedException e) {
            // The library is loaded.
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread watch) {
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
