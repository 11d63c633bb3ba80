package org.slicelstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.model.Lineage;
import org.slicelstm.model.ModelDirectory;

/** Whom a model has seen, through training, moving, renaming and encoding anew, as a user meets it. */
class LineageCommandTest {
    private static final int SIZE = 32;
    private static final int PATIENTS = 10;

    @TempDir
    private static Path folder;
    /** A first model, alone in a folder of its own; {@code split.csv} of its run is beside it no more. */
    private static Path model;
    private static List<String> trained;
    private static List<String> validated;
    private static List<String> tested;

    private final Tool tool = new Tool();
    private Path report;

    @BeforeAll
    static void train() throws IOException {
        for (int i = 0; i < PATIENTS; i++) {
            for (int slice = 0; slice < 2; slice++) {
                write(picture(i, slice), "png", folder.resolve("first/p" + i + "/" + slice + ".png"));
            }
        }
        Path table = table("first", IntStream.range(0, PATIENTS).mapToObj(i -> "p" + i).toList(), List.of());
        Path run = folder.resolve("run");
        Tool tool = new Tool();
        assertThat(train(tool, "--recipe", "tiny-lstm", "--table", table, "--validation", "0.2", "--test", "0.2",
                "--out", run)).as(tool.errors()).isZero();
        trained = of(run, "train");
        validated = of(run, "validation");
        tested = of(run, "test");
        model = folder.resolve("elsewhere/model");
        Files.createDirectories(model.getParent());
        Files.move(run.resolve("model"), model);
    }

    private static int train(Tool tool, Object... arguments) {
        return tool.run(List.of("train", "--labels", "hemorrhage", "--head", "mean", "--epochs", "1", "--augment-draws",
                "1", "--device", "cpu", "--cache", folder.resolve("cache")), arguments);
    }

    private static List<String> of(Path run, String part) throws IOException {
        return Files.readAllLines(run.resolve("split.csv")).stream().filter(line -> line.endsWith("," + part))
                .map(line -> line.split(",")[0]).toList();
    }

    /** A table in a folder, labels in turn; {@code more} is the rest of each row, header first, or nothing. */
    private static Path table(String place, List<String> ids, List<String> more) throws IOException {
        StringBuilder rows = new StringBuilder("patient_id,path,hemorrhage")
                .append(more.isEmpty() ? "" : "," + more.get(0));
        for (int i = 0; i < ids.size(); i++) {
            rows.append("\n").append(ids.get(i)).append(",").append(ids.get(i)).append(",").append(i % 2)
                    .append(more.isEmpty() ? "" : "," + more.get(i + 1));
        }
        return Files.writeString(folder.resolve(place)
                .resolve("table" + ids.size() + (more.isEmpty() ? "" : "split") + ".csv"), rows + "\n");
    }

