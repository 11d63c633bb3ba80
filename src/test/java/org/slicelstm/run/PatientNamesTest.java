package org.slicelstm.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatientNamesTest {
    private final PatientNames names = new PatientNames();

    @Test
    void ordinaryNamesStay() {
        assertThat(names.fileName("Müller's scan 1#2")).isEqualTo("Müller's scan 1#2");
    }

    @Test
    void nothingLeadsOutOfTheFolder() {
        assertThat(names.fileName("../../etc/passwd")).isEqualTo("_.._.._etc_passwd");
        assertThat(names.fileName("")).isEqualTo("_");
        assertThat(names.fileName("C:\\x|y\n")).isEqualTo("C__x_y_");
        assertThat(names.fileName("e\u001b\u009b\u202e\u2029z")).isEqualTo("e____z");
    }

    @Test
    void noPatientOverwritesAnother() {
        assertThat(names.fileName("a/b")).isEqualTo("a_b");
        assertThat(names.fileName("a_b")).isEqualTo("a_b_2");
        assertThat(names.fileName("A:B")).isEqualTo("A_B_3");
    }
}
