package org.slicelstm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;

class OutOfMemoryTest {
    private static final int PICTURES = 7;

    /** Pictures of two numbers after one that belongs to nobody. */
    private static FloatBuffer pictures() {
        FloatBuffer images = FloatBuffer.allocate(1 + 2 * PICTURES);
        for (int i = 0; i < images.capacity(); i++) {
            images.put(i, i);
        }
        return images.position(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7})
    void theNumbersAreTheSameHoweverManyFitAtOnce(int fitting) {
        List<Integer> done = new ArrayList<>();
        FloatBuffer images = pictures();
        float[] sums = OutOfMemory.halved(images, PICTURES, 2, (part, n) -> {
            if (n > fitting) {
                throw new OutOfMemoryError("a test's");
            }
            done.add(n);
            float[] each = new float[n];
            for (int i = 0; i < n; i++) {
                each[i] = part.get(part.position() + 2 * i) + part.get(part.position() + 2 * i + 1);
            }
            return each;
        });
        assertThat(sums).containsExactly(3, 7, 11, 15, 19, 23, 27);
        assertThat(done).allMatch(n -> n <= fitting);
        assertThat(images.position()).isEqualTo(1);
    }

    @Test
    void onePictureTooManyIsASentence() {
        assertThatThrownBy(() -> OutOfMemory.halved(pictures(), PICTURES, 2, (part, n) -> {
            throw new OutOfMemoryError("OOM when allocating tensor\nand more");
        })).isInstanceOf(UserException.class).hasMessageContaining("not enough memory for one picture")
                .hasMessageNotContainingAny("and more");
    }
}
