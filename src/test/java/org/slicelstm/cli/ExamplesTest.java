package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The commands that README and the help of each command give are run as they stand, in a folder of their own. Only the
 * patients are fewer and have two slices each, and what names weights that are fetched first is parsed and not run.
 */
class ExamplesTest {
    private static final String TOOL = "scripts/slicelstm ";
    private static final int MOST_PATIENTS = 8;
    private static final int SLICES = 2;
    /** Options whose values are files or folders. */
    private static final Set<String> PATHS = Set.of("--out", "--table", "--images", "--plots", "--split-file",
            "--montage",
            "--model");
    /** Values that stand alone and are no path. */
    private static final Set<String> WORDS = Set.of("list", "shuffling", "help");
    /** What a training from such weights makes. */
    private static final String MADE_OF_WEIGHTS = "my-run";
    private static final Pattern PATIENTS = Pattern.compile("--patients (\\d+)");

    /** Patients that were drawn already, by the words of their command. */
    @TempDir
    private static Path drawn;
    @TempDir
    private Path folder;
    private final Tool tool = new Tool();

    static Stream<List<String>> commands() {
        List<List<String>> names = new ArrayList<>(List.of(List.of()));
        new CommandLine(new Main()).getSubcommands().forEach((name, command) -> {
            if (!command.getCommandSpec().usageMessage().hidden() && !name.equals("help")) {
                names.add(List.of(name));
                command.getSubcommands().keySet().forEach(inner -> names.add(List.of(name, inner)));
            }
        });
        return names.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpOfEachCommandHasAnExampleThatRuns(List<String> command) throws Exception {
        PrintStream err = System.err;
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
            assertThat(tool.run(command, "--help")).isZero();
        } finally {
            System.setErr(err);
        }
        // picocli takes a lone percent sign for a placeholder and says so.
        assertThat(warnings.toString(StandardCharsets.UTF_8)).doesNotContain("picocli");
        assertThat(tool.output()).doesNotContain("%%").doesNotContain("%n");
        List<String> lines = commandLines(tool.output().lines().filter(line -> line.startsWith("  ")).toList());
        String own = TOOL + String.join(" ", command);
        assertThat(lines).as("examples of %s", command).anyMatch(line -> (line + " ").startsWith(own.strip() + " "));
        runAll(lines);
    }

    @Test
    void theCommandsOfTheReadmeRunOneAfterTheOther() throws Exception {
        List<String> lines = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            code = line.startsWith("```") != code;
            if (code) {
                lines.add(line);
            }
        }
        List<String> commands = commandLines(lines);
        assertThat(commands).anyMatch(line -> line.startsWith(TOOL + "train ") && line.contains("--test"))
                .anyMatch(line -> line.startsWith(TOOL + "evaluate ") && line.contains("--split test"));
        // The readers' own patients.
        run(TOOL + "phantoms --patients 8 --out PATIENTS");
        runAll(commands);
    }

    /** The commands, each on one line, without a comment behind it. */
    private static List<String> commandLines(List<String> lines) {
        return Stream.of(String.join("\n", lines).replaceAll("\\\\\n\\s*", "").split("\n")).map(String::strip)
                .filter(line -> line.startsWith(TOOL) || line.startsWith("mkdir ") || line.startsWith("cp "))
                .map(line -> line.replaceAll("\\s+# .*", "")).toList();
    }

    private void runAll(List<String> lines) throws Exception {
        for (String line : lines) {
            run(line);
        }
    }

    private void run(String line) throws Exception {
        if (!line.startsWith(TOOL)) {
            Process process = new ProcessBuilder("sh", "-c", line).directory(folder.toFile()).start();
            assertThat(process.waitFor()).as(line).isZero();
            return;
        }
        String fewer = PATIENTS.matcher(line).replaceAll(found -> "--patients "
                + Math.min(MOST_PATIENTS, Integer.parseInt(found.group(1))));
        List<String> words = List.of(fewer.substring(TOOL.length()).split(" +"));
        if (Stream.of("--weights ", "weights list", MADE_OF_WEIGHTS).anyMatch(line::contains)) {
            new CommandLine(new Main()).parseArgs(words.toArray(String[]::new));
            return;
        }
        if (words.get(0).equals("phantoms")) {
            draw(words);
            return;
        }
        int code = tool.run(placed(words).toArray());
        // The doctor answers 1 where something of this machine could be better.
        assertThat(code).as("%s%n%s", line, tool.errors()).isIn(line.startsWith(TOOL + "doctor")
                ? List.of(0, 1) : List.of(0));
    }

    /** Draws patients, or copies those that the same words have drawn. */
    private void draw(List<String> words) throws IOException {
        int place = words.indexOf("--out") + 1;
        List<String> how = new ArrayList<>(words);
        Path out = folder.resolve(how.remove(place));
        Path once = drawn.resolve(String.join("_", how));
        if (!Files.exists(once)) {
            how.add(place, once.toString());
            assertThat(tool.run(how.toArray())).as(tool.errors()).isZero();
            keepFewSlices(once);
        }
        try (Stream<Path> all = Files.walk(once)) {
            for (Path each : all.toList()) {
                Files.copy(each, out.resolve(once.relativize(each)));
            }
        }
    }

    /** The words with paths in the folder of the test; the model that the software comes with stays where it is. */
    private List<String> placed(List<String> words) {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String before = i == 0 ? "" : words.get(i - 1);
            boolean path = PATHS.contains(before)
                    || i > 0 && !words.get(i).startsWith("--") && !before.startsWith("--")
                    && !WORDS.contains(words.get(i));
            placed.add(path && !words.get(i).equals("models/demo") ? folder.resolve(words.get(i)).toString()
                    : words.get(i));
        }
        if (Set.of("train", "study").contains(words.get(0))) {
            placed.addAll(List.of("--cache", folder.resolve("cache").toString()));
        }
        return placed;
    }

    private static void keepFewSlices(Path patients) throws IOException {
        try (Stream<Path> found = Files.list(patients)) {
            for (Path patient : found.filter(Files::isDirectory).toList()) {
                List<Path> slices;
                try (Stream<Path> files = Files.list(patient)) {
                    slices = files.sorted().toList();
                }
                for (int i = SLICES; i < slices.size(); i++) {
                    Files.delete(slices.get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aWrongOptionIsAnsweredInTwoLines(Map.Entry<String, String> mistake) {
        assertThat(tool.run((Object[]) mistake.getKey().split(" "))).isEqualTo(Main.WRONG_USAGE);
        assertThat(tool.output()).isEmpty();
        assertThat(tool.errors().lines()).hasSize(2);
        assertThat(tool.errors().lines().findFirst().orElseThrow()).startsWith("SliceLSTM: ")
                .contains(mistake.getValue());
        assertThat(tool.errors().lines().skip(1).findFirst().orElseThrow()).contains(" --help tells its ");
    }

    static Stream<Map.Entry<String, String>> mistakes() {
        return Map.of("train --tabel t.csv", "Did you mean --table?",
                "train --recipe tiny-lstm --table t.csv --out r --lables x", "Did you mean --labels?",
                "predict --modle models/demo p", "Did you mean --model?",
                "predict --model models/demo p --100%s", "'--100%s'",
                "trian --table t.csv", "Did you mean train?",
                "train --table t.csv --out r --epochs many", "'many' is not an int",
                "predict --model models/demo", "Missing required parameter").entrySet().stream();
    }
}
