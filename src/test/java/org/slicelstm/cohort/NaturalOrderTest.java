package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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

    @Property
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
        return Arbitraries.strings().withChars("0019aAb/\\.-: :é").ofMaxLength(5);
    }
}
