package org.slicelstm.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slicelstm.UserException;

/** Good files with a few bytes changed are read or refused; nothing else happens and no memory is wasted. */
class MutatedWeightsTest {
    private static final long ALLOWED = 64L << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"types.safetensors, 1200", "types-legacy.pth, 500", "views-legacy.pth, 500", "checkpoint-legacy.pth, 500",
        "views.pth, 400", "protocol4.pth, 400"})
    void areReadOrRefused(String name, int rounds) throws IOException {
        byte[] whole = Files.readAllBytes(Goldens.path(name));
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = mutate(whole, random);
            Path path = Files.write(folder.resolve("mutated.bin"), bytes);
            long before = Weights.allocated();
            try {
                Weights.readAll(path);
            } catch (UserException e) {
                refused++;
                // Damage is seen by our own checks, not by a stumble that was dressed up as a sentence.
                assertThat(e.getMessage()).doesNotContain("NullPointer", "OutOfBounds", "ClassCast", "BufferUnderflow");
            }
            // Each tensor may take as much by itself; the goldens are too small for the second bound to matter.
            assertThat(Weights.allocated() - before).isLessThan(ALLOWED);
        }
        assertThat(refused).as("refused of " + rounds).isBetween(rounds / 20, rounds - 1);
    }

    /** jhdf may fail in its own ways here, in a process of its own for users; what it lists must be checked. */
    @ParameterizedTest
    @CsvSource({"whole.h5, 400", "legacy.weights.h5, 400"})
    void whatJhdfListsIsReadOrRefused(String name, int rounds) throws IOException {
        byte[] whole = Files.readAllBytes(Goldens.path(name));
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int listed = 0;
        for (int round = 0; round < rounds; round++) {
            Path path = Files.write(folder.resolve("mutated.h5"), mutate(whole, random));
            long before = Weights.allocated();
            try (FileChannel channel = FileChannel.open(path)) {
                var tensors = Hdf5.tensors("mutated.h5", channel, Hdf5Directory.list(path));
                listed++;
                try (WeightFile file = new TensorTable(path, FileChannel.open(path), WeightFile.Format.HDF5, tensors)) {
                    tensors.stream().filter(tensor -> tensor.storage() != null)
                            .forEach(tensor -> file.read(tensor.info().name()));
                }
            } catch (RuntimeException | StackOverflowError e) {
                assertThat(e.getStackTrace()).isNotEmpty();
            }
            assertThat(Weights.allocated() - before).isLessThan(ALLOWED);
        }
        assertThat(listed).isPositive();
    }

    /** One to four bytes changed, most of them near the front, where the directories are. */
    private static byte[] mutate(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
            int at = random.nextInt(random.nextBoolean() ? Math.max(1, bytes.length / 4) : bytes.length);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) 0xff;
                case 1 -> 0;
                case 2 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                default -> (byte) random.nextInt(256);
            };
        }
        return bytes;
    }
}
