package org.slicelstm.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.site.SiteScripts.Said;
import org.slicelstm.site.UpdaterClient.Entry;

/** Small sites: what is written, what the next upload makes of it, and what the check refuses. */
@DisabledOnOs(OS.WINDOWS)
class UpdateSiteTest {
    private static final String PLUGIN = "plugins/slicelstm-0.1.0.jar";
    private static final String NATIVE = "lib/linux64/tensorflow-core-native-1.1.0-linux-x86_64.jar";
    private static final String FOR_WINDOWS = "lib/win64/tensorflow-core-native-1.1.0-windows-x86_64.jar";
    private static final String MODEL = "models/demo/two words.json";

    @TempDir
    Path folder;
    private Path contents;

    @BeforeEach
    void fill() {
        contents = folder.resolve("contents");
        plugin(contents.resolve(PLUGIN), "first", "built on Monday");
        library("lib/slicelstm/picocli-4.7.7.jar", "four");
        library(NATIVE, "native");
        library(FOR_WINDOWS, "native");
        SiteScripts.text(contents.resolve(MODEL), "{\"name\": \"Schädel\"}");
        SiteScripts.text(contents.resolve("scripts/Plugins/SliceLSTM/Examples/SliceLSTM_a_macro.ijm"), "print(1);");
        SiteScripts.text(contents.resolve("licenses/slicelstm/SliceLSTM.txt"), "BSD-2-Clause");
    }

