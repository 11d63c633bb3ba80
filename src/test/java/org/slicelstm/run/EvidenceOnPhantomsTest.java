package org.slicelstm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.Progress;
import org.slicelstm.graph.ModelWriter;
import org.slicelstm.job.Event;
import org.slicelstm.job.HeatMap;
import org.slicelstm.job.HeatMap.Region;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientPrediction;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.model.WeightSource;

/** Whether the shipped model's evidence lies where the lesions of phantoms are that it has not seen. */
class EvidenceOnPhantomsTest {
    private static final Path DEMO = Path.of("models", "demo");
    private static final String LABEL = "hemorrhage";
    private static final int LABEL_BIT = 1;
    private static final int PATIENTS = 16;
    private static final long SEED = 640_117;
    private static final int BRIGHTER_THAN_AIR = 25;
    private static final Job.SliceOptions USUAL = new Job.SliceOptions("auto", false, null, null);

    @TempDir
    private static Path folder;
    private static final Map<String, PatientPrediction> DETECTED = new HashMap<>();
    /** By patient and stem, the pixels of each slice that shows a haemorrhage. */
    private static final Map<String, Raster> LESIONS = new HashMap<>();

    @BeforeAll
    static void predict() throws IOException {
        assumeTrue(ModelDirectory.open(DEMO).info().provenance().trained(), "the shipped model is untrained");
        Path phantoms = folder.resolve("phantoms");
        try (JobRunner runner = new JobRunner()) {
            runner.run(new Job.Phantoms(PATIENTS, SEED, "jpg", Map.of(LABEL, 1.0, "ischemia", 0.0, "fracture", 0.0,
                    "mass", 0.0, "edema", 0.0), true, phantoms.toString()), event -> { });
            runner.run(new Job.Predict(DEMO.toString(), List.of(phantoms.resolve("patients.csv").toString()), USUAL,
                    null, false, null, 0, "cpu", List.of(LABEL), 64, null), event -> {
                        if (event instanceof Event.Predicted predicted && predicted.patient().calls().get(LABEL)) {
                            DETECTED.put(predicted.patient().patient(), predicted.patient());
                        }
                    });
        }
        try (ZipFile masks = new ZipFile(phantoms.resolve("masks.zip").toFile())) {
            for (ZipEntry entry : masks.stream().toList()) {
                try (InputStream png = masks.getInputStream(entry)) {
                    Raster mask = ImageIO.read(png).getRaster();
                    if (touches(mask, new Region(0, 0, mask.getWidth(), mask.getHeight()))) {
                        LESIONS.put(entry.getName().replace(".png", ""), mask);
                    }
                }
            }
        }
        assertThat(DETECTED).as("patients whose haemorrhage is found").hasSizeGreaterThanOrEqualTo(PATIENTS / 2);
    }

    private static Raster lesion(String patient, String file) {
        return LESIONS.get(patient + "/" + Path.of(file).getFileName().toString().replaceFirst("\\.[^.]+$", ""));
    }

