package org.slicelstm.fiji;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slicelstm.UserException;

/**
 * How a worker is started: by the Java that runs this process, with the options of {@code scripts/java-options} and
 * those of the variable {@code SLICELSTM_JAVA_OPTIONS}.
 *
 * @param java      the program
 * @param options   what it is told before the main class
 * @param classPath jars and folders
 * @param arguments the main class and what that is told
 */
record WorkerJava(String java, List<String> options, List<String> classPath, List<String> arguments) {
    private static final String MAIN = "org.slicelstm.cli.Main";
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    /** The first Java that warns of native access unless told that it is meant. */
    private static final int WARNS_OF_NATIVE_ACCESS = 23;

    private static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "1", "TF_CPP_MIN_LOG_LEVEL",
            "3");

    WorkerJava {
        options = List.copyOf(options);
        classPath = List.copyOf(classPath);
        arguments = List.copyOf(arguments);
    }

    /** @throws UserException if this Java has no launcher, or a library is missing */
    static WorkerJava command(double idleMinutes) {
        List<String> options = options(Runtime.version().feature());
        options.addAll(further(System.getProperty(CACHE), System.getenv("SLICELSTM_JAVA_OPTIONS")));
        return new WorkerJava(launcher().toString(), options, WorkerClassPath.entries(),
                List.of(MAIN, "worker", "--idle-minutes", Double.toString(idleMinutes)));
    }

    /**
     * The program and its arguments.
     *
     * @param classPathFile where {@link #writeClassPath} wrote
     */
    List<String> words(Path classPathFile) {
        List<String> words = new ArrayList<>();
        words.add(java);
        words.addAll(options);
        words.add("@" + classPathFile);
        words.addAll(arguments);
        return words;
    }

    /**
     * Writes the class path as a file of arguments that Java reads as it starts: Fiji has hundreds of jars, and Windows
     * allows a command line of 32,767 characters, a variable of the environment too.
     */
    void writeClassPath(Path file) throws IOException {
        String quoted = String.join(File.pathSeparator, classPath).replace("\\", "\\\\");
        Files.writeString(file, "-cp \"" + quoted + "\"\n", Charset.forName(System.getProperty("native.encoding")));
    }

    /**
     * What is added to this process's environment. Where that has no locale but C, the worker gets the one of UTF-8 by
     * which it can open files of any name.
     *
     * @param names how this process writes names of files
     */
    static Map<String, String> environment(Charset names) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        if (names.equals(StandardCharsets.US_ASCII)) {
            environment.put("LC_ALL", "C.UTF-8");
        }
        return environment;
    }

    /** Options for a Java of that version. */
    static List<String> options(int version) {
        List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmn32m", "-XX:SurvivorRatio=1",
                "-XX:MaxRAMPercentage=40", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-Djava.awt.headless=true",
                "-Dlogback.configurationFile=org/slicelstm/cli/logback.xml"));
        // Standard output is for the events; the virtual machine's own last words go to the log.
        options.add("-XX:+DisplayVMOutputToStderr");
        if (version >= WARNS_OF_NATIVE_ACCESS) {
            options.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        return options;
    }

    /**
     * What else it is told: where this process was told to unpack native libraries, and what the user wants.
     *
     * @param cache folder of unpacked libraries, or null for the usual one
     * @param own   options separated by spaces, as {@code scripts/slicelstm} takes them, or null
     */
    static List<String> further(String cache, String own) {
        List<String> further = new ArrayList<>();
        if (cache != null) {
            further.add("-D" + CACHE + "=" + Path.of(cache).toAbsolutePath());
        }
        if (own != null && !own.isBlank()) {
            further.addAll(List.of(own.strip().split("\\s+")));
        }
        return further;
    }

    private static Path launcher() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path java = Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
        if (!Files.isExecutable(java)) {
            throw new UserException("There is no Java at " + java + ", from which SliceLSTM's worker would be started; "
                    + "let Fiji run with a complete Java.");
        }
        return java;
    }
}
