package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;

class SharedPicturesTest {
    private static final List<LabelledPatient> PATIENTS = List.of(patient(2, "a", "a"), patient(3, "b", "b"),
            patient(4, "c", "c"), patient(5, "d", "x"), patient(6, "e", "x"), patient(7, "f", "f"));
    private static final LabelledTable TABLE = new LabelledTable(Path.of("t.csv"), List.of("x"), PATIENTS, 0);
    /** a and b, and b and d, share; d's group is also e's. */
    private static final List<SharedPictures.Picture> CHAIN = List.of(picture("a", "1", "s"), picture("b", "2", "s"),
            picture("b", "3", "t"), picture("d", "4", "t"), picture("c", "5", "u"), picture("c", "6", "u"),
            picture("e", "7", "v"), picture("f", "8", "w"));

    private static LabelledPatient patient(int row, String id, String group) {
        return new LabelledPatient(row, id, id, List.of(Label.PRESENT), Optional.empty(), group);
    }

    private static SharedPictures.Picture picture(String patient, String name, String digest) {
        return new SharedPictures.Picture(patient, name, digest);
    }

    @Test
    void patientsWhoSharePicturesAreOneGroupWithTheGroupsTheyAreIn() {
        SharedPictures shared = SharedPictures.of(PATIENTS, CHAIN);
        assertThat(shared.count()).isEqualTo(2);
        assertThat(shared.rows()).containsExactly(2, 3, 5);
        assertThat(shared.sentence()).isEqualTo(
                "2 pictures stand under more than one patient, 3 patients in all (rows 2, 3 and 5 of the table)");
        assertThat(shared.grouped()).extracting(LabelledPatient::group).containsExactly("a", "a", "c", "a", "a", "f");

        List<LabelledPatient> turned = new ArrayList<>(PATIENTS);
        Collections.reverse(turned);
        List<SharedPictures.Picture> pictures = new ArrayList<>(CHAIN);
        Collections.reverse(pictures);
        assertThat(SharedPictures.of(turned, pictures).grouped())
                .containsExactlyInAnyOrderElementsOf(shared.grouped());
    }

    @Test
    void nobodyWhoSharesNothingIsTouched() {
        SharedPictures none = SharedPictures.of(PATIENTS, CHAIN.subList(4, 8));
        assertThat(none.count()).isZero();
        assertThat(none.grouped()).isEqualTo(PATIENTS);
    }

    @Test
    void acrossPartsIsRefusedAlsoThroughOthers() {
        SharedPictures shared = SharedPictures.of(PATIENTS, CHAIN);
        assertThatCode(() -> shared.requireOnePart(TABLE, Map.of("a", Part.TRAIN, "d", Part.TRAIN, "c", Part.TEST)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> shared.requireOnePart(TABLE, Map.of("b", Part.TRAIN, "d", Part.TEST)))
                .isInstanceOf(UserException.class).hasMessageContaining("Rows 2, 3 and 5 share pictures, but are in "
                        + "the parts train and test of the split: '3' of 'b' is '4' of 'd', and 1 more; put them");
        assertThatThrownBy(() -> shared.requireOnePart(TABLE, Map.of("a", Part.VALIDATION, "e", Part.TEST)))
                .isInstanceOf(UserException.class).hasMessageContaining("validation and test of the split: '1' of 'a' "
                        + "is '2' of 'b'");
    }
}
