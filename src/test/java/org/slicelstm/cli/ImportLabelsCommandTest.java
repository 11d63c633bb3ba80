package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;

/** {@code import-labels} as a user runs it, on DICOM files with the tags of the published ones. */
class ImportLabelsCommandTest {
    private static final String STUDY = "ID_5ec7e75d";
    private static final String PERSON = "ID_9a71e4d0";

    @TempDir
    private Path folder;

    private final Tool tool = new Tool();

    private static void text(ByteBuffer to, int tag, String vr, String value) {
        String padded = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        to.putShort((short) (tag >>> 16)).putShort((short) tag).put(vr.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
    }

    private static void number(ByteBuffer to, int tag, int value) {
        to.putShort((short) (tag >>> 16)).putShort((short) tag).put("US".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 2).putShort((short) value);
    }

    /** A CT slice of 16 × 16 pixels whose identifiers look like those of the challenge. */
    private static void dicom(Path file, String instance, String person, String study, int fill) throws IOException {
        ByteBuffer to = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN).position(128);
        to.put("DICM".getBytes(StandardCharsets.US_ASCII));
        text(to, 0x00020010, "UI", "1.2.840.10008.1.2.1");
        text(to, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2");
        text(to, 0x00080018, "UI", instance);
        text(to, 0x00080060, "CS", "CT");
        text(to, 0x00100020, "LO", person);
        text(to, 0x0020000D, "UI", study);
        text(to, 0x0020000E, "UI", study + "9");
        number(to, 0x00280002, 1);
        text(to, 0x00280004, "CS", "MONOCHROME2");
        number(to, 0x00280010, 16);
        number(to, 0x00280011, 16);
        number(to, 0x00280100, 16);
        number(to, 0x00280101, 16);
        number(to, 0x00280102, 15);
        number(to, 0x00280103, 0);
        text(to, 0x00281052, "DS", "-1024");
        text(to, 0x00281053, "DS", "1");
        to.putShort((short) 0x7FE0).putShort((short) 0x0010).put("OW".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0).putInt(2 * 16 * 16);
        for (int i = 0; i < 16 * 16; i++) {
            to.putShort((short) (1024 + fill + i % 7));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, Arrays.copyOf(to.array(), to.position()));
    }

    @Test
    void rsnaGoesFromPublishedLabelsToATableThatTrains() throws IOException {
        Path images = folder.resolve("stage_2_train");
        StringBuilder labels = new StringBuilder("\uFEFFID,Label\n");
        for (int i = 0; i < 12; i++) {
            String slice = String.format("ID_abc%05d", i);
            dicom(images.resolve(slice + ".dcm"), slice, PERSON + i / 4, STUDY + i / 2, 10 * i);
            for (String subtype : List.of("epidural", "intraparenchymal", "intraventricular", "subarachnoid",
                    "subdural", "any")) {
                labels.append(slice).append('_').append(subtype).append(',').append(i % 4 == 0 ? 1 : 0).append('\n');
            }
        }
        Path file = Files.writeString(folder.resolve("stage_2_train.csv"), labels);
        Path table = folder.resolve("table.csv");
        assertThat(tool.run("import-labels", "--from", "rsna", "--labels-file", file, "--images", images, "--out",
                table))
                .as(tool.errors()).isZero();
        assertThat(tool.output()).isEqualTo("patients: 3\nrows of the table: 6\nslices: 12\n"
                + "labelled slices without a picture: 0\npictures without a label: 0\n");
        List<String> rows = Files.readAllLines(table);
        assertThat(rows).hasSize(7).element(2).asString().isEqualTo(
                "study-0002,\"stage_2_train/{ID_abc00002.dcm,ID_abc00003.dcm}\",0,,,,,0,0,0,0,0,person-0001");
        assertThat(String.join("\n", rows) + tool.output() + tool.errors()).doesNotContain(STUDY, PERSON);

        Path run = folder.resolve("run");
        assertThat(tool.run("train", "--recipe", "tiny-lstm", "--labels", "hemorrhage", "--table", table, "--epochs",
                "1",
                "--validation", "0.3", "--seed", "2", "--device", "cpu", "--cache", folder.resolve("cache"), "--out",
                run)).as(tool.errors()).isZero();
        List<String> parts = Files.readAllLines(run.resolve("split.csv")).subList(1, 7).stream()
                .map(line -> line.split(",")[1]).toList();
        assertThat(parts.get(0)).isEqualTo(parts.get(1));
        assertThat(parts.get(2)).isEqualTo(parts.get(3));

        assertThat(tool.run("import-labels", "--from", "rsna", "--labels-file", file, "--images", images, "--out",
                table))
                .isEqualTo(2);
        assertThat(tool.errors()).contains("is there already");
    }

    @Test
    void cutFilesCountAndAreNamed() throws IOException {
        Path images = folder.resolve("flat");
        StringBuilder labels = new StringBuilder("ID,Label\n");
        List<String> slices = List.of("ID_a1", "ID_a2", "ID_b1", "ID_b2", "ID_c1");
        for (String slice : slices) {
            int person = slice.charAt(3);
            dicom(images.resolve(slice + ".dcm"), slice, PERSON + person, STUDY + person, slice.hashCode() & 63);
            for (String subtype : List.of("epidural", "intraparenchymal", "intraventricular", "subarachnoid",
                    "subdural", "any")) {
                labels.append(slice).append('_').append(subtype).append(',')
                        .append(slice.endsWith("2") && List.of("subdural", "any").contains(subtype) ? 1 : 0)
                        .append('\n');
            }
        }
        Path inPixels = images.resolve("ID_a2.dcm");
        byte[] whole = Files.readAllBytes(inPixels);
        Files.write(inPixels, Arrays.copyOf(whole, whole.length / 2));
        Path inHeader = images.resolve("ID_b2.dcm");
        Files.write(inHeader, Arrays.copyOf(Files.readAllBytes(inHeader), 340));
        Path file = Files.writeString(folder.resolve("labels.csv"), labels);
        Path table = folder.resolve("table.csv");
        assertThat(tool.run("import-labels", "--from", "rsna", "--labels-file", file, "--images", images, "--out",
                table)).as(tool.errors()).isZero();
        assertThat(Files.readAllLines(table)).element(1).isEqualTo(
                "study-0001,flat/ID_a1.dcm,1,,,,,0,0,0,0,1,person-0001");
        assertThat(Files.readAllLines(table)).element(2).isEqualTo(
                "study-0002,flat/ID_b1.dcm,1,,,,,0,0,0,0,1,person-0002");
        assertThat(Files.readAllLines(table)).element(3).isEqualTo(
                "study-0003,flat/ID_c1.dcm,0,,,,,0,0,0,0,0,person-0003");
        assertThat(tool.errors()).contains("'ID_a2.dcm' cannot be used (truncated: ", "its labels count for study-0001",
                "'ID_b2.dcm' cannot be used (truncated: ", "its labels count for study-0002")
                .doesNotContain(STUDY, PERSON);
    }

    @NeedsSharedData
    @Test
    void labelsThatDisagreeAreRefused() throws IOException {
        Path images = Files.createDirectory(folder.resolve("none"));
        Path table = folder.resolve("table.csv");
        assertThat(tool.run("import-labels", "--from", "rsna", "--labels-file",
                SharedData.path("cases/rsna-labels-disagree/j_any_inconsistent.csv"), "--images", images, "--out",
                table)).isEqualTo(2);
        assertThat(tool.errors()).contains("any 0 beside subdural 1");
        assertThat(table).doesNotExist();
    }

    @Test
    void whatDoesNotGoTogetherIsASentence() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        Path table = folder.resolve("table.csv");
        Object[][] wrong = {{"kaggle", "--from cannot be 'kaggle'"}, {"rsna", "give it by --labels-file"},
            {"cq500", "give it by --labels-file"}, {"folders", "holds no patients by class"}};
        for (Object[] each : wrong) {
            assertThat(tool.run("import-labels", "--from", each[0], "--images", images, "--out", table)).isEqualTo(2);
            assertThat(tool.errors()).contains(each[1].toString());
        }
        assertThat(tool.run("import-labels", "--from", "folders", "--images", images.resolve("no"), "--out", table))
                .isEqualTo(2);
        assertThat(tool.run("import-labels", "--from", "rsna", "--mass-effect-as-mass", "--images", images, "--out",
                table))
                .isEqualTo(2);
        assertThat(tool.errors()).contains("goes with --from cq500");
        assertThat(tool.run("import-labels", "--from", "cq500", "--labels-file", folder.resolve("no.csv"), "--images",
                images, "--out", table)).isEqualTo(2);
        assertThat(tool.errors()).contains("no.csv' cannot be opened");
        assertThat(table).doesNotExist();
    }
}
