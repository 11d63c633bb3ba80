package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NaturalOrderTest {
    @Example
    void countsAsPeopleDo() {
        List<String> right = List.of("a/1.jpg", "a/b/1.jpg", "a b/1.jpg", "scan.jpg", "scan0.jpg", "Scan1.jpg",
                "scan2.jpg", "scan09.jpg", "scan10.jpg", "scan10a.jpg", "scan99999999999999999999.jpg",
                "scan100000000000000000000.jpg", "scan-1.jpg");
        List<String> shuffled = new ArrayList<>(right);
        Collections.reverse(shuffled);
        shuffled.sort(NaturalOrder.INSTANCE);
        // '-' comes before digits and '.', so scan-1 leads its family.
        List<String> expected = new ArrayList<>(right);
        expected.remove("scan-1.jpg");
        expected.add(3, "scan-1.jpg");
        assertThat(shuffled).containsExactlyElementsOf(expected);
    }

    @Example
    void tellsEveryTwoNamesApart() {
        assertThat(NaturalOrder.INSTANCE.compare("a01", "a1")).isNegative();
        assertThat(NaturalOrder.INSTANCE.compare("A1", "a1")).isNegative();
        assertThat(NaturalOrder.INSTANCE.compare("a1", "a1")).isZero();
        assertThat(NaturalOrder.INSTANCE.compare("a01b", "a1c")).isNegative();
        assertThat(NaturalOrder.INSTANCE.compare("a1b", "a01c")).isNegative();
    }

    @Example
    void numbersBelowZeroAndDecimalsGoByValue() {
        for (String family : List.of(
                "slice_-10.5.png slice_-8.png slice_-5.5.png slice_-3.png slice_-0.5.png slice_2.png slice_4.5.png",
                "-100.625.png -20.png -3.5.png 0.png 4.125.png 4.25.png 12.png 100.625.png",
                "z=-2.jpg z=-1.5.jpg z=+1.jpg z=1.5.jpg z=2.jpg", "p--5.png p--2.png p-1.png p-2.png p-10.png",
                "p/-2.png p/-1.png p/1.png", "(-5).png (-4).png (3).png", "s_\u22127.png s_-6.5.png s_1.png",
                "x_-0.5mm.png x_0.25mm.png x_10.0mm.png",
                // A hyphen that parts, versions, dates, identifiers and numbered endings stay as they are read.
                "IM-0001-0001.jpg IM-0001-0002.jpg IM-0001-0010.jpg IM-0002-0001.jpg", "a-1 a-2 a-10",
                "1.2.840.113.dcm 1.2.840.1130.dcm 1.10.840.113.dcm", "v1.2.png v1.9.png v1.10.png",
                "2021.3.4.png 2021.3.10.png 2021.12.1.png", "IM.9 IM.10", "scan1.9 scan1.10", "s1.9/1.png s1.10/1.png",
                "scan(1)-2.png scan(1)-10.png", "1-2.png 1-10.png")) {
            List<String> right = Arrays.asList(family.split(" "));
            List<String> sorted = new ArrayList<>(right);
            Collections.reverse(sorted);
            sorted.sort(NaturalOrder.INSTANCE);
            assertThat(sorted).containsExactlyElementsOf(right);
        }
    }

    @Property
    void ordersSignedDecimalsByValue(@ForAll @IntRange(min = -99_999, max = 99_999) int a,
                                     @ForAll @IntRange(min = -99_999, max = 99_999) int b) {
        assertThat(Integer.signum(NaturalOrder.INSTANCE.compare("s_" + BigDecimal.valueOf(a, 3) + ".png",
                "s_" + BigDecimal.valueOf(b, 3) + ".png"))).isEqualTo(Integer.compare(a, b));
    }

    @Property(tries = 20_000)
    void isATotalOrder(@ForAll("names") String a, @ForAll("names") String b, @ForAll("names") String c) {
        int ab = Integer.signum(NaturalOrder.INSTANCE.compare(a, b));
        int bc = Integer.signum(NaturalOrder.INSTANCE.compare(b, c));
        int ac = Integer.signum(NaturalOrder.INSTANCE.compare(a, c));
        assertThat(Integer.signum(NaturalOrder.INSTANCE.compare(b, a))).isEqualTo(-ab);
        assertThat(ab == 0).isEqualTo(a.equals(b));
        if (ab <= 0 && bc <= 0) {
            assertThat(ac).isLessThanOrEqualTo(0);
        }
    }

    @Property
    void ordersNumbersByValue(@ForAll long a, @ForAll long b) {
        String one = "slice" + Long.toUnsignedString(a) + ".png";
        String other = "slice" + Long.toUnsignedString(b) + ".png";
        assertThat(Integer.signum(NaturalOrder.INSTANCE.compare(one, other)))
                .isEqualTo(Integer.signum(Long.compareUnsigned(a, b)));
    }

    /** Few characters, those around the digits among them, so that names meet. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("0019av/\\.-+_) :é\u2212").ofMaxLength(7);
    }
}
