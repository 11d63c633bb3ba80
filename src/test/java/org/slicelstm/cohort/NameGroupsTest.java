package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameGroupsTest {
    private static List<String> warnings(List<String> names) {
        return NameGroups.warnings(names.stream().map(name -> new Slice(Path.of("folder", name), name, 0, 1, 8, 8, null))
                .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            P1_01.jpg P1_02.jpg P2_01.jpg P2_02.jpg | 2 | P1,P1_*
            anna-1.png anna-2.png ben-1.png ben-2.png | 2 | anna,anna-*
            a.1.tif a.2.tif b.9.tif b.10.tif c.1.tif c.2.tif | 3 | a,a.*
            7_1.jpg 7_2.jpg 12_1.jpg 12_2.jpg | 2 | 7,7_*
            p1s01.jpg p1s02.jpg p2s01.jpg p2s02.jpg | 2 | p1s,p1s[0-9]*
            001-brain.jpg 002-brain.jpg 001-bone.jpg 002-bone.jpg | 2 | bone,*-bone.*
            X_-5.5.png X_2.png Y_-5.5.png Y_100.25.png | 2 | X,X_*
            """)
    void namesOfSeveralPatientsFallIntoGroups(String names, int groups, String row) {
        assertThat(warnings(Arrays.asList(names.split(" ")))).singleElement().asString()
                .contains("fall into " + groups + " groups").endsWith("such as " + row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d.jpg", "IM-0001-%04d.jpg", "slice_-%d.5.png", "CT%06d", "1-%02d.jpg", "IMG (%d).jpg",
            "Patient 7, slice %03d of 028.tif", "1.2.840.113619.2.%d.dcm", "CT.1.2.840.%d", "Scan_%d_brain.png",
            "%d_of_28.png", "2021-03-04_%02d.jpg"})
    void namesOfOnePatientDoNot(String pattern) {
        List<String> names = new ArrayList<>(IntStream.rangeClosed(1, 28)
                .mapToObj(i -> String.format(Locale.ROOT, pattern, i)).toList());
        assertThat(warnings(names)).isEmpty();
        names.addAll(List.of("extra_1.jpg", "extra_2.jpg", "scout.jpg", "6_HGE_Seg.jpg", "7_HGE_Seg.jpg",
                "8_HGE_Seg.jpg"));
        assertThat(warnings(names)).isEmpty();
    }

    @Test
    void namesWithoutNumbersAndHashesAreNoGroups() {
        assertThat(warnings(List.of("d8708ecb.png", "425db905.png", "fac98944.png", "edbab455.png", "left.png",
                "right.png"))).isEmpty();
        assertThat(warnings(List.of())).isEmpty();
    }

    @Test
    void signsOfAGlobInANameDoNotMeanWhatTheyDoInATable() {
        assertThat(warnings(List.of("a[1]_1.jpg", "a[1]_2.jpg", "b_1.jpg", "b_2.jpg"))).singleElement().asString()
                .endsWith("a[1],a?1?_*");
    }
}
