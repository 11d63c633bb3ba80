package org.slicelstm.model.weights;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that fuzzing found, and the good ones that it started from, keep behaving. */
class FuzzedWeightsTest {

    static Stream<Path> files() throws IOException {
        List<Path> all;
        try (Stream<Path> fuzzed = Files.list(Goldens.path("fuzzed"))) {
            all = fuzzed.sorted().toList();
        }
        return Stream.of(all, Goldens.endingIn(".safetensors"), Goldens.endingIn(".pth"), Goldens.endingIn(".h5"))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("files")
    void areReadOrRefused(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        assertThatCode(() -> WeightReadersFuzz.fuzzerTestOneInput(bytes)).doesNotThrowAnyException();
    }
}
