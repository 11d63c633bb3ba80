package org.slicelstm.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.phantom.PhantomSettings.Format;

class PhantomCohortTest {
    private static final long SEED = 11;
    private static final Map<Disease, Double> HALF = Map.of(Disease.HEMORRHAGE, .5, Disease.ISCHEMIA, .5,
            Disease.FRACTURE, .5, Disease.MASS, .5, Disease.EDEMA, .5);
    private static ExecutorService one;
    private static ExecutorService three;

    @TempDir
    static Path shared;
    @TempDir
    Path folder;

    @BeforeAll
    static void writeOnce() throws IOException {
        one = Executors.newSingleThreadExecutor();
        three = Executors.newFixedThreadPool(3);
        PhantomCohort.write(settings(4, HALF, true), shared.resolve("ill"), three, Progress.NONE);
    }

    @AfterAll
    static void stop() {
        one.shutdownNow();
        three.shutdownNow();
    }

    @Test
    void sameSeedSameBytesWhateverTheThreads() throws IOException {
        PhantomCohort.write(settings(4, HALF, true), folder.resolve("again"), one, Progress.NONE);
        assertThat(differing(shared.resolve("ill"), folder.resolve("again"))).isEmpty();
        PhantomCohort.write(new PhantomSettings(1, SEED + 1, Format.JPG, HALF, true), folder.resolve("other"), three,
                Progress.NONE);
        assertThat(differing(shared.resolve("ill").resolve(PhantomCohort.name(0)),
                folder.resolve("other").resolve(PhantomCohort.name(0)))).isNotEmpty();
    }

    @Test
    void withoutLesionsOnlyTheMaskedPagesDiffer() throws IOException {
        PhantomCohort.write(settings(4, HALF, false), folder.resolve("healthy"), three, Progress.NONE);
        Set<String> expected = new TreeSet<>(List.of(PhantomCohort.MASKS));
        masks(shared.resolve("ill")).keySet().forEach(entry -> expected.add(entry.replace(".png", ".jpg")));
        assertThat(expected).hasSizeGreaterThan(4);
        assertThat(differing(shared.resolve("ill"), folder.resolve("healthy"))).isEqualTo(expected);
        assertThat(masks(folder.resolve("healthy"))).isEmpty();
    }

    /** The proof that no label reaches anatomy, acquisition, noise, decoys or names: other labels, the same files. */
    @Test
    void whatIsNoLesionKnowsNoLabel() throws IOException {
        PhantomCohort.write(settings(2, HALF, false), folder.resolve("half"), three, Progress.NONE);
        Map<Disease, Double> none = Map.of(Disease.HEMORRHAGE, 0., Disease.ISCHEMIA, 0., Disease.FRACTURE, 0.,
                Disease.MASS, 0., Disease.EDEMA, 0.);
        PhantomCohort.write(settings(2, none, true), folder.resolve("none"), three, Progress.NONE);
        assertThat(differing(folder.resolve("half"), folder.resolve("none")))
                .containsExactlyInAnyOrder(PhantomCohort.TABLE, PhantomCohort.MASKS);
    }

    @Test
    void tableNamesFoldersAndLabels() throws IOException {
        List<String> lines = Files.readAllLines(shared.resolve("ill").resolve(PhantomCohort.TABLE));
        assertThat(lines.get(0)).isEqualTo("patient_id,path,hemorrhage,ischemia,fracture,mass,edema");
        assertThat(lines).hasSize(5);
        int[] positive = new int[5];
        for (String line : lines.subList(1, 5)) {
            assertThat(line).matches("(phantom-\\d{5}),\\1(,[01]){5}");
            String[] cells = line.split(",");
            assertThat(shared.resolve("ill").resolve(cells[1])).isDirectory();
            for (int i = 0; i < 5; i++) {
                positive[i] += Integer.parseInt(cells[2 + i]);
            }
        }
        assertThat(positive).containsOnly(2);
    }

