package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.slicelstm.cohort.DicomHeader;
import org.slicelstm.cohort.Slice;

class CoarsePictureTest {
    private static final List<Double> AXIAL = List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0);

    /**
     * A head: skull, brain and two ventricles.
     *
     * @param wide  half of its width, mm
     * @param long_ half of its length, mm
     * @param x     its middle, mm
     */
    private record Head(double wide, double long_, double x, double ventricle) {
        double hu(double px, double py) {
            double r = Math.hypot((px - x) / wide, py / long_);
            if (r > 1) {
                return -1000;
            }
            if (r > 1 - 7 / wide) {
                return 900;
            }
            boolean fluid = Math.hypot((Math.abs(px - x) - 12) / (ventricle / 3), (py + 5) / ventricle) < 1;
            return fluid ? 8 : 36;
        }
    }

    private record Drawn(Slice slice, StoredSlice stored) { }

    /** Draws a head on a grid, as stored values of intercept −1024, with noise in HU. */
    private static Drawn draw(Head head, int size, double spacing, double noise) {
        double corner = -spacing * (size - 1) / 2;
        short[] values = new short[size * size];
        Random random = new Random(1);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double hu = head.hu(corner + spacing * x, corner + spacing * y) + noise * random.nextGaussian();
                values[y * size + x] = (short) Math.round(Math.max(hu, -1024) + 1024);
            }
        }
        DicomHeader header = new DicomHeader("A", "1.1", "9.1", "7.1", "", "CT", List.of(), 1, 1,
                List.of(corner, corner, 40.0), AXIAL, 5, "", false,
                new DicomHeader.Scan("", null, "", List.of(spacing, spacing)), "");
        return new Drawn(new Slice(Path.of("a"), "a", 0, 1, size, size, header),
                new StoredSlice(ArrayImgs.unsignedShorts(values, size, size),
                        new Intensity(true, 1, -1024, null, null, 12, false, List.of(), 1)));
    }

    private static double likeness(Drawn one, Drawn other) {
        return CoarsePicture.correlation(one.slice(), one.stored(), other.slice(), other.stored());
    }

    @Test
    void aHeadIsLikeItselfOnAnyGridAndWithNoise() {
        Head head = new Head(70, 90, 0, 25);
        Drawn fine = draw(head, 512, .45, 0);
        assertThat(likeness(fine, fine)).isBetween(.9999, 1.0001);
        assertThat(likeness(fine, draw(head, 512, .45, 40))).isGreaterThan(.98);
        assertThat(likeness(fine, draw(head, 256, .9, 15))).isGreaterThan(.97);
        assertThat(likeness(fine, draw(head, 400, .62, 0))).as("a smaller part of the plane in common").isGreaterThan(.97);
    }

    @Test
    void anotherHeadOrOneThatMovedIsNot() {
        Drawn head = draw(new Head(70, 90, 0, 25), 512, .45, 5);
        assertThat(likeness(head, draw(new Head(74, 95, 0, 30), 512, .45, 5))).isLessThan(.8);
        assertThat(likeness(head, draw(new Head(70, 90, 4, 25), 512, .45, 5))).isLessThan(.9);
    }

    @Test
    void whereNothingCanBeComparedItSaysSo() {
        Drawn head = draw(new Head(70, 90, 0, 25), 128, 1.8, 0);
        Drawn air = draw(new Head(1, 1, 500, 1), 128, 1.8, 0);
        assertThat(likeness(air, air)).isNaN();
        DicomHeader h = head.slice().dicom();
        Slice unplaced = new Slice(Path.of("a"), "a", 0, 1, 128, 128, new DicomHeader("A", "1.1", "9.1", "7.1", "", "CT",
                List.of(), 1, 1, null, null, 5, "", false, h.scan(), ""));
        assertThat(likeness(head, new Drawn(unplaced, head.stored()))).isNaN();
        Slice coronal = new Slice(Path.of("a"), "a", 0, 1, 128, 128, new DicomHeader("A", "1.1", "9.1", "7.1", "", "CT",
                List.of(), 1, 1, h.position(), List.of(1.0, 0.0, 0.0, 0.0, 0.0, -1.0), 5, "", false, h.scan(), ""));
        assertThat(likeness(head, new Drawn(coronal, head.stored()))).isNaN();
    }
}
