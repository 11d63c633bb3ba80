package org.slicelstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.UserException;

class LineageTest {
    private static final String LOW = "0000000000000001" + "a".repeat(48);
    private static final String MIDDLE = "7fffffffffffffff" + "b".repeat(48);
    private static final String HIGH = "ffffffffffffffff" + "c".repeat(48);

    @TempDir
    Path folder;

    private static byte[] file(int version, int complete, int n, int m, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + 8 * values.length);
        bytes.put("LINEAGE\n".getBytes(StandardCharsets.US_ASCII)).putInt(version).putInt(complete).putInt(n).putInt(m);
        for (long each : values) {
            bytes.putLong(each);
        }
        return bytes.array();
    }

    private Lineage read(byte[] bytes) throws IOException {
        Files.write(folder.resolve("lineage.bin"), bytes);
        return Lineage.read(folder);
    }

    @Test
    void theFileIsAsItIsDescribed() throws IOException {
        Lineage.NONE.with(List.of(LOW, HIGH, LOW), List.of(MIDDLE, HIGH)).writeTo(folder);
        assertThat(folder.resolve("lineage.bin"))
                .hasBinaryContent(file(1, 1, 2, 1, -1L, 1L, 0x7fffffffffffffffL));

        Lineage read = Lineage.read(folder);
        assertThat(read.isComplete()).isTrue();
        assertThat(read.slices()).isEqualTo(3);
        assertThat(List.of(read.trained(LOW), read.trained(HIGH), read.trained(MIDDLE))).containsExactly(true, true,
                false);
        assertThat(read.has(MIDDLE)).isTrue();
        assertThat(read.has("0000000000000002" + "a".repeat(48))).isFalse();
    }

    @Test
    void aDescendantKeepsWhatItsAncestorsHaveSeen() throws IOException {
        Lineage first = Lineage.NONE.with(List.of(LOW), List.of(MIDDLE));
        Lineage second = first.with(List.of(MIDDLE), List.of(HIGH, LOW));
        assertThat(second.trained(LOW)).isTrue();
        assertThat(second.trained(MIDDLE)).isTrue();
        assertThat(second.trained(HIGH)).isFalse();
        assertThat(second.has(HIGH)).isTrue();
        assertThat(second.slices()).isEqualTo(3);
        Lineage.UNKNOWN.with(List.of(LOW), List.of()).writeTo(folder);
        assertThat(Lineage.read(folder).isComplete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1, 1, version 2", "1, 2, 1, 1, damaged", "1, 1, 2, 1, damaged", "1, 1, -1, 3, damaged",
        "1, 1, 2147483647, 2147483647, damaged", "1, 1, 1, 0, damaged"})
    void aDamagedFileIsRefused(int version, int complete, int n, int m, String why) {
        assertThatThrownBy(() -> read(file(version, complete, n, m, 5, 7))).isInstanceOf(UserException.class)
                .hasMessageContainingAll("lineage.bin", why);
    }

    @Test
    void whatIsNoLineageIsRefused() {
        assertThatThrownBy(() -> read(file(1, 1, 2, 0, 7, 5))).hasMessageContaining("damaged");
        assertThatThrownBy(() -> read(file(1, 1, 2, 0, 7, 7))).hasMessageContaining("damaged");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("no lineage");
        assertThatThrownBy(() -> read("LINEAGE\r\n and something that is longer".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("no lineage");
    }
}
