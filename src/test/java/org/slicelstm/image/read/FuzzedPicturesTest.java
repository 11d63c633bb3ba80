package org.slicelstm.image.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What fuzzing of each target found, and the good files that it started from, keep behaving. */
class FuzzedPicturesTest {
    private static final List<String> TARGETS = PictureSeeds.TARGETS;
    private static final long LONGEST = 10_000_000_000L;

    @ParameterizedTest
    @FieldSource("TARGETS")
    void areReadOrRefused(String target) throws IOException {
        for (byte[] seed : PictureSeeds.of(target)) {
            check(target + ", a seed", seed);
        }
        try (InputStream stored = getClass().getResourceAsStream("fuzzed/" + target + ".zip");
                ZipInputStream files = new ZipInputStream(stored)) {
            int count = 0;
            for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                check(target + ", " + entry.getName(), files.readAllBytes());
                count++;
            }
            assertThat(count).isPositive();
        }
    }

    private static void check(String name, byte[] bytes) {
        long start = System.nanoTime();
        try {
            PictureReadersFuzz.fuzzerTestOneInput(bytes);
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError(name, e);
        }
        assertThat(System.nanoTime() - start).as(name).isLessThan(LONGEST);
    }
}
