package org.slicelstm.train;

import java.util.List;
import java.util.stream.IntStream;
import org.slicelstm.cohort.Label;

/** The patients of {@code src/test/python/metrics_reference.py}, with ties and missing labels. */
final class ScikitLearnCase {
    static final double[] LOGITS = IntStream.range(0, 60).mapToDouble(i -> (i * 37 % 41 - 20) / 8.0).toArray();
    static final List<Label> TRUTH = IntStream.range(0, 60).mapToObj(ScikitLearnCase::label).toList();

    private ScikitLearnCase() {
    }

    private static Label label(int i) {
        if (i % 7 == 3) {
            return Label.UNKNOWN;
        }
        return (i * i * i + 3 * i) % 11 * .7 + LOGITS[i] > 4.5 ? Label.PRESENT : Label.ABSENT;
    }
}
