package org.slicelstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.Progress;
import org.slicelstm.UserException;

class ModelArchiveTest {
    private static final ModelArchive.Limits LIMITS = ModelArchive.Limits.ofGigabytes(8);
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path around;
    private Path folder;
    private Path model;
    private Path zip;
    private Path target;

    @BeforeEach
    void makeModel() throws IOException {
        folder = Files.createDirectory(around.resolve("inside"));
        model = folder.resolve("model");
        zip = folder.resolve("model.zip");
        target = folder.resolve("target");
        Recipe recipe = Recipes.named("tiny-lstm").withLabels(List.of("mass"));
        ModelDirectory.create(model, ModelInfo.untrained(recipe, Map.of(),
                Provenance.untrained(5, Provenance.UNTRAINED)), Optional.empty(), to -> {
            Files.writeString(to.resolve("saved_model.pb"), "abc");
            Files.writeString(Files.createDirectories(to.resolve("assets")).resolve("a word list.txt"), "words");
        });
    }

    /** An archive of the model's own files, then something more. */
    private void write(String name, byte[] content) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String each : List.of("model.json", "saved_model.pb", "assets/a word list.txt")) {
                add(out, each, Files.readAllBytes(model.resolve(each)));
            }
            add(out, name, content);
        }
    }

    private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
        out.closeEntry();
    }

    private void assertRefused(String mentioned) throws IOException {
        assertThatThrownBy(() -> ModelArchive.unpack(zip, target, LIMITS, Progress.NONE))
                .isInstanceOf(UserException.class).hasMessageContaining(mentioned)
                .hasMessageContaining("model.zip").hasMessageNotContaining(".target-");
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> all = Files.walk(around)) {
            assertThat(all.map(each -> each.getFileName().toString())
                    .filter(each -> each.contains("target") || each.contains("evil"))).isEmpty();
        }
    }

    @Test
    void packingIsRepeatableAndUnpackingGivesTheSameFiles() throws IOException {
        ModelArchive.pack(ModelDirectory.open(model), zip, true, Progress.NONE);
        ModelArchive.pack(ModelDirectory.open(model), folder.resolve("again.zip"), true, Progress.NONE);
        assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(zip);
        ModelDirectory unpacked = ModelArchive.unpack(zip, target, LIMITS, Progress.NONE);
        assertThat(unpacked.modelSha256()).isEqualTo(ModelDirectory.open(model).modelSha256());
        for (String file : List.of("model.json", "MODEL_CARD.md", "saved_model.pb", "assets/a word list.txt")) {
            assertThat(target.resolve(file)).hasSameBinaryContentAs(model.resolve(file));
        }
    }

    @Test
    void aLineageGoesWithTheModelUnlessItIsLeftOut() throws IOException {
        Path seen = folder.resolve("seen");
        String digest = "f".repeat(64);
        ModelDirectory.create(seen, ModelDirectory.open(model).info(),
                Optional.of(Lineage.NONE.with(List.of(), List.of(digest))),
                to -> Files.writeString(to.resolve("saved_model.pb"), "abc"));
        ModelArchive.pack(ModelDirectory.open(seen), zip, true, Progress.NONE);
        assertThat(ModelArchive.unpack(zip, target, LIMITS, Progress.NONE).lineage().has(digest)).isTrue();

        Path without = folder.resolve("without.zip");
        ModelArchive.pack(ModelDirectory.open(seen), without, false, Progress.NONE);
        ModelDirectory bare = ModelArchive.unpack(without, folder.resolve("bare"), LIMITS, Progress.NONE);
        assertThat(bare.path().resolve("lineage.bin")).doesNotExist();
        assertThat(bare.lineage()).isSameAs(Lineage.UNKNOWN);
    }

    @Test
    void whatIsThereAlreadyStays() throws IOException {
        ModelArchive.pack(ModelDirectory.open(model), zip, true, Progress.NONE);
        assertThatThrownBy(() -> ModelArchive.pack(ModelDirectory.open(model), zip, true, Progress.NONE))
                .isInstanceOf(UserException.class).hasMessageContaining("exists already");
        Files.writeString(Files.createDirectory(target).resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> ModelArchive.unpack(zip, target, LIMITS, Progress.NONE))
                .isInstanceOf(UserException.class).hasMessageContaining("not empty");
        assertThat(target.resolve("mine.txt")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/evil", "assets/../../evil", "assets//evil", "assets/./evil",
            "assets\\..\\evil", "C:evil", "assets/evil:stream", "assets/evil.", "assets/evil ", "assets/\u0007evil", "evil.txt",
            "variables", "elsewhere/evil", "../evil/", "ASSETS/A WORD LIST.TXT", "assets/A word list.txt"})
    void aNameThatNoModelHasIsRefused(String name) throws IOException {
        write(name, new byte[] {1});
        assertRefused(name.startsWith("assets/A") ? "there twice" : "is no file of a model");
    }

    @Test
    void aFileNobodyListedAndAChangedOneAreRefused() throws IOException {
        write("assets/more.txt", new byte[] {1});
        assertRefused("'assets/more.txt'");
        Files.writeString(model.resolve("saved_model.pb"), "abd");
        write("MODEL_CARD.md", new byte[0]);
        assertRefused("SHA-256 differs");
    }

    /** Two entries of one name, which Java does not write: the second is renamed in the bytes. */
    @Test
    void anEntryThatIsThereTwiceIsRefused() throws IOException {
        write("saved_model.pc", "abc".getBytes(StandardCharsets.UTF_8));
        String bytes = Files.readString(zip, StandardCharsets.ISO_8859_1);
        Files.writeString(zip, bytes.replace("saved_model.pc", "saved_model.pb"), StandardCharsets.ISO_8859_1);
        assertRefused("there twice");
    }

    @Test
    void aBombIsStoppedWhileItUnpacks() throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("variables/bomb"));
            for (int i = 0; i < 100; i++) {
                out.write(new byte[MEGABYTE]);
            }
            out.closeEntry();
        }
        assertThat(Files.size(zip)).isLessThan(MEGABYTE);
        assertRefused("more than 64 MB");
    }

    @Test
    void theLimitsHold() throws IOException {
        write("variables/large", new byte[2 * MEGABYTE]);
        assertThatThrownBy(() -> ModelArchive.unpack(zip, target, new ModelArchive.Limits(MEGABYTE, 10),
                Progress.NONE)).isInstanceOf(UserException.class).hasMessageContaining("more than 1 MB");
        assertThatThrownBy(() -> ModelArchive.unpack(zip, target, new ModelArchive.Limits(Long.MAX_VALUE, 3),
                Progress.NONE)).isInstanceOf(UserException.class).hasMessageContaining("4 files");
        assertNothingLeft();
    }

    @Test
    void aDamagedArchiveIsOneSentence() throws IOException {
        assertThatThrownBy(() -> ModelArchive.unpack(zip, target, LIMITS, Progress.NONE))
                .isInstanceOf(UserException.class).hasMessageContaining("no file");
        Files.writeString(zip, "no zip");
        assertRefused("damaged or no zip");
        ModelArchive.pack(ModelDirectory.open(model), folder.resolve("whole.zip"), true, Progress.NONE);
        byte[] whole = Files.readAllBytes(folder.resolve("whole.zip"));
        try (OutputStream out = Files.newOutputStream(zip)) {
            out.write(whole, 0, whole.length / 2);
        }
        assertRefused("damaged or no zip");
    }

    @Test
    void cancellingLeavesNothing() throws IOException {
        ModelArchive.pack(ModelDirectory.open(model), zip, true, Progress.NONE);
        Progress cancelled = new Progress() {
            @Override
            public void update(String what, long done, long total) { }

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> ModelArchive.unpack(zip, target, LIMITS, cancelled))
                .isInstanceOf(CancellationException.class);
        assertNothingLeft();
        Path other = folder.resolve("evil.zip");
        assertThatThrownBy(() -> ModelArchive.pack(ModelDirectory.open(model), other, true, cancelled))
                .isInstanceOf(CancellationException.class);
        assertNothingLeft();
    }
}
