package org.slicelstm.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.Progress;

class TablePathsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String each : List.of("p1/1.jpg", "p1/2.jpg", "p1/3.jpg", "p2/2.jpg", "p[3]/10.jpg", "p[3]/9.jpg")) {
            Files.createDirectories(folder.resolve(each).getParent());
            Files.writeString(folder.resolve(each), each);
        }
    }

    private List<String> found(String text) {
        return TablePaths.resolve(folder, text, Progress.NONE).places().stream()
                .map(place -> folder.relativize(place).toString().replace('\\', '/')).toList();
    }

    @Test
    void aChoiceOfNamesIsThoseThatAreThere() {
        assertThat(found("p1/{3.jpg,1.jpg,4.jpg}")).containsExactly("p1/1.jpg", "p1/3.jpg");
        assertThat(found("{p1/3.jpg,p2/2.jpg}")).containsExactly("p1/3.jpg", "p2/2.jpg");
        assertThat(found("{p1,p1/3.jpg}")).containsExactly("p1");
        assertThat(found("{p7,p8}")).isEmpty();
        assertThat(found("p[3]/{10.jpg,9.jpg}")).containsExactly("p[3]/9.jpg", "p[3]/10.jpg");
    }

    @Test
    void aChoiceBelowOrWithAGlobIsAGlob() {
        assertThat(found("p*/{2.jpg,9.jpg}")).containsExactly("p1/2.jpg", "p2/2.jpg", "p[3]/9.jpg");
        assertThat(found("p1/{1,3}.jpg")).containsExactly("p1/1.jpg", "p1/3.jpg");
        assertThat(found("p1/{1*,3.jpg}")).containsExactly("p1/1.jpg", "p1/3.jpg");
    }
}
