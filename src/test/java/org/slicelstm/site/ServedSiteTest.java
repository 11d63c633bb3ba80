package org.slicelstm.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.TestJava;

/** The whole plugin, served on the loopback and installed by a client: its command starts the worker and predicts. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ServedSiteTest {
    private static final int SLICES = 4;
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    static Path folder;

    /** JUnit would warn of every link that it removes. */
    @AfterAll
    static void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void whatAClientInstalledPredicts() throws Exception {
        Path contents = folder.resolve("contents");
        Path fiji = folder.resolve("Fiji app");
        fill(contents, fiji);
        Path site = SiteScripts.publish(contents, folder.resolve("site"), null);
        HttpServer server = SiteScripts.serve(site);
        try {
            new UpdaterClient(SiteScripts.url(server), "linux64", fiji).update();
        } finally {
            server.stop(0);
        }
        CSVRecord row = predict(fiji, patient());
        assertThat(row.get("error")).isEmpty();
        assertThat(row.get("slices")).isEqualTo(Integer.toString(SLICES));
        assertThat(row.get("device")).matches("(CPU|GPU):\\d.*");
        assertThat(Double.parseDouble(row.get("hemorrhage"))).isStrictlyBetween(0.0, 1.0);
    }

    /** What the site brings into one folder, Fiji's own jars into the other. */
    private static void fill(Path contents, Path fiji) throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            String name = jar.getFileName().toString();
            if (name.endsWith(".jar")) {
                boolean own = name.matches("(tensorflow-core|ndarray|javacpp|protobuf|picocli|commons-csv|jhdf).*");
                Path place = !own ? fiji.resolve("jars")
                        : contents.resolve(name.contains("x86_64") ? "lib/linux64" : "lib/slicelstm");
                Files.createSymbolicLink(Files.createDirectories(place).resolve(name), jar);
            }
        }
        pack(Path.of("target", "classes"),
                Files.createDirectories(contents.resolve("plugins")).resolve("slicelstm-0.1.0.jar"));
        Path model = Path.of("models", "demo");
        for (String file : SiteScripts.files(model)) {
            Path copy = contents.resolve("models/demo").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(model.resolve(file), copy);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String file : SiteScripts.files(classes)) {
                zip.putNextEntry(new ZipEntry(file));
                Files.copy(classes.resolve(file), zip);
                zip.closeEntry();
            }
        }
    }

    private static Path patient() throws IOException {
        Path patient = Files.createDirectories(folder.resolve("patient"));
        for (int slice = 0; slice < SLICES; slice++) {
            BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
            for (int y = 0; y < 64; y++) {
                for (int x = 0; x < 64; x++) {
                    boolean head = Math.hypot(x - 32, y - 32) < 24 + slice;
                    picture.getRaster().setSample(x, y, 0, head ? 80 + (x * 3 + y + slice * 11) % 40 : 0);
                }
            }
            ImageIO.write(picture, "png", patient.resolve(slice + ".png").toFile());
        }
        return patient;
    }

    /** Runs the installed command as {@code scripts/verify-update-site} does; the row that it wrote. */
    private static CSVRecord predict(Path fiji, Path patient) throws Exception {
        List<String> jars = new ArrayList<>();
        for (String place : List.of("plugins", "jars")) {
            try (Stream<Path> files = Files.list(fiji.resolve(place))) {
                files.sorted().forEach(file -> jars.add(file.toString()));
            }
        }
        Path table = folder.resolve("predictions.csv");
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(TestJava.command(
                "-Djava.awt.headless=true", "-Dplugins.dir=" + fiji, "-cp", String.join(File.pathSeparator, jars),
                Path.of("update-site", "PredictHeadless.java").toAbsolutePath().toString(), patient.toString(),
                table.toString()))
                .directory(Files.createDirectories(folder.resolve("elsewhere")).toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (CSVParser rows = CSVParser.parse(Files.newBufferedReader(table), format)) {
            return rows.getRecords().get(0);
        }
    }
}
