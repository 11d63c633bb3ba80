package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/slicelstm} from a copy of the checkout's scripts, with the classes of these tests. */
@DisabledOnOs(OS.WINDOWS)
class ScriptsTest {
    @TempDir
    private Path folder;
    private Path scripts;

    /** What a program gave. */
    private record Ended(int status, String output) { }

    @BeforeEach
    void copyScripts() throws IOException {
        Path root = Files.createDirectories(folder.resolve("a checkout"));
        scripts = Files.createDirectory(root.resolve("scripts"));
        for (String each : List.of("slicelstm", "java-options", "locale")) {
            Files.copy(Path.of("scripts", each), scripts.resolve(each));
        }
        Path setup = Files.writeString(scripts.resolve("setup"), "#!/bin/sh\n");
        for (Path each : List.of(setup, scripts.resolve("slicelstm"))) {
            assertThat(each.toFile().setExecutable(true)).isTrue();
        }
        Path target = Files.createDirectory(root.resolve("target"));
        List<String> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).toList();
        Files.writeString(target.resolve("slicelstm.classpath"), String.join(File.pathSeparator, entries));
    }

    private Ended run(Map<String, String> environment, List<String> words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        List.of("LANG", "LC_ALL", "LC_CTYPE").forEach(builder.environment()::remove);
        builder.environment().put("PATH", Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator
                + System.getenv("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** The bytes of the name in UTF-8, which a shell writes whatever the locale of this process. */
    private void makePatient() throws IOException, InterruptedException {
        Pictures.patient(folder.resolve("p"));
        assertThat(run(Map.of("LC_ALL", "C"), List.of("bash", "-c", "mkdir all && mv p $'all/Jos\\xc3\\xa9'")).status())
                .isZero();
    }

    @Test
    void aChainOfLinksLeadsToTheTool() throws IOException, InterruptedException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("absolute"), scripts.resolve("slicelstm"));
        Files.createSymbolicLink(bin.resolve("tool"), Path.of("..", "bin", "absolute"));
        Ended ended = run(Map.of("PATH", bin + File.pathSeparator + System.getenv("PATH")), List.of("bash", "-c",
                "bin/tool --version && cd / && tool --version"));
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output().lines()).hasSize(2).allMatch(line -> line.contains("0."));
    }

    @Test
    void namesBeyondAsciiAreReadWithoutALocaleOfUtf8() throws IOException, InterruptedException {
        assumeTrue(run(Map.of("LC_ALL", "C.UTF-8"), List.of("locale", "charmap")).output().strip().equals("UTF-8"));
        makePatient();
        for (Map<String, String> each : List.of(Map.of("LC_ALL", "C"), Map.<String, String>of())) {
            Ended ended = run(each, List.of("bash", "-c", scriptOn("inspect all $'all/Jos\\xc3\\xa9'")));
            assertThat(ended.status()).as(ended.output()).isZero();
            assertThat(ended.output()).contains("Jos\u00e9: 3 slices").contains("all/Jos\u00e9/10.png");
        }
    }

    @Test
    void javaWithoutSuchALocaleSaysSo() throws IOException, InterruptedException {
        makePatient();
        String java = "java -cp '" + System.getProperty("java.class.path") + "' org.slicelstm.cli.Main inspect ";
        Ended given = run(Map.of("LC_ALL", "C"), List.of("bash", "-c", java + "$'all/Jos\\xc3\\xa9'"));
        assumeTrue(given.status() != 0, "this system writes names in UTF-8 whatever its locale");
        assertThat(given.status()).as(given.output()).isEqualTo(2);
        assertThat(given.output()).startsWith("SliceLSTM: The name 'all/Jos").contains("LC_ALL");
        Ended found = run(Map.of("LC_ALL", "C"), List.of("bash", "-c", java + "all"));
        assertThat(found.status()).as(found.output()).isZero();
        assertThat(found.output()).contains("that the locale (").contains("LC_ALL").doesNotContain("\tat ");
    }

    private String scriptOn(String arguments) {
        return "'" + scripts.resolve("slicelstm") + "' " + arguments;
    }
}
