package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.CommandModule;
import org.slicelstm.UserException;

/** The macro lines of the commands: what the documents show is what is recorded, and what is recorded replays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MacroLinesTest {
    private static final Locale USUAL = Locale.getDefault();
    private static final Pattern LINE = Pattern.compile("run\\(\"([^\"]+)\", \"([^\"]*)\"\\);");
    private static final Pattern OPTION = Pattern.compile("(\\w+)=(\\[[^]]*]|[^ ]*)");

    private Fiji fiji;
    private Macros macros;

    @BeforeAll
    void start() throws ReflectiveOperationException {
        Locale.setDefault(Locale.GERMANY);
        fiji = new Fiji();
        Dialogs.fail(fiji.context());
        macros = new Macros(fiji, false);
    }

    @AfterAll
    void end() {
        fiji.close();
        Locale.setDefault(USUAL);
    }

    /** Keys that stand at their usual value are left out in the documents. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/fiji.md"})
    void theDocumentsShowWhatIsRecordedOfEveryCommand(String document) throws IOException {
        Set<String> shown = new TreeSet<>();
        for (MatchResult line : LINE.matcher(Files.readString(Path.of(document))).results().toList()) {
            macros.run(line.group(), "");
            shown.add(line.group(1));
            Map<String, String> options = options(line.group(2));
            Map<String, String> recorded = options(recordedOptions(macros.last()));
            assertThat(recorded.keySet()).as(line.group()).containsAll(options.keySet());
            recorded.keySet().retainAll(options.keySet());
            assertThat(line(line.group(1), recorded)).isEqualTo(line.group());
        }
        assertThat(shown).containsExactlyElementsOf(macros.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Ärztin O'Brien's \\ Köpfe/p 1", "C:\\neue Daten\\", "/data/a[1]/[2] b", "ohne", "",
        "/data/\"quoted\" path"})
    void whatIsRecordedReplays(String text) {
        for (String name : macros.names()) {
            macros.run("run(\"" + name + "\", \"\");", "");
            CommandModule module = macros.last();
            Set<String> texts = new LinkedHashSet<>();
            Inputs.keys(module.getInfo()).forEach(item -> {
                if (item.getType() == String.class) {
                    module.setInput(item.getName(), text);
                    texts.add(item.getName());
                } else if (item.getType() == boolean.class) {
                    module.setInput(item.getName(), true);
                }
            });
            String recorded = RecordedLine.of(module);
            macros.run(recorded, "");
            assertThat(macros.last()).isNotSameAs(module);
            texts.forEach(key -> assertThat(macros.last().getInput(key)).as(name + " " + key).isEqualTo(text));
            assertThat(RecordedLine.of(macros.last())).isEqualTo(recorded);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "slice=3 | ~slice~ is no key of Predict Patient... Its keys are image, source, path,",
        "Model=x | ~Model~ is no key of Predict Patient...",
        "plot | ~plot~ has no value; write plot=",
        "row=a row=b | ~row~ stands there twice",
        "csv=[/data/a [1/b c.csv] | The value of ~csv~ has an opening bracket that is not closed",
        "csv=~/data | The value of ~csv~ has an opening apostrophe that is not closed"})
    void whatImageJWouldPassOverIsTold(String options, String sentence) {
        Set<String> keys = new LinkedHashSet<>(List.of("image", "source", "path", "plot", "row", "csv"));
        // JUnit takes apostrophes for its own.
        assertThatThrownBy(() -> MacroKeys.check(options.replace('~', '\''), keys, "Predict Patient..."))
                .isInstanceOf(UserException.class).hasMessageContaining(sentence.replace('~', '\''));
    }

    @Test
    void goodLinesPass() {
        MacroKeys.check(" path=[/a [b] c=d]  row= csv='x y' plot=true", Set.of("path", "row", "csv", "plot"), "");
        MacroKeys.check("", Set.of(), "");
        MacroKeys.check("row=", Set.of("row"), "");
    }

    private String recordedOptions(CommandModule module) {
        String line = RecordedLine.of(module);
        return line.substring(line.indexOf("\", \"") + 4, line.length() - 3);
    }

    private static Map<String, String> options(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        OPTION.matcher(text).results().forEach(each -> options.put(each.group(1), each.group(2)));
        return options;
    }

    private static String line(String command, Map<String, String> options) {
        return "run(\"" + command + "\", \"" + options.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(" ")) + "\");";
    }
}
