package org.slicelstm.fiji;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.slicelstm.UserException;

/**
 * The worker's class path: SliceLSTM and its own libraries first, then what Fiji has. A TensorFlow that another plugin
 * brought into Fiji has the same package names and is left out wherever it stands.
 */
final class WorkerClassPath {
    private static final String UPDATE = "; update SliceLSTM by Help > Update... and restart Fiji.";

    private WorkerClassPath() {
    }

    /** @throws UserException if libraries are missing */
    static List<String> entries() {
        Path own = own();
        return isInFiji(own) ? ofFiji(own.getParent().getParent(), own)
                : ofProcess(own, System.getProperty("java.class.path"));
    }

    /**
     * In Fiji: the plugin, {@code lib/slicelstm} and {@code lib/<platform>}, then {@code jars} and
     * {@code jars/bio-formats}, and Bio-Formats where it was put into {@code plugins}.
     *
     * @param fiji Fiji's folder
     * @param own  the plugin's jar
     * @throws UserException if libraries are missing, or Bio-Formats is nowhere
     */
    static List<String> ofFiji(Path fiji, Path own) {
        Set<String> entries = new LinkedHashSet<>();
        entries.add(own.toString());
        Path lib = fiji.resolve("lib");
        List<Path> ours = new ArrayList<>(jars(lib.resolve("slicelstm")));
        for (String platform : platforms()) {
            ours.addAll(jars(lib.resolve(platform)));
        }
        if (ours.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("tensorflow-core-api"))) {
            throw new UserException("SliceLSTM's libraries are not in " + lib.resolve("slicelstm") + UPDATE);
        }
        ours.forEach(jar -> entries.add(jar.toString()));
        List<Path> theirs = new ArrayList<>();
        for (String folder : List.of("jars", "jars/bio-formats")) {
            jars(fiji.resolve(folder)).stream().filter(jar -> !isTensorFlow(jar)).forEach(theirs::add);
        }
        for (String folder : List.of("plugins", "plugins/bio-formats")) {
            jars(fiji.resolve(folder)).stream().filter(WorkerClassPath::isBioFormats).forEach(theirs::add);
        }
        if (theirs.stream().noneMatch(jar -> name(jar).matches("(bioformats_package|formats-bsd).*"))) {
            throw new UserException("Bio-Formats is neither in " + fiji.resolve("jars").resolve("bio-formats")
                    + " nor in " + fiji.resolve("plugins") + "; install it by Help > Update..., or put "
                    + "bioformats_package.jar into one of them, and restart Fiji.");
        }
        theirs.forEach(jar -> entries.add(jar.toString()));
        return List.copyOf(entries);
    }

    /**
     * Outside of Fiji (a development checkout): this process's own class path without a foreign TensorFlow.
     *
     * @param own       where SliceLSTM's classes are
     * @param classPath as {@code java.class.path} gives it
     */
    static List<String> ofProcess(Path own, String classPath) {
        Set<String> entries = new LinkedHashSet<>();
        entries.add(own.toString());
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!entry.isEmpty() && (!isTensorFlow(Path.of(entry)) || isOurTensorFlow(Path.of(entry)))) {
                entries.add(entry);
            }
        }
        return List.copyOf(entries);
    }

    /** Jars of other plugins' TensorFlow, by their names: what the worker's class path leaves out. */
    static List<String> leftOut() {
        Path own = own();
        if (!isInFiji(own)) {
            return others(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of));
        }
        return leftOutOfFiji(own.getParent().getParent());
    }

    /** @param fiji Fiji's folder */
    static List<String> leftOutOfFiji(Path fiji) {
        return others(Stream.of("jars", "jars/bio-formats", "plugins").flatMap(each -> jars(fiji.resolve(each))
                .stream()));
    }

    private static List<String> others(Stream<Path> jars) {
        return jars.filter(jar -> isTensorFlow(jar) && !isOurTensorFlow(jar)).map(jar -> jar.getFileName().toString())
                .distinct().toList();
    }

    /** Whether SliceLSTM is a jar in one of Fiji's folders. */
    private static boolean isInFiji(Path own) {
        Path folder = own.getParent();
        return Files.isRegularFile(own) && folder.getParent() != null
                && List.of("plugins", "jars").contains(folder.getFileName().toString());
    }

    private static Path own() {
        try {
            return Path.of(WorkerClassPath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class is loaded from a file", e);
        }
    }

    /** By its jar's name: {@code libtensorflow-1.15.0.jar}, {@code tensorflow-1.15.0.jar}, {@code proto-1.15.0.jar}. */
    private static boolean isTensorFlow(Path jar) {
        String name = name(jar);
        return name.startsWith("libtensorflow") || name.startsWith("tensorflow-") || name.matches("proto-\\d.*\\.jar");
    }

    /** The one jar of everything, or the readers alone, which come with what they need. */
    private static boolean isBioFormats(Path jar) {
        return name(jar).matches("(bioformats_package|formats-(api|bsd|gpl)|ome-).*");
    }

    private static boolean isOurTensorFlow(Path jar) {
        return name(jar).startsWith("tensorflow-core-");
    }

    private static String name(Path jar) {
        return jar.getFileName() == null ? "" : jar.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /** The folders of this platform as Fiji's updater names them. */
    private static List<String> platforms() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = List.of("aarch64", "arm64").contains(System.getProperty("os.arch"));
        String name = system.startsWith("windows") ? "win" : system.startsWith("mac") ? "macos" : "linux";
        return List.of(name + (arm ? "-arm64" : "64"), name + "x");
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UserException(folder + " cannot be read" + UPDATE, e);
        }
    }
}
