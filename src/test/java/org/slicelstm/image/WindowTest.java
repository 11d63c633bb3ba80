package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slicelstm.UserException;
import org.slicelstm.image.Window.Function;

class WindowTest {

    /** LINEAR after DICOM PS3.3 C.11.2.1.2.1, its own example (2048 / 4096) and width 1 included, worked by hand. */
    @ParameterizedTest
    @CsvSource({
        "LINEAR, 2048, 4096, 0, 0", "LINEAR, 2048, 4096, 4095, 255", "LINEAR, 2048, 4096, 4096, 255",
        "LINEAR, 2048, 4096, 1, 0.062271", "LINEAR, 2048, 1, 2047, 0", "LINEAR, 2048, 1, 2048, 255",
        "LINEAR, 0, 100, -50, 0", "LINEAR, 0, 100, 49, 255", "LINEAR, 0, 100, -0.5, 127.5",
        "LINEAR, 40, 80, 40, 129.113924", "LINEAR, 40, 80, 79, 255", "LINEAR, 40, 80, -1000, 0",
        "LINEAR_EXACT, 40, 80, 0, 0", "LINEAR_EXACT, 40, 80, 80, 255", "LINEAR_EXACT, 40, 80, 40, 127.5",
        "LINEAR_EXACT, 40, 80, 79, 251.8125", "LINEAR_EXACT, 40, 80, 3000, 255", "LINEAR_EXACT, 40, 80, -1, 0",
        "SIGMOID, 40, 80, 40, 127.5", "SIGMOID, 40, 80, 80, 224.603255", "SIGMOID, 40, 80, 0, 30.396745",
        "SIGMOID, 40, 80, 20, 68.580062"})
    void greyLevelsAreThoseOfTheStandard(Function function, double centre, double width, double value, double grey) {
        assertThat(new Window(centre, width, function).grey(value)).isCloseTo(grey, within(1e-5));
    }

    @Test
    void aWindowWithoutWidthIsNotPossible() {
        assertThatThrownBy(() -> Window.linear(40, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(40, 0.5, Function.LINEAR)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(Double.NaN, 80, Function.SIGMOID))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"brain, 40, 80", "subdural, 80, 200", "bone, 600, 2800", "40/80, 40, 80",
        " -600 / 1500.5 , -600, 1500.5", "BRAIN, 40, 80"})
    void namedAndNumberedWindowsAreRead(String text, double centre, double width) {
        assertThat(Windowing.parse(text).windows()).containsExactly(Window.linear(centre, width));
    }

    @ParameterizedTest
    @ValueSource(strings = {"brain", "subdural", "bone", "three-window", "file", "35/85.5"})
    void whatARecipeWritesIsReadBack(String text) {
        assertThat(Windowing.parse(text).toString()).isEqualTo(text);
        assertThat(Windowing.parse(Windowing.parse(text).toString())).isEqualTo(Windowing.parse(text));
    }

    @Test
    void threeWindowsAreRedGreenAndBlue() {
        assertThat(Windowing.parse("three-window").windows())
                .containsExactly(Window.linear(40, 80), Window.linear(80, 200), Window.linear(600, 2800));
        assertThat(Windowing.parse("file").windows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lung", "40", "40/0", "40/-80", "40/80/3", "40x80", "NaN/80", "1e3/80"})
    void anythingElseIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Windowing.parse(text)).isInstanceOf(UserException.class)
                .hasMessageContaining("\"" + text + "\"").hasMessageContaining("three-window")
                .hasMessageContaining("40/80");
    }
}
