package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.PlainText;

/**
 * What is planted in headers and text of pictures comes out nowhere; what the user named comes out as it is in JSON and
 * CSV, and escaped on the terminal.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its file names hold no control characters")
class PlantedMarkersTest {
    private static final String NAME = "na\u001b[31mme\nSliceLSTM: all is well\u202e\u009b";
    private static final String LABEL = "ble\u001b[1med\u2066\u0085";
    private static final int PATIENTS = 6;

    @TempDir
    private Path folder;
    private Path inputs;
    private Path outputs;

    private final Tool tool = new Tool();

    @BeforeEach
    void makeFolders() throws IOException {
        inputs = Files.createDirectory(folder.resolve("in"));
        outputs = Files.createDirectory(folder.resolve("out"));
    }

    private static byte[] picture(String format, int number) throws IOException {
        BufferedImage image = new BufferedImage(MarkedPictures.SIZE, MarkedPictures.SIZE,
                BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSamples(0, 0, MarkedPictures.SIZE, MarkedPictures.SIZE, 0, pixels(number));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    private static int[] pixels(int number) {
        int[] pixels = new int[MarkedPictures.SIZE * MarkedPictures.SIZE];
        Arrays.setAll(pixels, i -> (i * (3 + number) + 11 * number) % 251);
        return pixels;
    }

    /** Slices in every format, whole and cut short. */
    private static void patient(Path own, int number) throws IOException {
        Files.createDirectories(own);
        byte[] grey = new byte[MarkedPictures.SIZE * MarkedPictures.SIZE];
        int[] pixels = pixels(number + 40);
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) pixels[i];
        }
        List<byte[]> files = List.of(MarkedPictures.png(picture("png", number)),
                MarkedPictures.jpeg(picture("jpg", number + 20)), MarkedPictures.tiff(grey));
        for (int i = 0; i < files.size(); i++) {
            Files.write(own.resolve(i + "a\u001b]0;title\u0007\n.x"), files.get(i));
            Files.write(own.resolve(i + "b\tcut.x"), Arrays.copyOf(files.get(i), files.get(i).length * 3 / 4));
        }
    }

    /** Runs a command that must not fail of itself, and looks at what the terminal gets. */
    private int run(Object... arguments) {
        int code = tool.run(arguments);
        assertThat(code).as("%s: %s", Arrays.toString(arguments), tool.errors()).isIn(0, 1, 2);
        for (String text : List.of(tool.output(), tool.errors())) {
            assertThat(text).doesNotContain(MarkedPictures.WORD, MarkedPictures.UID_WORD);
            assertThat(text.lines()).allMatch(line -> PlainText.escape(line).equals(line));
            assertThat(text.lines()).noneMatch(line -> line.startsWith("SliceLSTM: all is well"));
        }
        return code;
    }

    /** Looks into every file that was written, and at its name. */
    private void assertNothingIsWritten() throws IOException {
        try (Stream<Path> written = Files.walk(outputs)) {
            List<Path> files = written.filter(Files::isRegularFile).toList();
            assertThat(files).isNotEmpty();
            for (Path each : files) {
                assertThat(PlainText.escape(each.toString())).isEqualTo(each.toString());
                String text = Files.readString(each, StandardCharsets.ISO_8859_1);
                assertThat(text).as(each.toString()).doesNotContain(MarkedPictures.WORD, MarkedPictures.UID_WORD);
                if (each.toString().matches(".*\\.(html|svg|md|txt)")) {
                    assertThat(Files.readAllLines(each)).as(each.toString())
                            .allMatch(line -> PlainText.escape(line).equals(line));
                }
            }
        }
    }

    private static List<JsonElement> patients(String json) {
        return JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("patients").asList();
    }

    private static String name(JsonElement patient) {
        return patient.getAsJsonObject().get("patient").getAsString();
    }

    @Test
    void headersOfDicomFilesComeOutNowhere() throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.write(Files.createDirectories(inputs.resolve("whole")).resolve(i + ".dcm"),
                    MarkedPictures.dicom(i, 0));
        }
        byte[] cut = MarkedPictures.dicom(5, 0);
        Files.write(inputs.resolve("whole").resolve("cut.dcm"), Arrays.copyOf(cut, cut.length - 9));
        Files.write(inputs.resolve("whole").resolve("less.dcm"), Arrays.copyOf(cut, 900));
        for (int tag : MarkedPictures.SPOILED.keySet()) {
            Path own = Files.createDirectories(inputs.resolve(String.format("%08x", tag)));
            Files.write(own.resolve("1.dcm"), MarkedPictures.dicom(1, tag));
            Files.write(own.resolve("2.dcm"), MarkedPictures.dicom(2, tag));
        }
        Path model = outputs.resolve("model");
        assertThat(run("new-model", "--recipe", "tiny-lstm", "--seed", "3", "--out", model)).isZero();
        run("inspect", inputs, "--montage", outputs.resolve("m.png"), "--export", outputs.resolve("e"));
        assertThat(tool.output()).contains("a modality that is no code, not CT", "1 values a pixel as what is no code",
                "an unknown transfer syntax (not named by a UID)");
        run("inspect", "--include-secondary", "--series", "all", "--window", "file", inputs);
        assertThat(run("predict", "--device", "cpu", "--model", model, "--plots", outputs.resolve("plots"),
                "--evidence", "--evidence-out", outputs.resolve("ev"), "--out", outputs.resolve("r.csv"),
                inputs.resolve("whole"))).isZero();
        run("predict", "--device", "cpu", "--json", "--model", model, "--out", outputs.resolve("s.csv"), inputs);
        assertThat(patients(tool.output())).isNotEmpty();
        run("features", "--device", "cpu", "--model", model, "--out", outputs.resolve("f"),
                inputs.resolve("whole"));
        StringBuilder labels = new StringBuilder("ID,Label\n");
        for (String slice : List.of("ID_a", "ID_b")) {
            Path file = Files.createDirectories(inputs.resolve("rsna")).resolve(slice + ".dcm");
            Files.write(file, slice.equals("ID_a") ? MarkedPictures.dicom(1, 0) : Arrays.copyOf(cut, cut.length - 9));
            for (String kind : List.of("epidural", "intraparenchymal", "intraventricular", "subarachnoid", "subdural",
                    "any")) {
                labels.append(slice).append('_').append(kind).append(slice.equals("ID_b") ? ",1\n" : ",0\n");
            }
        }
        Path table = outputs.resolve("table.csv");
        assertThat(run("import-labels", "--from", "rsna", "--labels-file",
                Files.writeString(folder.resolve("labels.csv"), labels), "--images", inputs.resolve("rsna"), "--out",
                table)).isZero();
        assertThat(tool.errors()).contains("ID_b.dcm");
        assertThat(Files.readString(table)).contains("study-0001").contains(",1,,,,,1,1,1,1,1,person-0001");
        assertNothingIsWritten();
    }

    @Test
    void textOfPicturesComesOutNowhereAndNamesAreEscaped() throws IOException {
        StringBuilder rows = new StringBuilder("patient_id,path,\"" + LABEL + "\",plain\n");
        for (int i = 0; i < PATIENTS; i++) {
            patient(inputs.resolve(NAME + i), i);
            rows.append('"').append("row " + NAME + i).append("\",\"").append(NAME + i).append("\",").append(i % 2)
                    .append(',').append(i / 3).append('\n');
        }
        Path table = Files.writeString(inputs.resolve("t.csv"), rows);
        Path run = outputs.resolve("run");
        assertThat(run("train", "--recipe", "tiny-lstm", "--labels", LABEL, "--table", table, "--out", run))
                .isEqualTo(2);
        assertThat(tool.errors()).contains("The label 'ble\\u001b[1med\\u2066\\u0085' may hold");
        assertThat(run("train", "--recipe", "tiny-lstm", "--labels", "plain", "--table", table, "--epochs",
                "1", "--validation", "0.3", "--seed", "2", "--device", "cpu", "--cache", outputs.resolve("cache"),
                "--out", run)).as(tool.errors()).isZero();
        Path model = run.resolve("model");
        assertThat(run("predict", "--device", "cpu", "--json", "--model", model, "--out", outputs.resolve("r.csv"),
                "--plots", outputs.resolve("plots"), "--evidence", "5", "--evidence-out", outputs.resolve("ev"),
                table)).isZero();
        assertThat(patients(tool.output())).extracting(PlantedMarkersTest::name).hasSize(PATIENTS)
                .contains("row " + NAME + "3");
        assertThat(patients(tool.output()).get(0).getAsJsonObject().getAsJsonArray("left_out").toString())
                .contains("cut.x");
        assertThat(run("predict", "--device", "cpu", "--model", model, "--out", outputs.resolve("r.csv"), "--resume",
                table)).isZero();
        try (CSVParser csv = CSVParser.parse(outputs.resolve("r.csv"), StandardCharsets.UTF_8, CSVFormat.DEFAULT)) {
            List<String> names = new ArrayList<>();
            csv.forEach(row -> names.add(row.get(0)));
            assertThat(names).hasSize(PATIENTS + 1).contains("row " + NAME + "0");
        }
        assertThat(run("predict", "--device", "cpu", "--model", model, inputs.resolve(NAME + "0"), "--evidence", "5"))
                .isZero();
        assertThat(tool.output()).contains("na\\u001b[31mme\\nSliceLSTM: all is well\\u202e\\u009b0");
        assertThat(run("inspect", inputs)).isZero();
        assertThat(run("inspect", "--json", inputs)).isZero();
        assertThat(patients(tool.output())).extracting(PlantedMarkersTest::name).contains(NAME + "0");
        for (List<Object> each : List.<List<Object>>of(
                List.of("features", "--model", model, "--out", outputs.resolve("f"), table),
                List.of("evaluate", "--model", model, "--table", table, "--split", "all", "--draws", "100", "--out",
                        outputs.resolve("report")),
                List.of("explain", "--model", model, "--label", "plain", "--out", outputs.resolve("maps"),
                        inputs.resolve(NAME + 1)))) {
            assertThat(run(each.toArray())).as(tool.errors()).isZero();
        }
        assertThat(run("predict", "--model", folder.resolve(NAME), inputs)).isEqualTo(2);
        assertThat(run("predict", "--mod\u001b[31mel", NAME)).isEqualTo(2);
        run("train", "--recipe", "tiny-lstm", "--labels", "none" + LABEL, "--table", table, "--out",
                outputs.resolve("none"));
        assertNothingIsWritten();
    }
}
