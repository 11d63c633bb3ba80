package org.slicelstm.fiji;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder laid out as Fiji's, with SliceLSTM installed and a TensorFlow 1 that another plugin brought. */
final class FijiFolder {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path TENSORFLOW_1 = Path.of("target", "foreign-tensorflow", "libtensorflow-1.15.0.jar");

    private FijiFolder() {
    }

    static Path make(Path fiji) throws IOException {
        Path jars = Files.createDirectories(fiji.resolve("jars"));
        Path bioFormats = Files.createDirectories(jars.resolve("bio-formats"));
        Path lib = Files.createDirectories(fiji.resolve("lib/slicelstm"));
        Path natives = Files.createDirectories(fiji.resolve("lib/linux64"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            String name = jar.getFileName().toString();
            if (!name.endsWith(".jar")) {
                continue;
            }
            boolean own = name.matches("(tensorflow-core|ndarray|javacpp|protobuf|picocli|commons-csv|jhdf).*");
            Path folder = own && name.contains("linux-x86_64") ? natives : own ? lib
                    : name.startsWith("bioformats") ? bioFormats : jars;
            Files.createSymbolicLink(folder.resolve(name), jar);
        }
        Files.copy(TENSORFLOW_1, jars.resolve(TENSORFLOW_1.getFileName()));
        pack(CLASSES, Files.createDirectories(fiji.resolve("plugins")).resolve("slicelstm-0.1.0.jar"));
        return fiji;
    }

    /** The flat class path of Fiji's process, TensorFlow 1 first, and the test's own classes. */
    static String classPath(Path fiji) throws IOException {
        List<String> entries = new ArrayList<>();
        entries.add(fiji.resolve("jars").resolve(TENSORFLOW_1.getFileName()).toString());
        for (String folder : List.of("jars", "jars/bio-formats", "plugins")) {
            try (Stream<Path> files = Files.list(fiji.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(file -> entries.add(file.toString()));
            }
        }
        entries.add(Path.of("target", "test-classes").toAbsolutePath().toString());
        return String.join(File.pathSeparator, entries);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }
}
