package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.cohort.Part;

class EventFileTest {
    /** What {@code src/test/python/event_reference.py} writes with TensorBoard's own writer. */
    private static final String TENSORBOARD = """
            1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe91000000000000000
            95fbfe180900001040fc54d94110ac023a0208016b3b88f182000000000000007b3fc35f0900001040fc54d94110ac02
            2a740a1a0a1376616c69646174696f6e2f616c6c2f6c6f7373150000803e0a1e0a1776616c69646174696f6e2f616c6c
            2f6163637572616379150000803f0a1c0a1576616c69646174696f6e2f616c6c2f726563616c6c150000403f0a180a11
            76616c69646174696f6e2f616c6c2f6631150000003fa17d061c2400000000000000422b804d0900001040fc54d94110
            ad022a160a140a0d6c6561726e696e675f726174651517b7d1380523aa0c
            """;

    @TempDir
    private Path folder;

    @Test
    void writesTheBytesThatTensorBoardsWriterWrites() throws IOException {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1700000000L, 250_000_000), ZoneOffset.UTC);
        Metrics metrics = new Metrics(.25, 1, .75, Double.NaN, Double.NaN, .5, Double.NaN);
        try (EventFile events = EventFile.start(folder.resolve("events"), 300, clock)) {
            events.add(300, Part.VALIDATION, List.of(new Metrics.Named("all", metrics)));
            events.add(301, "learning_rate", 1e-4);
        }
        try (Stream<Path> files = Files.list(folder.resolve("events"))) {
            Path file = files.findFirst().orElseThrow();
            assertThat(file.getFileName()).hasToString("events.out.tfevents.1700000000.250000000.slicelstm");
            assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
                    .isEqualTo(TENSORBOARD.replace("\n", ""));
        }
    }
}
