package org.slicelstm.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyFileTest {
    /** What {@code numpy.save} writes for [[1.5, -2.25, 3], [4, 5, 6.125]] as float32. */
    private static final String BY_NUMPY = "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f7264"
            + "6572273a2046616c73652c20277368617065273a2028322c2033292c207d" + "20".repeat(58) + "0a"
            + "0000c03f000010c000004040000080400000a0400000c440";

    @Test
    void theBytesAreNumpysOwn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new").resolve("a.npy");
        float[][] rows = {{1.5f, -2.25f, 3}, {4, 5, 6.125f}};
        NumpyFile.write(file, row -> rows[row], 2, 3);
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(BY_NUMPY);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }
}
