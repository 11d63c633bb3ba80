package org.slicelstm.graph;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;
import org.slicelstm.UserException;

/**
 * Native libraries in a jar on the class path, which JavaCPP unpacks into {@code <cache>/<jar>/<folder in it>} before
 * the first use.
 *
 * @param folder where they are unpacked to
 * @param files  what belongs there
 * @param last   the one that is unpacked after the others
 */
record NativeFiles(Path folder, List<NativeFile> files, String last) {
    private static final String TENSORFLOW = "org/tensorflow/internal/c_api/";
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    /** A library's name and size in bytes. */
    record NativeFile(String name, long bytes) { }

    /** Of TensorFlow, the one that JavaCPP takes: the build for GPUs where it is there. Empty where there is none. */
    static Optional<NativeFiles> tensorFlow() {
        String platform = Loader.getPlatform();
        String library = "/" + System.mapLibraryName("jnitensorflow");
        String extension = System.getProperty(EXTENSION);
        List<String> extensions = extension == null ? List.of("-gpu", "") : List.of(extension);
        return extensions.stream().map(each -> of(TENSORFLOW + platform + each + library))
                .flatMap(Optional::stream).findFirst();
    }

    /**
     * The libraries beside a resource; empty where the class path has no such resource in a jar.
     *
     * @param resource the library that is unpacked last
     */
    static Optional<NativeFiles> of(String resource) {
        URL url = NativeFiles.class.getClassLoader().getResource(resource);
        try {
            if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
                return Optional.empty();
            }
            JarFile jar = connection.getJarFile();
            String inside = resource.substring(0, resource.lastIndexOf('/') + 1);
            List<NativeFile> files = jar.stream()
                    .filter(entry -> entry.getName().startsWith(inside))
                    .map(entry -> new NativeFile(entry.getName().substring(inside.length()), entry.getSize()))
                    .filter(file -> file.name().matches("[^/]+\\.(so|dll|dylib)(\\.[0-9.]+)?")).toList();
            Path folder = Loader.getCacheDir().toPath().resolve(Path.of(jar.getName()).getFileName()).resolve(inside);
            return Optional.of(new NativeFiles(folder, files, resource.substring(inside.length())));
        } catch (IOException e) {
            throw new UserException("The native libraries cannot be unpacked (" + e.getMessage() + "); see that the "
                    + "folder .javacpp in your home can be written, or name another one by "
                    + "-Dorg.bytedeco.javacpp.cachedir=FOLDER.", e);
        }
    }

    /** The same without the libraries that have other names. */
    NativeFiles only(List<String> names) {
        return new NativeFiles(folder, files.stream().filter(file -> names.contains(file.name())).toList(), last);
    }

    /** Whether all that is needed is unpacked; a jar may hold more. */
    boolean isUnpacked() {
        return files.stream().filter(file -> file.name().equals(last)).allMatch(file -> unpacked(file) == file.bytes());
    }

    /** Bytes of all files. */
    long bytes() {
        return files.stream().mapToLong(NativeFile::bytes).sum();
    }

    /** Bytes that are unpacked by now. */
    long unpacked() {
        return files.stream().mapToLong(this::unpacked).sum();
    }

    private long unpacked(NativeFile file) {
        try {
            return Math.min(file.bytes(), Files.size(folder.resolve(file.name())));
        } catch (IOException e) {
            // Not there yet.
            return 0;
        }
    }
}