    private static BufferedImage picture(int patient, int slice) {
        Random random = new Random(100L * patient + slice);
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
            image.getRaster().setSample(pixel % SIZE, pixel / SIZE, 0, random.nextInt(256));
        }
        return image;
    }

    private static void write(BufferedImage image, String format, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    }

    private static void writeWithLoss(BufferedImage image, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(.7f);
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.setOutput(ImageIO.createImageOutputStream(out));
            writer.write(null, new IIOImage(image, null, null), how);
            ((javax.imageio.stream.ImageOutputStream) writer.getOutput()).flush();
        } finally {
            writer.dispose();
        }
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }

    /** The first 8 bytes of SHA-256 over width, height, planes, bytes a value (big-endian), then the values. */
    private static Set<Long> digests(List<String> ids) throws GeneralSecurityException {
        Set<Long> all = new TreeSet<>();
        for (String id : ids) {
            for (int slice = 0; slice < 2; slice++) {
                BufferedImage image = picture(number(id), slice);
                ByteBuffer values = ByteBuffer.allocate(2 * SIZE * SIZE).order(ByteOrder.LITTLE_ENDIAN);
                for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
                    values.putShort((short) image.getRaster().getSample(pixel % SIZE, pixel / SIZE, 0));
                }
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(ByteBuffer.allocate(16).putInt(SIZE).putInt(SIZE).putInt(1).putInt(2).array());
                all.add(ByteBuffer.wrap(digest.digest(values.array())).getLong());
            }
        }
        return all;
    }

    private static Set<Long> read(ByteBuffer bytes, int count) {
        Set<Long> all = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            all.add(bytes.getLong());
        }
        return all;
    }

    private int evaluate(Path of, Path table) throws IOException {
        report = Files.createTempDirectory(folder, "report").resolve("out");
        return tool.run("evaluate", "--model", of, "--table", table, "--split", "all", "--draws", "10", "--device",
                "cpu", "--out", report);
    }

    @Test
    void theFileHoldsWhatTrainedAndValidatedAndNothingElse() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(model.resolve("lineage.bin"))).position(16);
        int n = bytes.getInt();
        int m = bytes.getInt();
        assertThat(read(bytes, n)).isEqualTo(digests(trained));
        assertThat(read(bytes, m)).isEqualTo(digests(validated));
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(Files.readString(model.resolve("MODEL_CARD.md")))
                .contains("Lineage: lineage.bin, unless it was left out, keeps")
                .doesNotContain("Ancestor");
    }

    @Test
    void noTestPatientOfAFurtherTrainingWasSeen() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2 * PATIENTS; i++) {
            // Old rows among new ones, all named anew, in other files of other folders.
            String id = "q" + (7 * i % (2 * PATIENTS));
            ids.add(id);
            for (int slice = 0; slice < 2; slice++) {
                write(picture(number(id), slice), "tif", folder.resolve("second/" + id + "/z" + slice + ".tif"));
            }
        }
        Path table = table("second", ids, List.of());
        Path run = folder.resolve("further");
        assertThat(train(tool, "--model", model, "--table", table, "--validation", "0.25", "--test", "0.4", "--out",
                run))
                .as(tool.errors()).isZero();
        Set<String> seen = new TreeSet<>(Stream.concat(trained.stream(), validated.stream())
                .map(id -> "q" + number(id)).toList());
        assertThat(of(run, "test")).hasSize(5).doesNotContainAnyElementsOf(seen);
        assertThat(of(run, "validation")).hasSize(3).doesNotContainAnyElementsOf(seen);
        assertThat(of(run, "train")).containsAll(seen);
        assertThat(tool.errors()).contains("8 of the 20 patients were seen before");
        String card = Files.readString(run.resolve("model/MODEL_CARD.md"));
        assertThat(card).contains("Ancestor, the model that its training began with: SHA-256 "
                + ModelDirectory.open(model).modelSha256(), "8 of the 20 patients were seen before");

        // The descendant knows whom its ancestor has seen, and who has been tested is not among them.
        assertThat(evaluate(run.resolve("model"), table("first", trained, List.of()))).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("Warning: " + trained.size() + " of the " + trained.size()
                + " evaluated patients trained this model").doesNotContain("unknown");
        assertThat(evaluate(run.resolve("model"), table("second", of(run, "test"), List.of()))).isZero();
        assertThat(tool.errors()).doesNotContain("trained this model, or").doesNotContain("were chosen")
                .contains("Whether evaluated patients trained this model is unknown");

        // A split that is given stays, and says whom it should not have tested.
        Path given = table("second", ids, Stream.concat(Stream.of("split"), ids.stream()
                .map(id -> number(id) < PATIENTS ? "test" : "train")).toList());
        assertThat(train(tool, "--model", model, "--table", given, "--validation", "0", "--out",
                folder.resolve("given")))
                .as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("too good")
                .contains("Warning: 8 patients whom the given split puts into validation or test (rows ");
        assertThat(Files.readString(folder.resolve("given/model/MODEL_CARD.md"))).contains("Warning: 8 patients whom");
    }

    @Test
    void trainingPatientsAreKnownAgainUnlessTheyWereEncodedWithLoss() throws IOException {
        for (String id : trained) {
            for (int slice = 0; slice < 2; slice++) {
                write(picture(number(id), slice), "tif", folder.resolve("copy/n" + id + "/" + slice + ".tif"));
                writeWithLoss(picture(number(id), slice), folder.resolve("lossy/" + id + "/" + slice + ".jpg"));
            }
        }
        Path named = table("copy", trained.stream().map(id -> "n" + id).toList(), List.of());
        String warning = "Warning: " + trained.size() + " of the " + trained.size() + " evaluated patients trained "
                + "this model, or one that it descends from";
        assertThat(evaluate(model, named)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains(warning).doesNotContain("unknown");
        assertThat(evaluate(model, table("lossy", trained, List.of()))).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("trained this model is unknown: none of their pictures")
                .doesNotContain(warning);
        for (String each : List.of("report.html", "MODEL_CARD.md", "checklist.md", "metrics.json")) {
            assertThat(Files.readString(report.resolve(each))).contains("trained this model is unknown")
                    .doesNotContain("no overlap");
        }
        assertThat(evaluate(model, folder.resolve("first/table10.csv"))).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("Warning: 6 of the 10 evaluated patients trained this model")
                .contains("Warning: on 2 of the 10 evaluated patients epoch, thresholds")
                .contains("Whether the other 2 evaluated patients trained this model is unknown");

        assertThat(evaluate(adopted("with"), named)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains(warning);
        assertThat(ModelDirectory.open(adopted("without", "--no-lineage")).lineage()).isSameAs(Lineage.UNKNOWN);
        assertThat(folder.resolve("without/lineage.bin")).doesNotExist();
        assertThat(tool.run("pack", model, folder.resolve("bare.zip"), "--no-lineage")).isZero();
        assertThat(tool.run("unpack", folder.resolve("bare.zip"), folder.resolve("bare"))).isZero();
        assertThat(folder.resolve("bare/lineage.bin")).doesNotExist();

        Path old = older();
        assertThat(evaluate(old, named)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("is unknown: it keeps no lineage").doesNotContain("no overlap");
        assertThat(train(tool, "--model", old, "--table", named, "--validation", "0.3", "--out",
                folder.resolve("of old"))).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("Whether patients of validation or test were seen before is unknown");
        assertThat(evaluate(folder.resolve("of old/model"), table("first", tested, List.of()))).isZero();
        assertThat(tool.errors()).contains("and a model that it descends from keeps none");
    }

    private Path adopted(String name, String... options) throws IOException {
        Path plain = folder.resolve(name);
        assertThat(tool.run(List.of("export", "--model", model, "--out", plain), (Object[]) options))
                .as(tool.errors()).isZero();
        Path back = folder.resolve(name + " back");
        assertThat(tool.run("adopt", plain, "--input", "images", "--output", "probabilities", "--labels", "hemorrhage",
                "--size", "96", "--normalisation", "none", "--out", back)).as(tool.errors()).isZero();
        return back;
    }

    /** The model as software that knew of no lineage wrote it. */
    private static Path older() throws IOException {
        Path old = folder.resolve("old");
        try (Stream<Path> files = Files.walk(model)) {
            for (Path each : files.toList()) {
                Files.copy(each, old.resolve(model.relativize(each).toString()));
            }
        }
        Files.delete(old.resolve("lineage.bin"));
        JsonObject json = JsonParser.parseString(Files.readString(old.resolve("model.json"))).getAsJsonObject();
        assertThat(json.remove("lineage")).isNotNull();
        Files.writeString(old.resolve("model.json"), json.toString());
        return old;
    }

    @Test
    void patientsWhoShareAPictureStayTogether() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add("s" + i);
            write(picture(50 + i, 0), "png", folder.resolve("shared/s" + i + "/own.png"));
            // Each three of them share a picture, in files of two formats.
            String format = i % 2 == 0 ? "png" : "tif";
            write(picture(70 + i / 3, 0), format, folder.resolve("shared/s" + i + "/other." + format));
        }
        Path table = table("shared", ids, List.of());
        for (List<String> division : List.of(List.of("--test", "0.25", "--validation", "0.25"),
                List.of("--folds", "2", "--fold", "1", "--validation", "0.25"))) {
            Path run = folder.resolve("shared run " + division.size());
            List<Object> command = new ArrayList<>(List.of("--recipe", "tiny-lstm", "--table", table, "--out", run));
            command.addAll(division);
            assertThat(train(tool, command.toArray())).as(tool.errors()).isZero();
            assertThat(tool.errors()).contains("Warning: 4 pictures stand under more than one patient, 12 patients in")
                    .contains("kept in one part");
            assertThat(of(run, "test")).isNotEmpty();
            for (String part : List.of("train", "validation", "test")) {
                Set<Integer> thirds = new TreeSet<>(of(run, part).stream().map(id -> number(id) / 3).toList());
                assertThat(of(run, part)).hasSize(3 * thirds.size());
            }
            assertThat(train(tool, Stream.concat(command.stream(), Stream.of("--resume")).toArray()))
                    .as(tool.errors()).isZero();
        }

        Path across = table("shared", ids, Stream.concat(Stream.of("split"), ids.stream()
                .map(id -> number(id) == 5 ? "test" : "train")).toList());
        assertThat(train(tool, "--recipe", "tiny-lstm", "--table", across, "--validation", "0", "--out",
                folder.resolve("across"))).isEqualTo(2);
        assertThat(tool.errors()).contains("Rows 5, 6 and 7 share pictures, but are in the parts train and test");
        assertThat(folder.resolve("across")).doesNotExist();

        assertThat(evaluate(model, table)).as(tool.errors()).isZero();
        assertThat(tool.errors()).contains("Warning: 4 pictures stand under more than one patient, 12 patients in")
                .contains("they count as independent and are not");
    }
}
