package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import ij.ImagePlus;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;

/** What Fiji learns of the commands without loading them, and what macros need of their keys. */
class CommandIndexTest {
    private static final Set<String> LEAVES = Set.of("Predict Patient...", "Predict Folder of Patients...",
            "Show What the Model Sees...", "Show Heat Map...", "New Model...", "Train Model...",
            "Make Table from Folders...", "Check Table...", "Evaluate Model...", "Check Installation...");

    @Test
    void theIndexNamesEveryCommandOnce() throws IOException {
        List<String> leaves = new ArrayList<>();
        try (InputStream in = FijiCommand.class.getResourceAsStream("/META-INF/json/org.scijava.plugin.Plugin")) {
            JsonStreamParser parser = new JsonStreamParser(new InputStreamReader(in, StandardCharsets.UTF_8));
            parser.forEachRemaining(each -> {
                JsonObject values = each.getAsJsonObject().getAsJsonObject("values");
                if (each.getAsJsonObject().get("class").getAsString().startsWith("org.slicelstm.")
                        && values.has("menu")) {
                    assertThat(values.get("headless").getAsBoolean()).isTrue();
                    List<String> path = StreamSupport.stream(values.getAsJsonArray("menu").spliterator(), false)
                            .map(menu -> menu.getAsJsonObject().get("label").getAsString()).toList();
                    assertThat(path).hasSize(3).startsWith("Plugins", "SliceLSTM");
                    leaves.add(path.get(2));
                }
            });
        }
        assertThat(leaves).containsExactlyInAnyOrderElementsOf(LEAVES);
    }

    @Test
    void noKeyEndsAnotherAndNothingIsRemembered() throws IOException {
        String documentation = Files.readString(Path.of("docs", "fiji.md"));
        try (Context context = new Context(CommandService.class)) {
            int commands = 0;
            for (CommandInfo info : context.service(CommandService.class).getCommands()) {
                if (!info.getClassName().startsWith("org.slicelstm.")) {
                    continue;
                }
                commands++;
                assertThat(info.is("no-record")).as(info.getTitle()).isTrue();
                Set<String> keys = new TreeSet<>();
                for (ModuleItem<?> item : info.inputs()) {
                    assertThat(item.isPersisted() && item.getName().equals("taken")).as("an image's title").isFalse();
                    if (item.getVisibility() != ItemVisibility.MESSAGE
                            && !item.getType().getPackageName().startsWith("org.scijava")
                            && item.getType() != WorkerService.class) {
                        assertThat(item.getName()).as(info.getTitle()).isLowerCase().hasSizeGreaterThan(2);
                        assertThat(item.isPersisted()).as(item.getName()).isFalse();
                        assertThat(documentation).as(info.getTitle()).contains(item.getType() == ImagePlus.class
                                ? "open image" : "`" + item.getName() + "`");
                        keys.add(item.getName());
                    }
                }
                for (String key : keys) {
                    assertThat(keys).as(info.getTitle()).filteredOn(other -> other.endsWith(key)).containsExactly(key);
                }
                assertThat(documentation).contains(info.getMenuPath().getLeaf().getName());
            }
            assertThat(commands).isEqualTo(LEAVES.size());
        }
    }

    @Test
    void optionsOfTheCommandLineAreKeys() {
        assertThat(Sentences.inFiji("--max-slices is -5; lower --out (--seed)."))
                .isEqualTo("'maxslices' is -5; lower 'newfolder' (--seed).");
        assertThat(Sentences.inFiji("convert it, for example with gdcmconv --raw in.dcm out.dcm"))
                .endsWith("gdcmconv --raw in.dcm out.dcm");
    }
}
