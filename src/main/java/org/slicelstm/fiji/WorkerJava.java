package org.slicelstm.fiji;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slicelstm.UserException;

/**
 * How a worker is started: by the Java that runs this process, with the options of {@code scripts/java-options}.
 *
 * @param words       the program and its arguments
 * @param environment what is added to this process's environment
 */
record WorkerJava(List<String> words, Map<String, String> environment) {
    private static final String MAIN = "org.slicelstm.cli.Main";
    /** The first Java that warns of native access unless told that it is meant. */
    private static final int WARNS_OF_NATIVE_ACCESS = 23;

    WorkerJava {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** @throws UserException if this Java has no launcher, or a library is missing */
    static WorkerJava command(double idleMinutes) {
        List<String> words = new ArrayList<>();
        words.add(launcher().toString());
        words.addAll(options(Runtime.version().feature()));
        words.add(MAIN);
        words.add("worker");
        words.add("--idle-minutes");
        words.add(Double.toString(idleMinutes));
        String classPath = String.join(File.pathSeparator, WorkerClassPath.entries());
        // Not as an argument: Windows allows a command line of 32,767 characters.
        return new WorkerJava(words, Map.of("CLASSPATH", classPath, "MALLOC_ARENA_MAX", "1",
                "TF_CPP_MIN_LOG_LEVEL", "3"));
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
