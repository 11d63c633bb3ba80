package org.slicelstm.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatientNamesTest {
    private final PatientNames names = new PatientNames();

    @Test
    void ordinaryNamesStay() {
        assertThat(names.fileName("Müller's scan 1#2")).isEqualTo("Müller's scan 1#2");
        assertThat(names.fileName("P1")).isEqualTo("P1");
    }

    @Test
    void nothingLeadsOutOfTheFolder() {
        assertThat(names.fileName("../../etc/passwd")).matches("_\\.\\._\\.\\._etc_passwd-[0-9a-f]{8}");
        assertThat(names.fileName("")).matches("_-[0-9a-f]{8}");
        assertThat(names.fileName("C:\\x|y\n")).matches("C__x_y_-[0-9a-f]{8}");
        assertThat(names.fileName("NUL.1")).matches("_NUL\\.1-[0-9a-f]{8}");
        assertThat(names.fileName("end.")).matches("end_-[0-9a-f]{8}");
        assertThat(names.fileName("e\u001b\u009b\u202e\u2029z")).matches("e____z-[0-9a-f]{8}");
    }

    @Test
    void noPatientOverwritesAnother() {
        Set<String> taken = new HashSet<>();
        for (String each : List.of("a/b", "a_b", "A:B", "a:b", "P1", "p1", "ä", "a\u0308")) {
            assertThat(taken.add(names.fileName(each).toLowerCase(Locale.ROOT))).as(each).isTrue();
        }
    }

    @Test
    void aPatientHasTheSameNameInEveryRun() {
        String name = names.fileName("a:b");
        PatientNames another = new PatientNames();
        another.fileName("a_b");
        assertThat(another.fileName("a:b")).isEqualTo(name);
    }

    @Test
    void noNameIsLongerThanFileSystemsTake() {
        String cyrillic = "Ж".repeat(110);
        String name = names.fileName(cyrillic);
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThan(180);
        assertThat(names.fileName(cyrillic + "!")).isNotEqualTo(name);
        assertThat(names.fileName("x" + "\ud83d\ude00".repeat(60))).doesNotContain("?");
    }
}
