package org.slicelstm.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.site.SiteScripts.Said;

/** {@code scripts/install-into-fiji}: what it puts into a Fiji, and that it takes away nothing else. */
@DisabledOnOs(OS.WINDOWS)
class InstallIntoFijiTest {
    private static final String PLUGIN = "plugins/slicelstm-0.1.0.jar";
    private static final String MODEL = "models/demo/model.json";

    @TempDir
    Path folder;
    private Path fiji;
    private Path site;

    @BeforeEach
    void fill() throws IOException {
        fiji = folder.resolve("Fiji of Dr. O'Brien");
        SiteScripts.text(fiji.resolve("jars/ij-1.54p.jar"), "ImageJ");
        SiteScripts.text(fiji.resolve("plugins/Other_.jar"), "another plugin");
        SiteScripts.text(fiji.resolve("lib/linux64/other.jar"), "another library");
        site = site("0.1.0", "first");
    }

    private Path site(String version, String model) {
        Path contents = folder.resolve("contents-" + version);
        SiteScripts.jar(contents.resolve("plugins/slicelstm-" + version + ".jar"), new TreeMap<>(Map.of(
                "META-INF/json/org.scijava.plugin.Plugin", "{}", "org/slicelstm/A.class", version)));
        for (String platform : List.of("linux64", "linux-arm64", "win64", "macos-arm64")) {
            SiteScripts.jar(contents.resolve("lib/" + platform + "/native.jar"), new TreeMap<>(Map.of("a", platform)));
        }
        SiteScripts.text(contents.resolve(MODEL), model);
        return SiteScripts.publish(contents, folder.resolve("site-" + version), null);
    }

    private Said install(Object... more) {
        return SiteScripts.run("install-into-fiji", Stream.concat(Stream.of(fiji, "--platform", "linux64"),
                Stream.of(more)).toArray());
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> found = Files.walk(fiji)) {
            return found.sorted().toList();
        }
    }

    @Test
    void takesAwayExactlyWhatItBrought() throws IOException {
        List<Path> before = everything();
        assertThat(install("--site", site).text()).contains("Start Fiji: Plugins > SliceLSTM.");
        assertThat(SiteScripts.files(fiji)).contains(PLUGIN, MODEL, "lib/linux64/native.jar")
                .doesNotContain("lib/win64/native.jar");
        Said said = install("--uninstall");
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(everything()).isEqualTo(before);
        assertThat(install("--uninstall").text()).startsWith("SliceLSTM: ")
                .contains("nothing in this Fiji was installed");
    }

    @Test
    void anotherVersionTakesTheFirstOnesPlace() {
        install("--site", site);
        Said said = install("--site", site("0.2.0", "second"));
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(SiteScripts.files(fiji.resolve("plugins"))).containsExactly("Other_.jar", "slicelstm-0.2.0.jar");
        assertThat(fiji.resolve(MODEL)).hasContent("second");
    }

    @Test
    void whatTheUserChangedOrBroughtStays() throws IOException {
        install("--site", site);
        SiteScripts.text(fiji.resolve(MODEL), "fine-tuned");
        SiteScripts.text(fiji.resolve("models/mine/model.json"), "mine");
        List<Path> installed = everything();
        assertThat(install("--site", site).text()).contains(MODEL).contains("was changed since");
        assertThat(everything()).isEqualTo(installed);
        assertThat(install("--uninstall").text()).contains("Kept").contains(MODEL);
        assertThat(fiji.resolve(MODEL)).hasContent("fine-tuned");
        assertThat(fiji.resolve("models/mine/model.json")).exists();
        assertThat(fiji.resolve(PLUGIN)).doesNotExist();

        List<Path> before = everything();
        Said said = install("--site", site);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.text()).contains(MODEL).contains("not from this script");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whatIsNoFijiOrHasSliceLstmAlreadyIsRefused() {
        SiteScripts.text(folder.resolve("home/thesis.txt"), "years");
        Said said = SiteScripts.run("install-into-fiji", folder.resolve("home"), "--site", site);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.text()).startsWith("SliceLSTM: ").contains("home is not Fiji's folder");
        assertThat(SiteScripts.files(folder.resolve("home"))).containsExactly("thesis.txt");

        SiteScripts.text(fiji.resolve("plugins/slicelstm-0.0.9.jar"), "from an update site");
        assertThat(install("--site", site).text()).contains("slicelstm-0.0.9.jar is there already");
    }

    @Test
    void aDamagedSiteIsNotInstalled() throws IOException {
        Path model;
        try (Stream<Path> found = Files.walk(site)) {
            model = found.filter(file -> file.getFileName().toString().startsWith("model.json-")).findFirst()
                    .orElseThrow();
        }
        Files.writeString(model, "other");
        List<Path> before = everything();
        assertThat(install("--site", site).text()).contains(model.getFileName() + "' has another checksum");
        assertThat(everything()).isEqualTo(before);
    }
}