    @Test
    void theTableOfSlicesSaysWhatTheMasksShow() throws IOException {
        Path cohort = folder.resolve("slices");
        PhantomCohort.write(new PhantomSettings(4, SEED, Format.JPG, HALF, true, true), cohort, three, Progress.NONE);
        List<String> lines = Files.readAllLines(cohort.resolve(PhantomCohort.SLICES));
        assertThat(lines.get(0)).isEqualTo("patient_id,path,hemorrhage,ischemia,fracture,mass,edema,group");
        Map<String, BufferedImage> masks = masks(cohort);
        Set<String> pictures = new TreeSet<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            assertThat(cells[0]).isEqualTo(cells[1].replace('/', '-').replace(".jpg", ""));
            assertThat(cells[7]).isEqualTo(cells[1].split("/")[0]);
            BufferedImage mask = masks.get(cells[1].replace(".jpg", ".png"));
            for (Disease each : Disease.values()) {
                boolean shown = mask != null && Arrays.stream(mask.getRaster().getPixels(0, 0, mask.getWidth(),
                        mask.getHeight(), (int[]) null)).anyMatch(value -> (value & each.bit()) != 0);
                assertThat(cells[2 + each.ordinal()]).as(line).isEqualTo(shown ? "1" : "0");
            }
            pictures.add(cells[1]);
        }
        try (Stream<Path> files = Files.walk(cohort, 2)) {
            assertThat(pictures).hasSize(lines.size() - 1).containsExactlyInAnyOrderElementsOf(
                    files.filter(file -> file.toString().endsWith(".jpg"))
                            .map(file -> cohort.relativize(file).toString().replace('\\', '/')).toList());
        }
        assertThat(differing(shared.resolve("ill"), cohort)).containsExactly(PhantomCohort.SLICES);
        PhantomCohort.write(settings(1, HALF, true), cohort, three, Progress.NONE);
        assertThat(cohort.resolve(PhantomCohort.SLICES)).as("replaced").doesNotExist();
    }

    @Test
    void masksAgreeWithTableAndPictures() throws IOException {
        List<String> lines = Files.readAllLines(shared.resolve("ill").resolve(PhantomCohort.TABLE));
        Map<String, BufferedImage> masks = masks(shared.resolve("ill"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            int expected = 0;
            for (Disease each : Disease.values()) {
                expected += cells[2 + each.ordinal()].equals("1") ? each.bit() : 0;
            }
            int seen = 0;
            for (Map.Entry<String, BufferedImage> mask : masks.entrySet()) {
                if (mask.getKey().startsWith(cells[1] + "/")) {
                    BufferedImage picture = ImageIO.read(
                            shared.resolve("ill").resolve(mask.getKey().replace(".png", ".jpg")).toFile());
                    assertThat(mask.getValue().getWidth()).isEqualTo(picture.getWidth());
                    assertThat(mask.getValue().getHeight()).isEqualTo(picture.getHeight());
                    int bits = 0;
                    int width = picture.getWidth();
                    for (int value : mask.getValue().getRaster().getPixels(0, 0, width, picture.getHeight(),
                            (int[]) null)) {
                        bits |= value;
                    }
                    assertThat(bits).as(mask.getKey()).isPositive();
                    seen |= bits;
                }
            }
            assertThat(seen).as(cells[0]).isEqualTo(expected);
        }
    }

    @Test
    void positivesAreExact() {
        for (int patients : new int[] {1, 7, 400, 643}) {
            PhantomSettings settings = new PhantomSettings(patients, 3, Format.JPG, Map.of(Disease.MASS, .5), true);
            List<Set<Disease>> all = PhantomCohort.diseases(settings);
            for (Disease each : Disease.values()) {
                double share = each == Disease.MASS ? .5 : Disease.reportedPrevalence().get(each);
                assertThat(all.stream().filter(labels -> labels.contains(each)).count())
                        .isEqualTo(Math.round(patients * share));
            }
        }
        // The counts of PAPER.md.
        List<Set<Disease>> paper = PhantomCohort.diseases(new PhantomSettings(643, 3, Format.JPG, Map.of(), true));
        assertThat(Arrays.stream(Disease.values())
                .map(each -> paper.stream().filter(labels -> labels.contains(each)).count()))
                .containsExactly(182L, 72L, 46L, 12L, 99L);
        // Labels combine: about 400 / 4 patients have both of two at one half.
        long both = PhantomCohort.diseases(new PhantomSettings(400, 3, Format.JPG, HALF, true)).stream()
                .filter(labels -> labels.containsAll(List.of(Disease.MASS, Disease.EDEMA))).count();
        assertThat(both).isBetween(80L, 120L);
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> settings(0, Map.of(), true)).isInstanceOf(UserException.class)
                .hasMessageContaining("0; choose 1 to");
        assertThatThrownBy(() -> settings(1, Map.of(Disease.MASS, 1.5), true)).isInstanceOf(UserException.class)
                .hasMessageContaining("mass").hasMessageContaining("1.5");
        assertThatThrownBy(() -> settings(1, Map.of(Disease.MASS, Double.NaN), true))
                .isInstanceOf(UserException.class);
    }

    @Test
    void foreignFoldersAreRefusedAndOursReplaced() throws IOException {
        PhantomSettings few = settings(1, Map.of(), true);
        Path own = folder.resolve("deep/own");
        Files.createDirectories(own);
        assertThat(PhantomCohort.write(few, own, three, Progress.NONE)).exists();
        assertThat(PhantomCohort.write(few, own, three, Progress.NONE)).exists();
        for (Path notes : List.of(own.resolve("notes.txt"), own.resolve(PhantomCohort.name(0)).resolve("notes.txt"))) {
            Files.writeString(notes, "mine");
            assertThatThrownBy(() -> PhantomCohort.write(few, own, three, Progress.NONE))
                    .isInstanceOf(UserException.class).hasMessageContaining(own.toString());
            assertThat(notes).hasContent("mine");
            Files.delete(notes);
        }
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThatThrownBy(() -> PhantomCohort.write(few, file, three, Progress.NONE))
                .isInstanceOf(UserException.class);
        assertThat(names(folder.resolve("deep"))).containsExactly("own");
    }

    @Test
    void cancellingLeavesNothing() {
        Path out = folder.resolve("cancelled");
        Progress cancelled = new Progress() {
            private volatile boolean stop;

            @Override
            public void update(String what, long done, long total) {
                stop = true;
            }

            @Override
            public boolean isCancelled() {
                return stop;
            }
        };
        assertThatThrownBy(() -> PhantomCohort.write(settings(6, HALF, true), out, three, cancelled))
                .isInstanceOf(CancellationException.class);
        assertThat(names(folder)).isEmpty();
    }

    private static PhantomSettings settings(int patients, Map<Disease, Double> prevalence, boolean lesions) {
        return new PhantomSettings(patients, SEED, Format.JPG, prevalence, lesions);
    }

    private static List<String> names(Path folder) {
        return List.of(folder.toFile().list());
    }

    /** The masks by their entry's name. */
    private static Map<String, BufferedImage> masks(Path cohort) throws IOException {
        Map<String, BufferedImage> masks = new TreeMap<>();
        try (ZipFile zip = new ZipFile(cohort.resolve(PhantomCohort.MASKS).toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                masks.put(entry.getName(), ImageIO.read(zip.getInputStream(entry)));
            }
        }
        return masks;
    }

    /** Files that only one folder has or whose bytes differ. */
    private static Set<String> differing(Path a, Path b) throws IOException {
        Set<String> all = new TreeSet<>();
        for (Path root : List.of(a, b)) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(Files::isRegularFile).forEach(file -> all.add(root.relativize(file).toString()));
            }
        }
        Set<String> differing = new TreeSet<>();
        for (String each : all) {
            if (!Files.exists(a.resolve(each)) || !Files.exists(b.resolve(each))
                    || Files.mismatch(a.resolve(each), b.resolve(each)) >= 0) {
                differing.add(each);
            }
        }
        return differing;
    }
}
