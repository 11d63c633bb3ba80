package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandModule;
import org.slicelstm.UserException;

/** Macros that ImageJ's own interpreter runs, with the real commands and a real worker, under a German locale. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MacrosInFijiTest {
    private static final Locale USUAL = Locale.getDefault();
    private static final Path SCRIPTS = Path.of("scripts", "fiji");
    private static final int PATIENTS = 10;

    @TempDir
    static Path folder;

    private Fiji fiji;
    private Macros macros;
    private Path patients;

    @BeforeAll
    void start() throws IOException, ReflectiveOperationException {
        Locale.setDefault(Locale.GERMANY);
        fiji = new Fiji();
        Dialogs.fail(fiji.context());
        macros = new Macros(fiji, true);
        patients = folder.resolve("Ärztin O'Brien's \\ Köpfe [neu]");
        Stacks.savePatients(patients, PATIENTS);
    }

    @AfterAll
    void end() {
        fiji.close();
        Locale.setDefault(USUAL);
    }

    @Test
    void aRecordedLineReplaysWhateverThePathsAreCalled() throws IOException {
        Path first = folder.resolve("erste \"Zahlen\" [1].csv");
        Path second = folder.resolve("erste \"Zahlen\" [2].csv");
        CommandModule module = fiji.ready(PredictFolder.class, "path", patients.toString(), "results", first.toString(),
                "evidence", "2", "device", "cpu");
        fiji.run(module);
        macros.run(RecordedLine.of(module).replace("[1]", "[2]"), "");
        assertThat(Files.readAllLines(second)).hasSize(PATIENTS + 1).isEqualTo(Files.readAllLines(first));
        assertThat(Files.readAllLines(second).get(1)).matches("p0,2,0,name,0\\.\\d{6},.*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Predict Patient... | slice=3 | 'slice' is no key of Predict Patient... Its keys are image, source, path,",
        "Predict Patient... | orders=abc | 'orders' is 'abc'; write a whole number",
        "Predict Patient... | evidence=0,5 | 'evidence' is '0,5'; write a whole number",
        "Predict Patient... | model=models/gone | 'model' is 'models/gone', and nothing is there",
        "Predict Patient... | source=[open image] | No image is open",
        "Predict Patient... | source=[folder or file] path=EMPTY | the folder is empty",
        "Predict Folder of Patients... | path=EMPTY results=TABLE | the folder is empty",
        "Predict Folder of Patients... | path=EMPTY results=NEW resume | 'resume' has no value; write resume=",
        "Show Heat Map... | source=[folder or file] path=GOOD opacity=0,5 | 'opacity' is '0,5'; write a number",
        "Show What the Model Sees... | slices=2 axis=q | No image is open",
        "New Model... | newfolder=NEW seed=abc | 'seed' is 'abc'; write a whole number",
        "Make Table from Folders... | path=gone table=NEW | 'path' is 'gone', and nothing is there",
        "Check Table... | table=gone.csv | 'table' is 'gone.csv', and nothing is there",
        "Check Table... | table=GOOD maxslice=2 | 'maxslice' is no key of Check Table...",
        "Train Model... | table=GOOD flip=ja newfolder=NEW | 'flip' is 'ja'; write true, false",
        "Train Model... | table=GOOD headslices=0 newfolder=NEW | 'headslices' is '0'; write a whole number",
        "Train Model... | table=GOOD rate=0.1 newfolder=NEW | 'rate' is no key of Train Model...",
        "Evaluate Model... | table=GOOD draws=abc newfolder=NEW | 'draws' is 'abc'; write a whole number"})
    void wrongKeysAndValuesGetTheirSentence(String command, String options, String sentence)
            throws IOException {
        Path made = folder.resolve("new");
        String given = options.replace("EMPTY", "[" + Files.createDirectories(folder.resolve("leer")) + "]")
                .replace("GOOD", "[" + patients.resolve("p0") + "]").replace("NEW", "[" + made + "]")
                .replace("TABLE", "[" + folder.resolve("leer.csv") + "]");
        String line = "run(\"" + command + "\", \"" + given.replace("\\", "\\\\") + "\");";
        assertThatThrownBy(() -> macros.run(line, "")).isInstanceOf(UserException.class)
                .hasMessageContaining(sentence);
        assertThat(made).doesNotExist();
    }

    @Test
    void nothingOfAnEarlierRunIsLeft() throws IOException {
        String line = "run(\"Predict Patient...\", \"source=[folder or file] path=["
                + patients.resolve("p1").toString().replace("\\", "\\\\") + "] evidence=0";
        Path csv = folder.resolve("einmal.csv");
        macros.run(line + " row=once orders=3 window=bone csv=[" + csv + "]\");", "");
        macros.run(line + "\");", "");
        assertThat(Files.readAllLines(csv)).hasSize(2);
        assertThat(macros.last().getInput("orders")).isEqualTo("model");
        assertThat(macros.last().getInput("window")).isEqualTo("model");
        assertThat(macros.last().getInput("csv")).isEqualTo("");
    }

    @Test
    void predictFolders() throws IOException {
        Path csv = folder.resolve("alle Ergebnisse.csv");
        macros.run(Files.readString(SCRIPTS.resolve("many_folders.ijm")), patients + "," + csv + ",models/demo");
        assertThat(Files.readAllLines(csv)).hasSize(PATIENTS + 1);
    }

    @Test
    void predictTheActiveImageAndReadTheProbability() throws IOException {
        Path image = folder.resolve("Kopf von O'Brien.tif");
        new FileSaver(Stacks.bytes()).saveAsTiff(image.toString());
        // Without windows ImageJ has no other way to open an image.
        String probability = macros.run("setBatchMode(true);\n"
                + Files.readString(SCRIPTS.resolve("active_image.ijm")) + "\nreturn \"\" + probability;",
                image.toString());
        double expected = fiji.run(PredictPatient.class, "image", Stacks.bytes()).predictions().get(0).probabilities()
                .get("hemorrhage");
        assertThat(Double.parseDouble(probability)).isBetween(expected - 1e-4, expected + 1e-4);
        Files.delete(Path.of(System.getProperty("java.io.tmpdir"), "slicelstm-active-image.csv"));
    }

    @Test
    void trainFromATable() throws IOException {
        List<String> lines = new ArrayList<>(List.of("patient_id,path,hemorrhage"));
        for (int patient = 0; patient < PATIENTS; patient++) {
            lines.add("p" + patient + ",p" + patient + "," + patient % 2);
        }
        Path table = Files.write(patients.resolve("Tabelle.csv"), lines);
        Path run = folder.resolve("Lauf 1");
        macros.run(Files.readString(SCRIPTS.resolve("from_table_to_report.ijm")).replace("epochs=30", "epochs=2"),
                table + ",hemorrhage," + run);
        assertThat(run.resolve("model/model.json")).exists();
        assertThat(run.resolve("report/report.html")).exists();
    }
}
