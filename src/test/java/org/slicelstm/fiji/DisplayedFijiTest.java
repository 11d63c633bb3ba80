package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The table, the plot, the marks, the heat map and the live curves in windows, on a display of their own. Run by {@code -Dslicelstm.display=true}. */
@EnabledIf("hasDisplays")
class DisplayedFijiTest {
    private static final Path XVFB = Path.of("/usr/bin/Xvfb");
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    static boolean hasDisplays() {
        return Boolean.getBoolean("slicelstm.display") && Files.isExecutable(XVFB);
    }

    @Test
    void everythingThatIsShownAppears() throws Exception {
        Process display = new ProcessBuilder(XVFB.toString(), "-displayfd", "1", "-screen", "0", "1280x1024x24",
                "-nolisten", "tcp").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader number = display.inputReader()) {
            assertThat(facts(number.readLine())).contains("plot true", "heat 1", "rows 9", "checked 1", "curves 5")
                    .anyMatch(fact -> fact.matches("marks [1-9]\\d*"))
                    .anyMatch(fact -> fact.matches("opened (\\S+) of \\1"));
        } finally {
            display.destroy();
        }
        for (String picture : List.of("plot", "marks", "heat-map", "table", "installation", "training")) {
            assertThat(folder.resolve(picture + ".png")).isNotEmptyFile();
        }
    }

    private List<String> facts(String display) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), DisplayedFiji.class.getName(), folder.toString(),
                "models/demo").redirectError(folder.resolve("errors").toFile());
        builder.environment().put("DISPLAY", ":" + display);
        Process fiji = builder.start();
        try (BufferedReader lines = fiji.inputReader()) {
            List<String> facts = lines.lines().toList();
            assertThat(fiji.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(fiji.exitValue()).as(Files.readString(folder.resolve("errors"))).isZero();
            return facts;
        }
    }
}
