package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableColumnsTest {
    @TempDir
    private Path folder;

    private PatientTable table(String... lines) {
        return PatientTable.read(WrittenHeaders.write(folder.resolve("t.csv"), String.join("\n", lines)));
    }

    @Test
    void labelsAreAllColumnsOfZeroOneOrNothingWhateverDescribesPatients() {
        PatientTable table = table("patient_id,path,Sex,age,Site,SCANNER,split,Group,slices,hemorrhage,"
                + "Mass,comment,days",
                "a,a,0,1,1,0,test,1,1,1,,so,0", "b,b,1,0,0,1,train,0,0,0,0.0,and so,17",
                        "c,c,1,0,0,1,train,0,0,,1.0,,30");
        assertThat(TableColumns.labels(table, List.of()).labels()).containsExactly("hemorrhage", "mass");
        assertThat(TableColumns.labels(table, List.of()).notes()).isEmpty();
        assertThat(TableColumns.describing(table)).containsExactly("sex", "age", "site", "scanner");
    }

    @Test
    void whatWasProposedComesFirstAndIsALabelWithItsMistakes() {
        PatientTable table = table("patient_id,path,edema,mass,hemorrhage", "a,a,0,1,yes", "b,b,1,0,0");
        assertThat(TableColumns.labels(table, List.of("hemorrhage", "mass", "fracture")).labels())
                .containsExactly("hemorrhage", "mass", "edema");
    }

    @Test
    void aColumnThatIsNearlyALabelIsNamed() {
        PatientTable table = table("patient_id,path,x,empty,mass", "a,a,0,,1", "b,b,1,,O", "c,c,0,,0", "d,d,,,0");
        TableColumns.Labels found = TableColumns.labels(table, List.of("empty"));
        assertThat(found.labels()).containsExactly("x");
        assertThat(found.notes()).containsExactly("The column 'empty' is empty and counts as no label.",
                "The column 'mass' counts as no label, for row 3 says 'O'; where it is one, write 0, 1 or "
                        + "nothing there.");
    }

    @Test
    void anEmptyColumnDescribesNobody() {
        assertThat(TableColumns.describing(table("patient_id,path,sex,age", "a,a,,7", "b,b,,"))).containsExactly("age");
    }
}
