package org.slicelstm.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code scripts/slicelstm.bat} beside {@code scripts/slicelstm}. */
class WindowsScriptTest {
    @Test
    void bothScriptsGiveJavaTheSameOptions() throws IOException {
        String windows = Files.readString(Path.of("scripts", "slicelstm.bat"));
        Matcher options = Pattern.compile("(?<=[ (])-[-XD][^\\s)]+")
                .matcher(Files.readString(Path.of("scripts", "java-options")).replaceAll("(?m)^#.*", ""));
        int count = 0;
        while (options.find()) {
            assertThat(windows).contains(options.group());
            count++;
        }
        assertThat(count).isGreaterThan(8);
        assertThat(windows.lines().filter(line -> line.startsWith("java %OPTIONS%"))).hasSize(1);
        assertThat(windows.replace("\r\n", "")).doesNotContain("\n");
    }
}
