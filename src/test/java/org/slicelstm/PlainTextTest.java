package org.slicelstm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void whatSteersATerminalIsEscapedAsJsonWould() {
        assertThat(PlainText.escape("a\u001b[31mred\n\r\tb\u0000\u007f\u009b\u0085")).isEqualTo(
                "a\\u001b[31mred\\n\\r\\tb\\u0000\\u007f\\u009b\\u0085");
        for (int c = 0; c <= 0xffff; c++) {
            String text = "x" + (char) c;
            boolean steers = c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029
                    || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
            assertThat(PlainText.escape(text).equals(text)).as("U+%04X", c).isEqualTo(!steers);
            if (steers) {
                assertThat(JsonParser.parseString("\"" + PlainText.escape(text) + "\"").getAsString()).isEqualTo(text);
            }
        }
    }

    @Test
    void otherTextStaysAsItIs() {
        String text = "Jos\u00e9 \u0416 \u05d0 \ud83e\udde0 a\\nb C:\\u";
        assertThat(PlainText.escape(text)).isSameAs(text);
    }

    @Test
    void aMessageIsOneLineUnlessItSaysSeveralThings() {
        assertThat(new UserException("no\nfile")).hasMessage("no\\nfile");
        assertThat(new UserException(List.of("two:", "a\nb", "c"), null)).hasMessage("two:\na\\nb\nc");
    }
}
