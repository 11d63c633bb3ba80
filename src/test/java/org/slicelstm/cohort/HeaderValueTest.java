package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValueTest {
    @ParameterizedTest
    @ValueSource(strings = {"MR", "MONOCHROME2", "YBR_FULL_422", "PALETTE COLOR", "A234567890123456"})
    void codesAreQuoted(String code) {
        assertThat(HeaderValue.code(code, "no code")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Doe", "DOE^JOHN", "A2345678901234567", "MR\u001b[31m", "MR\n", "MR\\CT", "M\u00dc"})
    void whatIsNoCodeIsNot(String text) {
        assertThat(HeaderValue.code(text, "no code")).isEqualTo("no code");
    }

    @Test
    void uidsAreQuotedAndOtherTextIsNot() {
        assertThat(HeaderValue.uid("1.2.840.10008.1.2.4.999", "no UID")).isEqualTo("1.2.840.10008.1.2.4.999");
        assertThat(HeaderValue.uid("1".repeat(65), "no UID")).isEqualTo("no UID");
        assertThat(HeaderValue.uid("1.2 DOE", "no UID")).isEqualTo("no UID");
        assertThat(HeaderValue.uid("1.2\n", "no UID")).isEqualTo("no UID");
    }
}
