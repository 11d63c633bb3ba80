package org.slicelstm.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import loci.common.DebugTools;
import loci.formats.FormatTools;
import loci.formats.in.DicomReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhantomTest {
    private static final long SEED = 21;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Disease.class)
    void masksMarkWhatALesionChanges(Disease disease) {
        double marked = 0;
        double all = 0;
        int maskPixels = 0;
        int changedPixels = 0;
        // A fracture is a line thinner than the pixels of a small picture.
        boolean whole = disease == Disease.FRACTURE;
        for (int patient = 0; patient < (whole ? 4 : 8); patient++) {
            Phantom phantom = whole ? Phantom.of(SEED, patient, EnumSet.of(disease))
                    : small(patient, head(patient), EnumSet.of(disease));
            int shown = 0;
            int last = -1;
            for (int slice = 0; slice < phantom.acquisition().slices(); slice++) {
                Phantom.Densities d = phantom.densities(phantom.cut(slice));
                if (d.mask() == null) {
                    assertThat(d.ill()).isSameAs(d.healthy());
                    continue;
                }
                assertThat(shown == 0 || slice == last + 1).as("slices next to each other").isTrue();
                last = slice;
                shown++;
                int inSlice = 0;
                for (int i = 0; i < d.mask().length; i++) {
                    double change = Math.abs(d.ill()[i] - d.healthy()[i]);
                    all += change;
                    if (d.mask()[i] != 0) {
                        assertThat(d.mask()[i]).isEqualTo((byte) disease.bit());
                        marked += change;
                        inSlice++;
                        changedPixels += change > 1 ? 1 : 0;
                    }
                }
                assertThat(inSlice).as("patient %d slice %d", patient, slice).isPositive();
                maskPixels += inSlice;
            }
            assertThat(shown).as("slices of patient %d", patient).isBetween(1, Lesion.MOST_SLICES);
        }
        // What is left over is the soft border of the lesion.
        assertThat(marked / all).isGreaterThan(.85);
        assertThat(changedPixels / (double) maskPixels).isGreaterThan(.9);
    }

    /** Blood is 45 to 80 HU, now and then nearly isodense; a quarter of the mask may be the rim or the border. */
    @Test
    void bloodIsDense() {
        int patients = 24;
        int plain = 0;
        for (int patient = 0; patient < patients; patient++) {
            double[] blood = inMask(patient, Disease.HEMORRHAGE, -100, 100).mapToDouble(d -> d[1]).sorted().toArray();
            double upper = blood[blood.length * 3 / 4];
            assertThat(upper).as("patient %d", patient).isBetween(37., 80.);
            plain += upper > 54 ? 1 : 0;
        }
        assertThat(plain).isBetween(patients * 3 / 4, patients);
    }

    /** Against the same brain without them. */
    @ParameterizedTest
    @EnumSource(names = {"ISCHEMIA", "EDEMA"})
    void infarctsAndOedemaAreDarkerThanBrain(Disease disease) {
        for (int patient = 0; patient < 6; patient++) {
            double change = inMask(patient, disease, 24, 42).mapToDouble(d -> d[1] - d[0]).average().orElseThrow();
            assertThat(change).as("patient %d", patient).isBetween(-16., -4.);
        }
    }

    @ParameterizedTest
    @EnumSource(Disease.class)
    void drawingOneDiseaseDoesNotMoveAnother(Disease disease) {
        Head head = head(3);
        Phantom alone = small(3, head, EnumSet.of(disease));
        Phantom together = small(3, head, EnumSet.allOf(Disease.class));
        int bit = disease.bit();
        for (int slice = 0; slice < alone.acquisition().slices(); slice++) {
            byte[] mask = alone.densities(alone.cut(slice)).mask();
            byte[] all = together.densities(together.cut(slice)).mask();
            assertThat(contains(all, bit)).as("slice %d", slice).isEqualTo(mask != null);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void headsHaveSkullBrainFluidAndAir(int patient) {
        Phantom phantom = small(patient, head(patient), Set.of());
        double[] share = new double[5];
        int pixels = 0;
        for (int slice = phantom.acquisition().slices() / 3; slice < phantom.acquisition().slices() * 3 / 4; slice++) {
            for (float hu : phantom.densities(phantom.cut(slice)).healthy()) {
                share[hu > 500 ? 0 : hu > 22 && hu < 45 ? 1 : hu > -5 && hu < 12 ? 2 : hu < -900 ? 3 : 4]++;
                pixels++;
            }
        }
        assertThat(share[0] / pixels).as("bone").isBetween(.04, .2);
        assertThat(share[1] / pixels).as("brain").isBetween(.15, .5);
        assertThat(share[2] / pixels).as("fluid").isBetween(.002, .1);
        assertThat(share[3] / pixels).as("air").isBetween(.3, .7);
    }

    /** Bio-Formats reads back what was scanned, in both variants, and the header says what it means. */
    @Test
    void dicomFilesAreReadByBioFormats() throws Exception {
        DebugTools.setRootLevel("ERROR");
        EnumSet<Variant> seen = EnumSet.noneOf(Variant.class);
        for (int patient = 0; seen.size() < Variant.values().length; patient++) {
            Head head = head(patient);
            Phantom phantom = small(patient, head, EnumSet.of(Disease.HEMORRHAGE));
            Acquisition a = phantom.acquisition();
            if (!seen.add(a.signed() ? Variant.SIGNED : Variant.UNSIGNED)) {
                continue;
            }
            int slice = a.slices() / 2;
            float[] hu = phantom.slice(slice).hu();
            Path file = folder.resolve(patient + ".dcm");
            Files.write(file, DicomFile.of(hu, a, SEED, patient, slice, slice + 1));
            try (DicomReader reader = new DicomReader()) {
                reader.setGroupFiles(false);
                reader.setId(file.toString());
                assertThat(reader.getSizeX()).isEqualTo(a.size());
                assertThat(reader.getPixelType()).isEqualTo(a.signed() ? FormatTools.INT16 : FormatTools.UINT16);
                ByteBuffer stored = ByteBuffer.wrap(reader.openBytes(0))
                        .order(reader.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
                int padding = 0;
                for (int i = 0; i < hu.length; i++) {
                    int value = stored.getShort();
                    if (value == -2000) {
                        padding++;
                        double far = Math.hypot(i % a.size() - (a.size() - 1) / 2., i / a.size() - (a.size() - 1) / 2.);
                        assertThat(far).isGreaterThan(a.size() / 2.);
                    } else {
                        assertThat(value - 1024.).isEqualTo(Math.max(-1024, Math.round(hu[i])));
                    }
                }
                // What a square has outside its circle is 1 − π/4 of it.
                assertThat(padding / (double) hu.length).isBetween(a.signed() ? .2 : 0, a.signed() ? .23 : 0);
                Map<String, Object> header = reader.getSeriesMetadata();
                assertThat(header.get("0028,1052 Rescale Intercept").toString().trim()).isEqualTo("-1024");
                assertThat(header.get("0020,0013 Instance Number").toString().trim()).isEqualTo("" + (slice + 1));
                String[] position = header.get("0020,0032 Image Position (Patient)").toString().split("\\\\");
                for (int axis = 0; axis < 3; axis++) {
                    assertThat(Double.parseDouble(position[axis].trim())).isCloseTo(a.position(slice)[axis],
                            offset(1e-5));
                }
            }
        }
    }

    private enum Variant { SIGNED, UNSIGNED }

    private static Head head(int patient) {
        return new Head(Draw.of(SEED, patient, Draw.Purpose.ANATOMY, 0));
    }

    /** A patient with pictures of a third of the edge. */
    static Phantom small(int patient, Head head, Set<Disease> diseases) {
        Acquisition a = Acquisition.draw(Draw.of(SEED, patient, Draw.Purpose.ACQUISITION, 0), head);
        return Phantom.of(SEED, patient, diseases, head, new Acquisition(a.slices(), a.spacing(), a.thickness(),
                a.start(), a.size() / 3, a.field(), a.tilt(), a.centre(), a.pose(), a.kernel(), a.blur(),
                a.sharpening(), a.noise(), a.hardening(), a.headrest(), a.signed()));
    }

    private static boolean contains(byte[] mask, int bit) {
        for (byte each : mask == null ? new byte[0] : mask) {
            if ((each & bit) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Densities without and with the lesion where the mask is set and there was tissue of a kind before. */
    private static Stream<double[]> inMask(int patient, Disease disease, double from, double to) {
        Phantom phantom = small(patient, head(patient), EnumSet.of(disease));
        List<double[]> all = new ArrayList<>();
        for (int slice = 0; slice < phantom.acquisition().slices(); slice++) {
            Phantom.Densities d = phantom.densities(phantom.cut(slice));
            for (int i = 0; d.mask() != null && i < d.mask().length; i++) {
                if (d.mask()[i] != 0 && d.healthy()[i] >= from && d.healthy()[i] <= to) {
                    all.add(new double[] {d.healthy()[i], d.ill()[i]});
                }
            }
        }
        return all.stream();
    }
}
