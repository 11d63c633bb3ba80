package org.slicelstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;

class ModelDirectoryTest {
    private static final Recipe RECIPE = Recipes.named("tiny-lstm").withLabels(List.of("mass", "edema"));
    private static final ModelInfo INFO = ModelInfo.untrained(RECIPE,
            Map.of("features", new SignatureNames("f", Map.of("images", "x"), Map.of("features", "y"))),
            Provenance.untrained(5, Provenance.UNTRAINED));

    @TempDir
    Path folder;
    private Path path;

    @BeforeEach
    void create() throws IOException {
        path = folder.resolve("model");
        ModelDirectory.create(path, INFO, Optional.empty(), ModelDirectoryTest::writeFiles);
    }

    private static void writeFiles(Path to) throws IOException {
        Files.writeString(to.resolve("saved_model.pb"), "abc");
        Files.createDirectories(to.resolve("variables"));
        Files.writeString(to.resolve("variables/variables.index"), "");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ModelDirectory model = ModelDirectory.open(path);

        assertThat(model.info().ownRecipe()).isEqualTo(RECIPE);
        assertThat(model.info().signatures()).isEqualTo(INFO.signatures());
        assertThat(model.info().thresholds()).containsExactly(Map.entry("mass", 0.5), Map.entry("edema", 0.5));
        assertThat(model.info().orders()).isEqualTo(1);
        assertThat(model.info().provenance().trained()).isFalse();
        // The first two are the published SHA-256 of "abc" and of nothing; the last is sha256sum's of the two lines.
        assertThat(model.info().sha256()).containsExactly(
                Map.entry("saved_model.pb", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                Map.entry("variables/variables.index",
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        assertThat(model.modelSha256()).isEqualTo("50c21944e70493c0f82bd42acbd149e4d57287bd15eea983cebbab566c99b24e");
        assertThat(Files.readString(path.resolve("MODEL_CARD.md"))).contains("Research use only", "Untrained",
                "arXiv 2010.10004", "mass, edema", model.modelSha256());
        assertThat(children(folder)).containsExactly("model");
    }

    private static List<String> children(Path of) throws IOException {
        try (Stream<Path> all = Files.list(of)) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }

    @Test
    void aLineageIsNamedAndCheckedButMayBeLeftOut() throws IOException {
        assertThat(ModelDirectory.open(path).lineage()).isSameAs(Lineage.NONE);
        String digest = "0123456789abcdef".repeat(4);
        Path other = folder.resolve("other");
        ModelDirectory.create(other, INFO, Optional.of(Lineage.NONE.with(List.of(digest), List.of())),
                ModelDirectoryTest::writeFiles);

        ModelDirectory model = ModelDirectory.open(other);
        assertThat(model.lineage().trained(digest)).isTrue();
        assertThat(model.lineage().isComplete()).isTrue();
        LineageRecord record = model.info().lineage().orElseThrow();
        assertThat(record.sha256()).isEqualTo(Sha256.of(other.resolve("lineage.bin")));
        assertThat(record.trained()).isEqualTo(1);
        // Software that knows of no lineage takes every file that is listed there for one of the SavedModel.
        assertThat(model.info().sha256()).doesNotContainKey("lineage.bin");
        assertThat(model.modelSha256()).isEqualTo(ModelDirectory.open(path).modelSha256());
        assertThat(Files.readString(other.resolve("MODEL_CARD.md"))).contains("trained (1) or validated (0)");

        Files.copy(other.resolve("lineage.bin"), path.resolve("lineage.bin"));
        assertRefused("'lineage.bin'", "does not list");
        Files.delete(other.resolve("lineage.bin"));
        assertThat(ModelDirectory.open(other).lineage()).isSameAs(Lineage.UNKNOWN);
        Files.writeString(other.resolve("lineage.bin"), "another");
        assertThatThrownBy(() -> ModelDirectory.open(other)).isInstanceOf(UserException.class)
                .hasMessageContainingAll("'lineage.bin'", "SHA-256 differs");
    }

    @Test
    void aChangedFileIsNamed() throws IOException {
        Files.writeString(path.resolve("saved_model.pb"), "abd");

        assertRefused("'saved_model.pb'", "SHA-256 differs");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(path.resolve("variables/variables.index"));

        assertRefused("lacks", "'variables/variables.index'");
    }

    @Test
    void aFileNobodyListedIsNamed() throws IOException {
        Files.createDirectories(path.resolve("assets"));
        Files.writeString(path.resolve("assets/more"), "?");

        assertRefused("'assets/more'", "does not list");
    }

    @Test
    void aGraphIsNeeded() throws IOException {
        rewrite("\"saved_model.pb\": ", "\"variables/variables.index\": ");
        Files.delete(path.resolve("saved_model.pb"));

        assertRefused("has no saved_model.pb");
    }

    @Test
    void unknownFieldsAreIgnoredAndFieldOrderDoesNotMatter() throws IOException {
        rewrite("\"orders\": 1,", "\"future\": {\"a\": [1]}, \"orders\": 1,");

        assertThat(ModelDirectory.open(path).info()).isEqualTo(ModelDirectory.open(path).info());
    }

    @Test
    void wrongFieldsAreNamed() throws IOException {
        rewrite("\"format_version\": 1", "\"format_version\": 2");
        assertRefused("model.json", "'format_version' is 2", "version 1");
        rewrite("\"format_version\": 2", "\"format_version\": 1");
        rewrite("\"mass\": 0.5", "\"mass\": 1.5");
        assertRefused("'thresholds.mass'", "between 0 and 1");
        rewrite("\"mass\": 1.5", "\"other\": 0.5");
        assertRefused("'thresholds'", "mass, edema");
        rewrite("\"other\": 0.5", "\"mass\": 0.5");
        rewrite("\"prediction_order\": \"sorted\"", "\"prediction_order\": \"random\"");
        assertRefused("'prediction_order'", "one of none, shuffled, sorted");
        rewrite("\"random\"", "\"none\"");
        assertRefused("'prediction_order'");
        rewrite("\"prediction_order\": \"none\",", "");
        assertRefused("lacks", "'prediction_order'");
    }

    @Test
    void whatIsNoModelIsNamed() throws IOException {
        Files.write(path.resolve("model.json"), new byte[] {(byte) 0xff, 0, 1});
        assertRefused("model.json", "UTF-8");
        Files.delete(path.resolve("model.json"));
        assertRefused("no model directory");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("mine.txt"), "mine");
        Path file = Files.writeString(folder.resolve("file"), "mine");

        for (Path target : List.of(path, full, file)) {
            assertThatThrownBy(() -> ModelDirectory.create(target, INFO, Optional.empty(),
                    ModelDirectoryTest::writeFiles))
                    .isInstanceOf(UserException.class).hasMessageContaining("'" + target + "'");
        }
        assertThat(full.resolve("mine.txt")).hasContent("mine");
        assertThat(children(folder)).containsExactlyInAnyOrder("model", "full", "file");
    }

    @Test
    void anEmptyFolderIsFilled() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(ModelDirectory.create(empty, INFO, Optional.empty(), ModelDirectoryTest::writeFiles).modelSha256())
                .isEqualTo(ModelDirectory.open(path).modelSha256());
    }

    @Test
    void aFailureLeavesNothingBehind() {
        assertThatThrownBy(() -> ModelDirectory.create(folder.resolve("new/model"), INFO, Optional.empty(), to -> {
            writeFiles(to);
            throw new IOException("disk full");
        })).isInstanceOf(IOException.class).hasMessageContaining("disk full")
                .hasMessageContaining("model");

        assertThat(folder.resolve("new")).isEmptyDirectory();
    }

    private void rewrite(String from, String to) throws IOException {
        Path json = path.resolve("model.json");
        String text = Files.readString(json);
        assertThat(text).contains(from);
        Files.writeString(json, text.replace(from, to));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> ModelDirectory.open(path)).isInstanceOf(UserException.class)
                .hasMessageContainingAll(parts);
    }
}
