package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.TestJava;

/**
 * The table, the plot, the marks, the heat map and the live curves in windows, on a display of their own. Where
 * {@code -Dslicelstm.screenshots} names a folder, the pictures of the windows are put there.
 */
@EnabledIf(value = "hasDisplays",
        disabledReason = "needs /usr/bin/Xvfb: apt-get install xvfb; is turned off by -Dslicelstm.display=false")
class DisplayedFijiTest {
    private static final Path XVFB = Path.of("/usr/bin/Xvfb");
    private static final String SCREENSHOTS = System.getProperty("slicelstm.screenshots");
    /** A machine that does nothing else needs half a minute. */
    private static final long PATIENCE_SECONDS = 400;

    @TempDir
    Path folder;

    static boolean hasDisplays() {
        return !"false".equals(System.getProperty("slicelstm.display")) && Files.isExecutable(XVFB);
    }

    @Test
    void everythingThatIsShownAppears() throws Exception {
        Process display = new ProcessBuilder(XVFB.toString(), "-displayfd", "1", "-screen", "0", "1280x1024x24",
                "-nolisten", "tcp").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        int patients = SCREENSHOTS == null ? 8 : 30;
        int epochs = SCREENSHOTS == null ? 5 : 20;
        try (BufferedReader number = display.inputReader()) {
            List<String> facts = facts(number.readLine(), patients, epochs);
            assertThat(facts)
                    .contains("plot true", "heat 1", "rows " + (patients + 5), "checked 1", "curves 5")
                    .contains("in front mine", "numbers of five predictions 1 of 5", "closed true",
                            "second open image 2", "told true", "slider [2]")
                    .doesNotContain("current false")
                    .anyMatch(fact -> fact.matches("marks [1-9]\\d*"))
                    .anyMatch(fact -> fact.matches("opened (\\S+) of \\1"));
            List<String> lines = facts.stream().filter(fact -> fact.startsWith("line ")).toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).matches("line run\\(\"Train Model\\.{3}\", \"table=PATH .* newfolder=PATH .* "
                    + "freeze=true metric=loss .* device=cpu\"\\);");
            assertThat(lines.get(1)).isEqualTo("line run(\"Predict Patient...\", \"source=[open image] path= "
                    + "model=models/demo row=[open image] axis=auto slices= intensity=calibrated window=model "
                    + "orders=model evidence=0 device=auto plot=false marks=true csv=\");");
        } finally {
            display.destroy();
        }
        for (String picture : List.of("plot", "marks", "heat-map", "table", "installation", "training")) {
            Path file = folder.resolve(picture + ".png");
            assertThat(file).isNotEmptyFile();
            if (SCREENSHOTS != null && !picture.equals("installation")) {
                Files.copy(file, Path.of(SCREENSHOTS, "fiji-" + picture + ".png"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** What Fiji says is there. Into a file: a pipe would stay open, and this test hang, for as long as Fiji does. */
    private List<String> facts(String display, int patients, int epochs) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(TestJava.command("-cp", System.getProperty("java.class.path"),
                DisplayedFiji.class.getName(), folder.toString(), "models/demo", Integer.toString(patients),
                Integer.toString(epochs))).redirectOutput(said.toFile()).redirectError(errors.toFile());
        builder.environment().put("DISPLAY", ":" + display);
        Process fiji = builder.start();
        try {
            boolean ended = fiji.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as(() -> whereItHangs(fiji)).isTrue();
            assertThat(fiji.exitValue()).as(Files.readString(errors)).isZero();
            return Files.readAllLines(said);
        } finally {
            fiji.destroyForcibly();
        }
    }

    private static String whereItHangs(Process fiji) {
        try {
            Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
            return new String(new ProcessBuilder(jstack.toString(), "-l", Long.toString(fiji.pid())).start()
                    .getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "it hangs, and where cannot be told: " + e.getMessage();
        }
    }
}
