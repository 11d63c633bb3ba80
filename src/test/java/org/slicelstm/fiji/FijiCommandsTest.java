package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.app.StatusService;
import org.scijava.app.event.StatusEvent;
import org.scijava.command.CommandModule;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.HeatMap;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientPrediction;

/** Every command but Predict Patient, with right and with wrong parameters, headless, under a German locale. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FijiCommandsTest {
    private static final Locale USUAL = Locale.getDefault();
    private static final int PATIENTS = 6;

    @TempDir
    static Path folder;

    private Fiji fiji;
    private Path patients;

    @BeforeAll
    void start() throws IOException {
        Locale.setDefault(Locale.GERMANY);
        fiji = new Fiji();
        patients = folder.resolve("Ärztin O'Brien's \\ Köpfe");
        Stacks.savePatients(patients, PATIENTS);
    }

    @AfterAll
    void end() {
        fiji.close();
        Locale.setDefault(USUAL);
    }

    private static String temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(Path::getFileName).map(Path::toString)
                    .filter(name -> name.startsWith("slicelstm-") && !name.endsWith(".classpath")).sorted().toList()
                    .toString();
        }
    }

    @Test
    void theInstallationIsChecked() {
        assertThat(fiji.run(CheckInstallation.class).lines())
                .anyMatch(line -> line.ok() && line.text().matches("  TensorFlow +2\\..*"))
                .anyMatch(line -> line.ok() && line.text().matches("  Prediction +cpu: .* on CPU:0\\."));
    }

    @Test
    void whatTheWorkerLeavesOutIsNamed() throws IOException {
        Path app = folder.resolve("Fiji.app");
        for (String jar : List.of("jars/libtensorflow-1.15.0.jar", "plugins/tensorflow-1.15.0.jar",
                "jars/imagej-tensorflow-1.1.6.jar", "lib/slicelstm/tensorflow-core-api-1.1.0.jar",
                "jars/ij-1.54p.jar")) {
            Files.createDirectories(app.resolve(jar).getParent());
            Files.writeString(app.resolve(jar), "");
        }
        assertThat(WorkerClassPath.leftOutOfFiji(app)).containsExactly("libtensorflow-1.15.0.jar",
                "tensorflow-1.15.0.jar");
    }

    @Test
    void bioFormatsIsFoundInPluginsTooAndMissedByName() throws IOException {
        Path app = folder.resolve("Fiji with plugins");
        for (String jar : List.of("plugins/slicelstm-0.1.0.jar", "lib/slicelstm/tensorflow-core-api-1.1.0.jar",
                "jars/ij-1.54p.jar", "plugins/Other_Plugin.jar")) {
            Files.createDirectories(app.resolve(jar).getParent());
            Files.writeString(app.resolve(jar), "");
        }
        assertThatThrownBy(() -> WorkerClassPath.ofFiji(app, app.resolve("plugins/slicelstm-0.1.0.jar")))
                .isInstanceOf(UserException.class).hasMessageContaining("Bio-Formats is neither in");
        Path jar = Files.writeString(app.resolve("plugins/bioformats_package-7.3.1.jar"), "");
        assertThat(WorkerClassPath.ofFiji(app, app.resolve("plugins/slicelstm-0.1.0.jar")))
                .contains(jar.toString(), app.resolve("jars/ij-1.54p.jar").toString())
                .doesNotContain(app.resolve("plugins/Other_Plugin.jar").toString());
    }

    @Test
    void theProgressBarGoesWithItsJob() throws InterruptedException {
        List<StatusEvent> events = new CopyOnWriteArrayList<>();
        fiji.context().service(EventService.class).subscribe(new Object() {
            @EventHandler
            public void hear(StatusEvent event) {
                events.add(event);
            }
        });
        fiji.run(PredictPatient.class, "image", Stacks.bytes(), "device", "cpu");
        // Events come later, in their order.
        fiji.context().service(StatusService.class).showStatus("the end");
        for (int i = 0; i < 500 && events.stream().noneMatch(each -> "the end".equals(each.getStatusMessage())); i++) {
            Thread.sleep(10);
        }
        List<StatusEvent> steps = events.stream().filter(each -> each.getProgressMaximum() > 0).toList();
        assertThat(steps).hasSizeGreaterThan(1);
        StatusEvent last = steps.get(steps.size() - 1);
        assertThat(last.getProgressValue()).isEqualTo(last.getProgressMaximum());
        assertThat(last.getStatusMessage()).isNullOrEmpty();
    }

    @Test
    void aFolderOfPatientsIsPredictedAndGoneOnWith() throws IOException {
        Path csv = folder.resolve("Ergebnisse, alle/neu.csv");
        PredictFolder first = fiji.run(PredictFolder.class, "path", patients.toString(), "results", csv.toString(),
                "evidence", "4", "device", "cpu");
        assertThat(first.predictions()).hasSize(PATIENTS).allMatch(each -> each.evidence() != null);
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(PATIENTS + 1);
        assertThat(lines.get(1)).startsWith(String.format(Locale.ROOT, "p0,2,0,name,%.6f,",
                first.predictions().get(0).probabilities().get("hemorrhage")));
        assertThat(fiji.run(PredictFolder.class, "path", patients.toString(), "results", csv.toString()).predictions())
                .isEmpty();
        assertThat(Files.readAllLines(csv)).isEqualTo(lines);
        assertThatThrownBy(() -> fiji.run(PredictFolder.class, "path", patients.toString(), "results", csv.toString(),
                "resume", false)).isInstanceOf(UserException.class).hasMessageContaining("write resume=true");
    }

    @ParameterizedTest
    @CsvSource({
        "path, '', 'path' is empty; name a folder of patients",
        "path, nowhere, nothing is there; name a folder of patients",
        "results, '', 'results' is empty; name a CSV file",
        "model, models/gone, nothing is there; name a model's folder",
        "orders, abc, 'orders' is 'abc'; write a whole number",
        "evidence, -1, 'evidence' is '-1'; write a whole number from 0",
        "intensity, displayed, 'intensity' is 'displayed'; write calibrated",
        "series, none, none",
        "window, dark, The window \"dark\" is not known"})
    void aFolderWithWrongValues(String key, String value, String sentence) {
        CommandModule module = fiji.ready(PredictFolder.class, "path", patients.toString(), "results",
                folder.resolve("never.csv").toString());
        module.setInput(key, value);
        assertThatThrownBy(() -> fiji.run(module)).isInstanceOf(UserException.class).hasMessageContaining(sentence);
        assertThat(folder.resolve("never.csv")).doesNotExist();
    }

    @Test
    void anEmptyFolderIsASentence() throws IOException {
        String empty = Files.createDirectories(folder.resolve("empty")).toString();
        assertThatThrownBy(() -> fiji.run(PredictFolder.class, "path", empty, "results",
                folder.resolve("empty.csv").toString())).isInstanceOf(UserException.class)
                .hasMessageContaining("the folder is empty");
        for (Class<? extends PatientCommand> command : List.of(ShowModelInput.class, ShowHeatMap.class)) {
            assertThatThrownBy(() -> fiji.run(command, "source", "folder or file", "path", empty))
                    .isInstanceOf(UserException.class).hasMessageContaining("no slice that can be used");
            assertThatThrownBy(() -> fiji.run(command)).isInstanceOf(UserException.class)
                    .hasMessageContaining("No image is open");
        }
        assertThatThrownBy(() -> fiji.run(MakeTable.class, "path", empty, "table",
                folder.resolve("empty-table.csv").toString())).isInstanceOf(UserException.class)
                .hasMessageContaining("no patient with a place of its own");
    }

    @Test
    void theSlicesAsTheModelGetsThemAndAtTheirOwnSize() throws IOException {
        String temporary = temporaryFiles();
        ImagePlus input = fiji.run(ShowModelInput.class, "image", Stacks.bytes()).shown();
        assertThat(input.getStackSize()).isEqualTo(Stacks.SLICES);
        assertThat(input.getWidth()).isEqualTo(input.getHeight()).isEqualTo(96);
        ImagePlus own = fiji.run(ShowModelInput.class, "source", "folder or file", "path",
                patients.resolve("p1").toString(), "pictures", "own size", "first", "1").shown();
        assertThat(own.getTitle()).isEqualTo("p1");
        assertThat(own.getCurrentSlice()).isEqualTo(2);
        ImagePlus file = new ImagePlus(patients.resolve("p1/2.png").toString());
        assertThat((byte[]) own.getStack().getPixels(2)).isEqualTo((byte[]) file.getProcessor().getPixels());
        assertThat(temporaryFiles()).isEqualTo(temporary);
    }

    @ParameterizedTest
    @CsvSource({"first, 7, the slices 0 to 5", "first, one, 'first' is 'one'", "pictures, all, 'pictures' is 'all'",
        "slices, 9, the open image has the slices 1 to 6"})
    void theSlicesWithWrongValues(String key, String value, String sentence) {
        CommandModule module = fiji.ready(ShowModelInput.class, "image", Stacks.bytes());
        module.setInput(key, value);
        assertThatThrownBy(() -> fiji.run(module)).isInstanceOf(UserException.class).hasMessageContaining(sentence);
    }

    @Test
    void onePatientIsShownAtATime() {
        assertThatThrownBy(() -> fiji.run(ShowModelInput.class, "source", "folder or file", "path",
                patients.toString())).isInstanceOf(UserException.class)
                .hasMessageContaining("more than one patient in this place, such as p0 and p1");
    }

    @Test
    void heatMapsAreThoseOfTheCommandLineAndThePictureStays() {
        ImagePlus image = Stacks.bytes();
        Path file = folder.resolve("map.tif");
        new FileSaver(image).saveAsTiff(file.toString());
        List<HeatMap> expected = new ArrayList<>();
        fiji.context().service(WorkerService.class).run(new Job.Explain("models/demo", List.of(file.toString()),
                new Job.SliceOptions("auto", false, null, null), "mass", "3", null, "cpu"), event -> {
                    if (event instanceof Event.Explained explained) {
                        expected.add(explained.map());
                    }
                });
        Roi mine = new Roi(1, 2, 3, 4);
        image.setOverlay(new Overlay(mine));
        image.setSlice(4);
        for (int again = 0; again < 2; again++) {
            ShowHeatMap command = fiji.run(ShowHeatMap.class, "image", image, "label", "mass", "device", "cpu");
            assertThat(command.maps()).hasSize(1);
            assertThat(command.maps().get(0).map()).isEqualTo(expected.get(0).map());
            assertThat(command.maps().get(0).region()).isEqualTo(expected.get(0).region());
        }
        assertThat(List.of(image.getOverlay().toArray())).hasSize(4)
                .filteredOn(roi -> roi instanceof ImageRoi).hasSize(2).allMatch(roi -> roi.getPosition() == 4);
        for (int slice = 1; slice <= Stacks.SLICES; slice++) {
            assertThat((byte[]) image.getStack().getPixels(slice))
                    .isEqualTo((byte[]) Stacks.bytes().getStack().getPixels(slice));
        }
        fiji.run(ShowHeatMap.class, "image", image, "label", "mass", "where", "all", "slices", "2-5");
        assertThat(List.of(image.getOverlay().toArray())).filteredOn(roi -> HeatOverlay.NAME.equals(roi.getName()))
                .extracting(Roi::getPosition).containsExactly(2, 3, 4, 5);
        fiji.run(PredictPatient.class, "image", image, "evidence", "2");
        assertThat(List.of(image.getOverlay().toArray())).filteredOn(roi -> HeatOverlay.NAME.equals(roi.getName()))
                .hasSize(4);
    }

    @Test
    void aHeatMapOverASliceOfAFolder() {
        ShowHeatMap command = fiji.run(ShowHeatMap.class, "source", "folder or file", "path",
                patients.resolve("p2").toString(), "where", "1");
        assertThat(command.shown().getStackSize()).isEqualTo(2);
        assertThat(command.shown().getCurrentSlice()).isEqualTo(2);
        assertThat(List.of(command.shown().getOverlay().toArray())).allMatch(roi -> roi.getPosition() == 2);
    }

    @ParameterizedTest
    @CsvSource({"label, stroke, The model has no label 'stroke'; it has hemorrhage", "label, '', 'label' is empty",
        "where, here, 'where' is 'here'; write current", "where, 77, Slice 77 has no heat map",
        "opacity, '0,6', 'opacity' is '0,6'; write a number", "opacity, 2, 'opacity' is '2'", "device, abacus, abacus"})
    void heatMapsWithWrongValues(String key, String value, String sentence) {
        ImagePlus image = Stacks.bytes();
        CommandModule module = fiji.ready(ShowHeatMap.class, "image", image);
        module.setInput(key, value);
        assertThatThrownBy(() -> fiji.run(module)).isInstanceOf(UserException.class).hasMessageContaining(sentence);
        assertThat(image.getOverlay()).isNull();
    }

    @Test
    void theMarksTellTheEvidence() {
        ImagePlus image = Stacks.bytes();
        PatientPrediction patient = fiji.run(PredictPatient.class, "image", image, "evidence", "8").predictions()
                .get(0);
        List<String> labels = List.copyOf(patient.evidence().keySet());
        int label = SliceNumbers.likeliest(patient, labels);
        List<String> lines = Stream.of(image.getOverlay().toArray())
                .filter(roi -> "SliceLSTM numbers".equals(roi.getName()))
                .map(roi -> ((TextRoi) roi).getText().strip()).toList();
        for (int slice = 0; slice < Stacks.SLICES; slice++) {
            assertThat(lines.get(slice)).isEqualTo(String.format(Locale.ROOT, "%s %.2f (%+.2f)", labels.get(label),
                    patient.running().get(slice).get(label), patient.evidence().get(labels.get(label)).get(slice)));
        }
        assertThat(fiji.run(PredictPatient.class, "image", Stacks.bytes(), "evidence", "0").predictions().get(0)
                .evidence()).isNull();
    }

    @Test
    void aTableIsMadeCheckedAndTrainedOn() throws Exception {
        Path table = patients.resolve("neue Tabelle.csv");
        fiji.run(MakeTable.class, "path", patients.toString(), "labels", "hemorrhage, mass", "table",
                table.toString());
        List<String> lines = Files.readAllLines(table);
        assertThat(lines).hasSize(PATIENTS + 1).startsWith("patient_id,path,slices,hemorrhage,mass", "p0,p0,2,,");
        assertThatThrownBy(() -> fiji.run(MakeTable.class, "path", patients.toString(), "table", table.toString()))
                .isInstanceOf(UserException.class).hasMessageContaining("exists already, and labels may stand in it");
        assertThatThrownBy(() -> fiji.run(CheckTable.class, "table", table.toString()))
                .isInstanceOf(UserException.class).hasMessageContaining("is empty and counts as no label");

        List<String> labelled = new ArrayList<>(List.of(lines.get(0)));
        for (int i = 0; i < PATIENTS; i++) {
            labelled.add(lines.get(i + 1).replaceFirst(",,$", "," + i % 2 + "," + (i == 5 ? "" : i / 2 % 2)));
        }
        Files.write(table, labelled);
        Event.TableChecked checked = fiji.run(CheckTable.class, "table", table.toString()).checked();
        assertThat(checked).isEqualTo(new Event.TableChecked(PATIENTS, 0, 0, 2 * PATIENTS,
                List.of(new Event.LabelCount("hemorrhage", 3, 3, 0), new Event.LabelCount("mass", 2, 3, 1))));

        Path run = folder.resolve("Lauf");
        TrainModel trained = fiji.run(TrainModel.class, "table", table.toString(), "labels", "hemorrhage", "epochs",
                "2", "validation", "0.34", "learningrate", "0.01", "newfolder", run.toString(), "cache",
                folder.resolve("cache").toString(), "device", "cpu", "flip", "true", "headslices", "1");
        assertThat(trained.history()).hasSize(2);
        JsonObject recipe = JsonParser.parseString(Files.readString(run.resolve("recipe.json"))).getAsJsonObject();
        assertThat(recipe.getAsJsonObject("head").get("slices_window").getAsInt()).isEqualTo(1);
        assertThat(recipe.getAsJsonObject("training").get("flip").getAsDouble()).isEqualTo(0.5);
        assertThat(Files.readString(run.resolve("history.csv"))).contains(
                String.format(Locale.ROOT, "2,train,all,%s", trained.history().get(1).rows().stream()
                        .filter(row -> row.split().equals("train") && row.label().equals("all")).findFirst()
                        .orElseThrow().loss()).substring(0, 14));
        assertThatThrownBy(() -> fiji.run(TrainModel.class, "table", table.toString(), "labels", "hemorrhage",
                "newfolder", run.toString())).isInstanceOf(UserException.class)
                .hasMessageContaining("name a new folder for 'newfolder', or add 'resume'");

        evaluate(run.resolve("model"), table);
        stopKeepsTheBestSoFar(table);
    }

    private void evaluate(Path model, Path table) {
        Path report = folder.resolve("Bericht");
        Event.Evaluated found = fiji.run(EvaluateModel.class, "model", model.toString(), "table", table.toString(),
                "split", "all", "draws", "20", "newfolder", report.toString(), "device", "cpu").evaluated();
        assertThat(found.patients()).isEqualTo(PATIENTS);
        assertThat(report.resolve("metrics.json")).exists();
        assertThat(EvaluateModel.table(found).getStringValue("auc", 0)).matches("[01]\\.\\d{4}");
        for (String[] wrong : new String[][] {{"draws", "abc"}, {"split", "none"}, {"model", "gone"},
            {"table", "gone.csv"}, {"splitfile", "gone.csv"}, {"newfolder", ""}}) {
            CommandModule module = fiji.ready(EvaluateModel.class, "model", model.toString(), "table",
                    table.toString(), "newfolder", folder.resolve("nie").toString());
            module.setInput(wrong[0], wrong[1]);
            assertThatThrownBy(() -> fiji.run(module)).isInstanceOf(UserException.class)
                    .hasMessageContaining("'" + wrong[0] + "' is ");
        }
    }

    private void stopKeepsTheBestSoFar(Path table) throws Exception {
        Path run = folder.resolve("angehalten");
        CommandModule module = fiji.ready(TrainModel.class, "table", table.toString(), "labels", "hemorrhage", "epochs",
                "100000", "validation", "0.34", "newfolder", run.toString(), "cache",
                folder.resolve("cache").toString(), "device", "cpu");
        TrainModel training = (TrainModel) module.getCommand();
        CompletableFuture<CommandModule> all = CompletableFuture.supplyAsync(() -> fiji.run(module));
        while (training.history().isEmpty() && !all.isDone()) {
            Thread.sleep(20);
        }
        training.stop();
        all.get(60, TimeUnit.SECONDS);
        assertThat(training.history()).isNotEmpty();
        assertThat(run.resolve("model/model.json")).exists();
        assertThat(((DefaultWorkerService) fiji.context().service(WorkerService.class)).process()).isNotNull();
    }

    @Test
    void everyProblemOfATableIsTold() throws IOException {
        Path table = Files.writeString(patients.resolve("falsch.csv"), """
                patient_id,path,hemorrhage
                a,p0,1
                b,p0,0
                c,gone,0
                d,p1,maybe
                """);
        assertThatThrownBy(() -> fiji.run(CheckTable.class, "table", table.toString()))
                .isInstanceOf(UserException.class).hasMessageContaining("row 5 says").hasMessageContaining("maybe")
                .hasMessageContaining("Rows 2 and 3");
        Files.copy(patients.resolve("p0/1.png"), Files.createDirectories(folder.resolve("twice/a")).resolve("1.png"));
        Files.copy(patients.resolve("p0/1.png"), Files.createDirectories(folder.resolve("twice/b")).resolve("2.png"));
        Path twice = Files.writeString(folder.resolve("twice/table.csv"),
                "patient_id,path,slices,mass\na,a,1,1\nb,b,1,0\n");
        assertThat(fiji.run(CheckTable.class, "table", twice.toString()).checked().patients()).isEqualTo(2);
        Path across = Files.writeString(folder.resolve("twice/across.csv"),
                "patient_id,path,slices,mass,split\na,a,1,1,train\nb,b,1,0,test\n");
        assertThatThrownBy(() -> fiji.run(CheckTable.class, "table", across.toString()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Rows 2 and 3 share pictures, but are in the parts train and test");
        assertThatThrownBy(() -> fiji.run(CheckTable.class, "table", twice.toString(), "maxslices", "abc"))
                .isInstanceOf(UserException.class).hasMessageContaining("'maxslices' is 'abc'");
        assertThatThrownBy(() -> fiji.run(CheckTable.class)).isInstanceOf(UserException.class)
                .hasMessageContaining("'table' is empty");
    }

    @ParameterizedTest
    @CsvSource({"epochs, abc, 'epochs' is 'abc'; write a whole number", "learningrate, '0,1', 'learningrate' is '0,1'",
        "dropout, 1, ''dropout' must lie between", "fold, 0, 'fold' is '0'", "folds, 3, ''folds' K and 'fold' I go together",
        "table, nowhere.csv, nothing is there; name a CSV file", "newfolder, '', 'newfolder' is empty",
        "recipe, tiny, There is no recipe 'tiny'", "model, gone, nothing is there; name a model's folder",
        "optimiser, rprop, 'optimiser' cannot be 'rprop'", "metric, kappa, The metric \"kappa\" is not known",
        "weights, nowhere.pth, There is no weight file 'nowhere.pth'", "flip, yes, 'flip' is 'yes'; write true",
        "headslices, 0, 'headslices' is '0'; write a whole number from 1"})
    void trainingWithWrongValues(String key, String value, String sentence) throws IOException {
        Path table = Files.writeString(patients.resolve("recht.csv"),
                "patient_id,path,hemorrhage\na,p0,1\nb,p1,0\nc,p2,1\nd,p3,0\n");
        CommandModule module = fiji.ready(TrainModel.class, "table", table.toString(), "labels", "hemorrhage",
                "newfolder", folder.resolve("nie").toString(), "cache", folder.resolve("cache").toString());
        module.setInput(key, value);
        assertThatThrownBy(() -> fiji.run(module)).isInstanceOf(UserException.class)
                .hasMessageContaining(sentence.replaceFirst("^''", "'"));
        assertThat(folder.resolve("nie")).doesNotExist();
    }

    @Test
    void aNewModelPredicts() {
        Path model = folder.resolve("Modell");
        fiji.run(NewModel.class, "labels", "stroke", "seed", "3", "newfolder", model.toString());
        assertThat(fiji.run(PredictPatient.class, "image", Stacks.bytes(), "model", model.toString(), "evidence", "0")
                .predictions().get(0).probabilities().get("stroke")).isCloseTo(.5, within(.4999));
        assertThatThrownBy(() -> fiji.run(NewModel.class, "newfolder", model.toString()))
                .isInstanceOf(UserException.class).hasMessageContaining("Modell");
        assertThatThrownBy(() -> fiji.run(NewModel.class, "recipe", "huge", "newfolder", model + "2"))
                .isInstanceOf(UserException.class).hasMessageContaining("There is no recipe 'huge'");
        assertThatThrownBy(() -> fiji.run(NewModel.class, "seed", "abc", "newfolder", model + "2"))
                .isInstanceOf(UserException.class).hasMessageContaining("'seed' is 'abc'");
        assertThatThrownBy(() -> fiji.run(NewModel.class, "keepclassifier", true, "newfolder", model + "2"))
                .isInstanceOf(UserException.class).hasMessageContaining("'keepclassifier' and 'weightsource' need");
        assertThatThrownBy(() -> fiji.run(NewModel.class)).isInstanceOf(UserException.class)
                .hasMessageContaining("'newfolder' is empty");
    }
}
