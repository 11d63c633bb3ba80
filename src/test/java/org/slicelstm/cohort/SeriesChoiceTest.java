package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.UserException;

class SeriesChoiceTest {
    @Test
    void readsWhatUsersWrite() {
        assertThat(SeriesChoice.parse("auto")).isEqualTo(SeriesChoice.AUTO);
        assertThat(SeriesChoice.parse(" ALL ")).isEqualTo(SeriesChoice.ALL);
        assertThat(SeriesChoice.parse("1.2.840.99")).isEqualTo(
                new SeriesChoice(SeriesChoice.Kind.NAMED, "1.2.840.99"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soft", "2", "1.2.", "1..2", "1.2.840.x",
        "1.1111111111111111111111111111111111111111111111111111111111111111"})
    void saysWhatItMustBe(String text) {
        assertThatThrownBy(() -> SeriesChoice.parse(text)).isInstanceOf(UserException.class)
                .hasMessageContaining("auto, all or a SeriesInstanceUID").hasMessageContaining("'" + text + "'");
    }
}