    private static void plugin(Path jar, String code, String day) {
        SiteScripts.jar(jar, new TreeMap<>(Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nBuilt: " + day + "\n",
                "META-INF/json/org.scijava.plugin.Plugin", "{}", "org/slicelstm/A.class", code,
                "META-INF/maven/pom.properties", "#" + day + "\nversion=1\n#\n# the end")));
    }

    private void library(String path, String code) {
        SiteScripts.jar(contents.resolve(path), new TreeMap<>(Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n",
                "library/B.class", code)));
    }

    private Path publish(String name, Path previous) {
        return SiteScripts.publish(contents, folder.resolve(name), previous);
    }

    private static Map<String, Entry> entries(Path site) {
        return new UpdaterClient(site.toUri().toString(), "linux64", null).entries();
    }

    @Test
    void madeTwiceItHasEqualBytes() throws IOException {
        Path one = publish("one", null);
        Path two = publish("two", null);
        assertThat(SiteScripts.files(one)).contains("db.xml.gz", "SHA256SUMS").isEqualTo(SiteScripts.files(two));
        for (String file : SiteScripts.files(one)) {
            assertThat(two.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
        }
        assertThat(verify(one).text()).contains("7 files are as the database says, 0 are obsolete");
    }

    @Test
    void everyFileHasOneTimestampAndTheUpdatersChecksum() throws IOException {
        Path site = publish("site", null);
        Map<String, Entry> entries = entries(site);
        assertThat(entries).hasSize(7).containsKeys("plugins/slicelstm.jar",
                "lib/linux64/tensorflow-core-native-linux-x86_64.jar");
        assertThat(entries.values()).extracting(Entry::timestamp).containsOnly(
                entries.get("plugins/slicelstm.jar").timestamp()).first().asString().matches("\\d{14}");
        for (Entry entry : entries.values()) {
            Path stored = site.resolve(entry.filename() + "-" + entry.timestamp());
            assertThat(entry.checksum()).isEqualTo(UpdaterClient.checksum(entry.filename(), stored));
            assertThat(entry.size()).isEqualTo(Files.size(stored));
        }
        assertThat(entries.get("lib/win64/tensorflow-core-native-windows-x86_64.jar").platforms())
                .containsExactly("win64");
        assertThat(entries.get("lib/slicelstm/picocli.jar").platforms()).isEmpty();
    }

    @Test
    void theNextUploadKeepsTheHistory() throws IOException {
        Path first = publish("first", null);
        String then = entries(first).get(MODEL).timestamp();
        plugin(contents.resolve(PLUGIN), "first", "built on Tuesday, and not on Monday");
        Files.delete(contents.resolve("lib/slicelstm/picocli-4.7.7.jar"));
        library("lib/slicelstm/picocli-4.7.8.jar", "more");
        SiteScripts.text(contents.resolve(MODEL), "{\"name\": \"other\"}");
        Files.delete(contents.resolve("scripts/Plugins/SliceLSTM/Examples/SliceLSTM_a_macro.ijm"));
        Path second = publish("second", first);
        assertThat(verify(second).code()).isZero();

        Map<String, Entry> entries = entries(second);
        Entry plugin = entries.get("plugins/slicelstm.jar");
        assertThat(plugin.timestamp()).isEqualTo(then);
        assertThat(plugin.earlier()).isEmpty();
        assertThat(second.resolve(PLUGIN + "-" + then)).hasSameBinaryContentAs(first.resolve(PLUGIN + "-" + then));
        Entry model = entries.get(MODEL);
        String now = model.timestamp();
        assertThat(now).isGreaterThan(then);
        assertThat(model.earlier()).containsExactly(new UpdaterClient.Earlier(MODEL, then, now,
                entries(first).get(MODEL).checksum()));
        Entry library = entries.get("lib/slicelstm/picocli.jar");
        assertThat(library.filename()).isEqualTo("lib/slicelstm/picocli-4.7.8.jar");
        assertThat(library.earlier()).extracting(UpdaterClient.Earlier::filename)
                .containsExactly("lib/slicelstm/picocli-4.7.7.jar");
        Entry gone = entries.get("scripts/Plugins/SliceLSTM/Examples/SliceLSTM_a_macro.ijm");
        assertThat(gone.checksum()).isNull();
        assertThat(gone.earlier()).extracting(UpdaterClient.Earlier::obsolete).containsExactly(now);

        Path third = publish("third", second);
        assertThat(third.resolve("db.xml.gz")).hasSameBinaryContentAs(second.resolve("db.xml.gz"));
    }

    @Test
    void aClientInstallsUpdatesAndKeepsWhatItsUserChanged() throws IOException {
        String macro = "scripts/Plugins/SliceLSTM/Examples/SliceLSTM_a_macro.ijm";
        String licence = "licenses/slicelstm/SliceLSTM.txt";
        Path served = folder.resolve("served");
        Path fiji = folder.resolve("Fiji");
        HttpServer server = SiteScripts.serve(served);
        try {
            UpdaterClient client = new UpdaterClient(SiteScripts.url(server), "linux64", fiji);
            Path first = publish("served", null);
            client.update();
            assertThat(SiteScripts.files(fiji)).containsExactlyInAnyOrder(PLUGIN, NATIVE, MODEL, macro, licence,
                    "lib/slicelstm/picocli-4.7.7.jar");
            assertThat(fiji.resolve(MODEL)).hasSameBinaryContentAs(contents.resolve(MODEL));
            assertThat(client.update()).isEmpty();

            Files.move(contents.resolve("lib/slicelstm/picocli-4.7.7.jar"),
                    contents.resolve("lib/slicelstm/picocli-4.7.8.jar"));
            Files.delete(contents.resolve(macro));
            Files.delete(contents.resolve(licence));
            SiteScripts.text(fiji.resolve(licence), "with a note of the user's");
            Path second = publish("second", first);
            Files.move(first, folder.resolve("old"));
            Files.move(second, served);
            assertThat(client.update()).containsExactlyInAnyOrder("-lib/slicelstm/picocli-4.7.7.jar",
                    "+lib/slicelstm/picocli-4.7.8.jar", "-" + macro);
            assertThat(fiji.resolve(licence)).hasContent("with a note of the user's");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void onlyANewFolderBecomesASite() {
        SiteScripts.text(folder.resolve("full/thesis.txt"), "years");
        Said said = SiteScripts.run("make-update-site", "--contents", contents, "--out", folder.resolve("full"));
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.text()).startsWith("SliceLSTM: ").contains("full is not empty; name a new folder.");
        assertThat(SiteScripts.run("make-update-site", "--platforms", "solaris", "--out", folder.resolve("x")).text())
                .contains("'solaris'").contains("linux64, win64, macos-arm64, linux-arm64");
    }

    @Test
    void whatWasChangedInASiteIsRefusedByName() throws IOException {
        Path site = publish("site", null);
        String time = entries(site).get(MODEL).timestamp();
        Path jar = site.resolve(PLUGIN + "-" + time);
        byte[] good = Files.readAllBytes(jar);
        int inClass = new String(good, StandardCharsets.ISO_8859_1).indexOf("org/slicelstm/A.class")
                + "org/slicelstm/A.class".length() + 2;
        for (int place : new int[] {inClass, 10, good.length - 1}) {
            byte[] bad = good.clone();
            bad[place] ^= 1;
            Files.write(jar, bad);
            refused(site, jar.getFileName().toString());
        }
        Files.write(jar, good);
        assertThat(verify(site).code()).isZero();

        Path model = site.resolve(MODEL + "-" + time);
        byte[] content = Files.readAllBytes(model);
        content[3] ^= 1;
        Files.write(model, content);
        refused(site, model.getFileName() + "' has another checksum");
        Files.write(model, new byte[3]);
        refused(site, model.getFileName() + "' has 3 bytes; its database says " + content.length);
        Files.delete(model);
        refused(site, model.getFileName() + "' is missing");
    }

    @Test
    void aDatabaseThatSaysWrongThingsIsRefusedByName() throws IOException {
        Path site = publish("site", null);
        byte[] good = Files.readAllBytes(site.resolve("db.xml.gz"));
        String size = "filesize=\"" + entries(site).get(MODEL).size() + "\"";
        Map<String, UnaryOperator<String>> wrongs = Map.of(
                MODEL, text -> text.replace(size, "filesize=\"12345\""),
                "'models/../../../../etc/passwd' climbs", text -> text.replace(MODEL, "models/../../../../etc/passwd"),
                "'/etc/passwd' is an absolute path", text -> text.replace(MODEL, "/etc/passwd"),
                "'C:/x' is an absolute path", text -> text.replace(MODEL, "C:/x"),
                "'jars/x.jar' is not where", text -> text.replace(MODEL, "jars/x.jar"),
                "<version> has no 'checksum'", text -> text.replaceFirst("checksum=\"[0-9a-f]{40}\"", ""),
                "<plugin> of '" + MODEL + "' has the attribute 'odd'", text -> text.replace("filename=\"" + MODEL,
                        "odd=\"1\" filename=\"" + MODEL),
                "not in the order of the DTD", text -> text.replace("<platform>win64</platform>", "")
                        .replace("</plugin>", "<platform>win64</platform></plugin>"),
                "'" + FOR_WINDOWS + "' is not marked as for win64 alone",
                text -> text.replace("<platform>win64</platform>", ""),
                "declares the entity 'x'", text -> text.replace("<!ELEMENT link", "<!ENTITY x \"y\"><!ELEMENT link"));
        wrongs.forEach((said, wrong) -> {
            change(site, good, wrong);
            refused(site, said);
        });
        Files.write(site.resolve("db.xml.gz"), new byte[] {1, 2, 3});
        refused(site, "db.xml.gz is damaged");
        Files.delete(site.resolve("db.xml.gz"));
        refused(site, "is no update site");
    }

    private static void change(Path site, byte[] good, UnaryOperator<String> wrong) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(good))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(wrong.apply(text)).isNotEqualTo(text);
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(wrong.apply(text).getBytes(StandardCharsets.UTF_8));
            }
            Files.write(site.resolve("db.xml.gz"), packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatFijiHasAndWhatIsNotOursStaysOut() {
        library("lib/slicelstm/imglib2-8.0.0.jar", "image");
        SiteScripts.jar(contents.resolve(PLUGIN), new TreeMap<>(Map.of("org/tensorflow/A.class", "tensor",
                "org/slicelstm/A.class", "x".repeat(100))));
        Path site = publish("site", null);
        for (String said : List.of("'lib/slicelstm/imglib2-8.0.0.jar' is a library that Fiji has",
                "'org/tensorflow/A.class', which is not SliceLSTM's own",
                "has no META-INF/json/org.scijava.plugin.Plugin")) {
            refused(site, said);
        }
    }

    private static Said verify(Path site) {
        return SiteScripts.run("verify-update-site", site, "--files-only");
    }

    private static void refused(Path site, String sentence) {
        Said said = verify(site);
        assertThat(said.code()).as(said.text()).isIn(1, 2);
        assertThat(said.text()).contains(sentence).doesNotContain("Traceback");
        assertThat(said.text().lines()).allMatch(line -> line.startsWith("SliceLSTM: "));
    }
}
