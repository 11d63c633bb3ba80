package org.slicelstm.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;
import org.slicelstm.model.ModelDirectory;

class ResultsOriginTest {
    private static final Path DEMO = Path.of("models", "demo");

    @TempDir
    private Path folder;
    private Path table;

    @BeforeEach
    void write() throws IOException {
        table = folder.resolve("results.csv");
        origin(DEMO, null, "auto", List.of("mass")).write(table);
    }

    private static ResultsOrigin origin(Path model, String window, String series, List<String> labels)
            throws IOException {
        return ResultsOrigin.of(ModelDirectory.open(model), window, null, series, false, 0, labels);
    }

    @Test
    void theSameIsTheSameHoweverItIsSaid() throws IOException {
        assertThat(origin(DEMO, null, "auto", List.of("mass")).requireSame(table)).isTrue();
        assertThat(origin(DEMO, "brain", "auto", List.of("mass")).requireSame(table)).as("the model's own window")
                .isTrue();
        assertThat(folder.resolve("results.csv.json")).content().contains("\"model_json_sha256\"", "\"settings\"");
    }

    @Test
    void everyDifferenceIsNamed() {
        assertThatThrownBy(() -> origin(DEMO, "bone", "all", List.of("edema")).requireSame(table))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--window was brain and is now bone")
                .hasMessageContaining("--series was auto and is now all")
                .hasMessageContaining("--labels was mass and is now edema")
                .hasMessageContaining(table.toString());
    }

    @Test
    void aModelWhoseJsonAloneChangedIsAnotherOne() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy/variables")).getParent();
        for (String name : List.of("saved_model.pb", "variables/variables.index",
                "variables/variables.data-00000-of-00001")) {
            Files.copy(DEMO.resolve(name), copy.resolve(name));
        }
        String json = Files.readString(DEMO.resolve("model.json"));
        Files.writeString(copy.resolve("model.json"), json.replaceFirst("\"orders\": ?16", "\"orders\": 8"));
        assertThat(ModelDirectory.open(copy).modelSha256()).isEqualTo(ModelDirectory.open(DEMO).modelSha256());
        assertThatThrownBy(() -> origin(copy, null, "auto", List.of("mass")).requireSame(table))
                .isInstanceOf(UserException.class).hasMessageContaining("its model.json was")
                .hasMessageContaining("--orders was 16 and is now 8").hasMessageNotContaining("the model was");
    }

    @Test
    void anOlderTableTellsNothingAndADamagedFileIsNamed() throws IOException {
        assertThat(origin(DEMO, null, "auto", List.of("mass")).requireSame(folder.resolve("older.csv"))).isFalse();
        Files.writeString(folder.resolve("results.csv.json"), "{\"version\": 1");
        assertThatThrownBy(() -> origin(DEMO, null, "auto", List.of("mass")).requireSame(table))
                .isInstanceOf(UserException.class).hasMessageContaining("results.csv.json");
        Files.writeString(folder.resolve("results.csv.json"), "{}");
        assertThatThrownBy(() -> origin(DEMO, null, "auto", List.of("mass")).requireSame(table))
                .isInstanceOf(UserException.class);
    }
}