    /** Whether a haemorrhage reaches into a rectangle of the picture. */
    private static boolean touches(Raster mask, Region where) {
        for (int y = (int) Math.max(0, where.y()); y < Math.min(mask.getHeight(), where.y() + where.height()); y++) {
            for (int x = (int) Math.max(0, where.x()); x < Math.min(mask.getWidth(), where.x() + where.width()); x++) {
                if ((mask.getSample(x, y, 0) & LABEL_BIT) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<HeatMap> maps(Path model) {
        List<HeatMap> maps = new ArrayList<>();
        List<String> patients = DETECTED.keySet().stream().sorted()
                .map(patient -> folder.resolve("phantoms").resolve(patient).toString()).toList();
        try (JobRunner runner = new JobRunner()) {
            runner.run(new Job.Explain(model.toString(), patients, USUAL, LABEL, "all", null, "cpu"), event -> {
                if (event instanceof Event.Explained explained
                        && lesion(explained.map().patient(), explained.map().file()) != null) {
                    maps.add(explained.map());
                }
            });
        }
        return maps;
    }

    /** Whether the map's strongest cell lies on the lesion; a map of zeros has none. */
    private static boolean hits(HeatMap map) {
        int rows = map.map().size();
        int columns = map.map().get(0).size();
        double strongest = 0;
        Region cell = null;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (map.map().get(row).get(column) > strongest) {
                    strongest = map.map().get(row).get(column);
                    double width = map.region().width() / columns;
                    double height = map.region().height() / rows;
                    cell = new Region(map.region().x() + column * width, map.region().y() + row * height, width,
                            height);
                }
            }
        }
        return cell != null && touches(lesion(map.patient(), map.file()), cell);
    }

    /** Whether a cell of the same size in the middle of the head lies on the lesion. */
    private static boolean centreHits(HeatMap map) {
        double width = map.region().width() / map.map().get(0).size();
        double height = map.region().height() / map.map().size();
        double[] centre = headCentre(Path.of(map.file()));
        return touches(lesion(map.patient(), map.file()),
                new Region(centre[0] - width / 2, centre[1] - height / 2, width, height));
    }

    /** The middle of the box around all that is brighter than air: column and row. */
    private static double[] headCentre(Path file) {
        BufferedImage picture;
        try {
            picture = ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int left = picture.getWidth();
        int right = 0;
        int top = picture.getHeight();
        int bottom = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if (picture.getRaster().getSample(x, y, 0) > BRIGHTER_THAN_AIR) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return new double[] {(left + right + 1) / 2.0, (top + bottom + 1) / 2.0};
    }

    private static double correlation(HeatMap one, HeatMap other) {
        double[] a = one.map().stream().flatMap(List::stream).mapToDouble(each -> each).toArray();
        double[] b = other.map().stream().flatMap(List::stream).mapToDouble(each -> each).toArray();
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double both = 0;
        double varianceA = 0;
        double varianceB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
            varianceA += (a[i] - meanA) * (a[i] - meanA);
            varianceB += (b[i] - meanB) * (b[i] - meanB);
        }
        return varianceA == 0 || varianceB == 0 ? 0 : both / Math.sqrt(varianceA * varianceB);
    }

    @Test
    void slicesThatShowTheLesionCarryMoreEvidence() {
        int agree = 0;
        for (PatientPrediction patient : DETECTED.values()) {
            double with = 0;
            double without = 0;
            int count = 0;
            List<Double> evidence = patient.evidence().get(LABEL);
            for (int slice = 0; slice < evidence.size(); slice++) {
                boolean shows = lesion(patient.patient(), patient.evidenceSlices().get(slice).file()) != null;
                count += shows ? 1 : 0;
                with += shows ? evidence.get(slice) : 0;
                without += shows ? 0 : evidence.get(slice);
            }
            agree += with / count > without / (evidence.size() - count) ? 1 : 0;
        }
        // A coin would do so for half of them.
        assertThat(agree).as("of %d patients", DETECTED.size()).isGreaterThanOrEqualTo(
                (int) Math.ceil(0.8 * DETECTED.size()));
    }

    @Test
    void theHeatMapHitsTheLesionMoreOftenThanTheMiddleOfTheHeadAndChangesWithTheWeights() throws IOException {
        List<HeatMap> trained = maps(DEMO);
        Path random = folder.resolve("random");
        ModelWriter.write(ModelDirectory.open(DEMO).info().ownRecipe(), 11, WeightSource.NONE, random, Progress.NONE);
        List<HeatMap> untrained = maps(random);
        assertThat(untrained).hasSameSizeAs(trained).hasSizeGreaterThan(2 * DETECTED.size());
        long hits = trained.stream().filter(EvidenceOnPhantomsTest::hits).count();
        long centre = trained.stream().filter(EvidenceOnPhantomsTest::centreHits).count();
        long byChance = untrained.stream().filter(EvidenceOnPhantomsTest::hits).count();
        double correlation = 0;
        for (int i = 0; i < trained.size(); i++) {
            correlation += correlation(trained.get(i), untrained.get(i)) / trained.size();
        }
        String seen = String.format("of %d slices, the middle %d, drawn weights %d, correlation %.2f", trained.size(),
                centre, byChance, correlation);
        assertThat(hits).as(seen).isGreaterThan(centre).isGreaterThan(byChance);
        assertThat(correlation).as(seen).isLessThan(0.5);
    }
}
