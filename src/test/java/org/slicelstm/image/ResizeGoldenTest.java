package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slicelstm.cohort.NotASliceException;

/** Compares the resize with Pillow's; {@code src/test/python/resize_golden.py} made the values. */
class ResizeGoldenTest {
    private static final double TOLERANCE = 1e-3;

    static Stream<String> golden() throws IOException {
        try (InputStream in = ResizeGoldenTest.class.getResourceAsStream("resize_golden.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void resizesAsPillowDoes(String line) throws NotASliceException {
        String[] fields = line.split(",");
        int columns = Integer.parseInt(fields[0]);
        int rows = Integer.parseInt(fields[1]);
        int wide = Integer.parseInt(fields[2]);
        int high = Integer.parseInt(fields[3]);
        int step = Integer.parseInt(fields[4]);
        int[] values = new int[columns * rows];
        for (int i = 0; i < values.length; i++) {
            int x = i % columns;
            int y = i / columns;
            values[i] = (x * 37 + y * 91 + x * y * 13) % 256;
        }

        float[] resized = Pictures.channel(Pictures.seen(Pictures.grey(columns, values),
                Pictures.how(high, wide, false, Windowing.BRAIN)), 1);

        assertThat(fields.length - 5).isEqualTo((wide * high + step - 1) / step);
        for (int i = 0; i < fields.length - 5; i++) {
            assertThat((double) resized[i * step]).as("pixel %d", i * step).isCloseTo(Double.parseDouble(fields[i + 5]),
                    within(TOLERANCE));
        }
    }
}
