package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.slicelstm.cohort.Label;
import org.slicelstm.cohort.LabelledPatient;
import org.slicelstm.cohort.Part;
import org.slicelstm.cohort.Split;
import org.slicelstm.graph.DeviceChoice;
import org.slicelstm.model.Recipes;

class PartsAdviceTest {
    private static final Path NOWHERE = Path.of("nowhere");

    /** Patients of whom every so many has the only label. */
    private static List<LabelledPatient> patients(int count, int every, Optional<Part> part) {
        List<LabelledPatient> patients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            patients.add(new LabelledPatient(i + 2, "p" + i, "p" + i, List.of(i % every == 0 ? Label.PRESENT
                    : Label.ABSENT), part, "p" + i));
        }
        return patients;
    }

    private static List<String> advice(List<LabelledPatient> patients, double validation, double test) {
        TrainingSettings settings = new TrainingSettings(Recipes.named("tiny-lstm").withLabels(List.of("mass")), null,
                NOWHERE, NOWHERE, 3, validation, test, Optional.empty(), Optional.empty(), Metric.LOSS, 0,
                OptionalInt.empty(), NOWHERE, 0, DeviceChoice.parse("cpu"), false);
        Division division = new Division(Split.of(patients, validation, test, 3), Map.of(), List.of(),
                share -> Split.of(patients, share, test, 3));
        return new PartsAdvice(settings, patients, division).sentences();
    }

    private static long positives(List<LabelledPatient> patients, double validation) {
        return Split.of(patients, validation, .2, 3).of(Part.VALIDATION, patients).stream()
                .filter(each -> each.labels().get(0) == Label.PRESENT).count();
    }

    @Test
    void saysTheSmallestShareThatWouldDo() {
        List<LabelledPatient> patients = patients(120, 3, Optional.empty());
        assertThat(advice(patients, .1, .2)).singleElement().asString().startsWith("Too few patients validate")
                .contains("mass has 4 with it and 8 without").endsWith("--validation 0.24 would do.");
        assertThat(positives(patients, .24)).isEqualTo(10);
        assertThat(positives(patients, .23)).isLessThan(10);
        assertThat(advice(patients, .24, .2)).isEmpty();
    }

    @Test
    void saysThatNobodyIsKeptBackOrValidates() {
        assertThat(advice(patients(120, 3, Optional.empty()), 0, 0)).satisfiesExactly(
                test -> assertThat(test).contains("--test 0.2 keeps one patient in five back"),
                validation -> assertThat(validation).startsWith("Nobody validates").contains("--validation 0.24 would"));
    }

    @Test
    void saysThatNoShareWouldDoWhereTooFewHaveIt() {
        assertThat(advice(patients(60, 6, Optional.empty()), .1, .2)).singleElement().asString()
                .contains("no --validation would do");
    }
}
