package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.StackConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.UserException;
import org.slicelstm.image.read.DrawnFiles;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientPrediction;

/** The real command through a real context and a real worker, against the command line's job on the same pixels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictPatientTest {
    private static final Locale USUAL = Locale.getDefault();
    private static final double CLOSE = 1e-6;

    @TempDir
    static Path folder;

    private Context context;
    private WorkerService workers;

    @BeforeAll
    void start() {
        Locale.setDefault(Locale.GERMANY);
        context = new Context();
        workers = context.service(WorkerService.class);
    }

    @AfterAll
    void end() {
        context.dispose();
        Locale.setDefault(USUAL);
    }

    /** What the command line's job says of a stack that is saved as TIFF. */
    private List<List<Double>> commandLine(ImagePlus pixels, String intensity) {
        Path file = folder.resolve("O'Brien Schädel \\ " + pixels.getBitDepth() + " " + intensity + ".tif");
        new FileSaver(pixels).saveAsTiff(file.toString());
        return commandLine(file, intensity).running();
    }

    private PatientPrediction commandLine(Path file, String intensity) {
        List<PatientPrediction> answers = new ArrayList<>();
        Job job = new Job.Predict("models/demo", List.of(file.toString()),
                new Job.SliceOptions("auto", false, null, intensity), null, false, null, 1, "cpu", List.of());
        workers.run(job, event -> {
            if (event instanceof Event.Predicted predicted) {
                answers.add(predicted.patient());
            }
        });
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).error()).isNull();
        return answers.get(0);
    }

    private PatientPrediction predict(ImagePlus image, Object... inputs) {
        PredictPatient command = command(image, inputs);
        assertThat(command.predictions()).hasSize(1);
        return command.predictions().get(0);
    }

    private PredictPatient command(ImagePlus image, Object... inputs) {
        Map<String, Object> given = new HashMap<>(Map.of("model", "models/demo", "orders", "1", "device", "cpu"));
        if (image != null) {
            given.put("image", image);
        }
        for (int i = 0; i < inputs.length; i += 2) {
            given.put((String) inputs[i], inputs[i + 1]);
        }
        try {
            CommandModule module = context.service(CommandService.class).run(PredictPatient.class, true, given).get();
            return (PredictPatient) module.getCommand();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            Throwable cause = e;
            while (cause.getCause() != null && !(cause instanceof UserException)) {
                cause = cause.getCause();
            }
            throw cause instanceof RuntimeException sentence ? sentence : new IllegalStateException(e);
        }
    }

    private static void assertSame(PatientPrediction fiji, List<List<Double>> commandLine) {
        assertThat(fiji.running()).hasSameSizeAs(commandLine);
        for (int slice = 0; slice < commandLine.size(); slice++) {
            for (int label = 0; label < commandLine.get(slice).size(); label++) {
                assertThat(fiji.running().get(slice).get(label)).isCloseTo(commandLine.get(slice).get(label),
                        within(CLOSE));
            }
        }
    }

    @Test
    void greyLevelsOfEightBits() {
        assertSame(predict(Stacks.bytes()), commandLine(Stacks.bytes(), null));
    }

    @Test
    void colour() {
        assertSame(predict(Stacks.colour()), commandLine(Stacks.colour(), null));
    }

    @Test
    void hounsfieldUnitsHoweverTheyAreHeld() {
        List<List<Double>> expected = commandLine(Stacks.floats(), "hu");
        ImagePlus calibrated = Stacks.unsigned();
        calibrated.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {-1024, 1}, "Gray Value");
        assertSame(predict(calibrated), expected);
        ImagePlus bent = Stacks.unsigned();
        bent.getCalibration().setFunction(Calibration.POLY2, new double[] {-1024, 1, 0}, "HU");
        assertSame(predict(bent), expected);
        assertSame(predict(Stacks.signed(), "intensity", "hu"), expected);
        assertSame(predict(Stacks.floats(), "intensity", "HU"), expected);
    }

    @Test
    void storedAndDisplayedValues() {
        assertSame(predict(Stacks.unsigned(), "intensity", "stored"), commandLine(Stacks.unsigned(), "stored"));
        ImagePlus image = Stacks.unsigned();
        image.setDisplayRange(1024, 1104);
        ImagePlus shown = image.duplicate();
        shown.setDisplayRange(1024, 1104);
        new StackConverter(shown).convertToGray8();
        assertSame(predict(image, "intensity", "displayed"), commandLine(shown, null));
        assertThat(image.getDisplayRangeMin()).isEqualTo(1024);
        assertThat(image.getDisplayRangeMax()).isEqualTo(1104);
    }

    @Test
    void valuesOfUnknownMeaningAreNotGuessed() {
        for (ImagePlus image : List.of(Stacks.unsigned(), Stacks.signed(), Stacks.floats())) {
            assertThatThrownBy(() -> predict(image)).isInstanceOf(UserException.class)
                    .hasMessageContaining("without a rescale to HU; set 'Pixel values are' to hu");
        }
    }

    @Test
    void aRefusedPredictionHasNoRow() {
        Path csv = folder.resolve("refused.csv");
        assertThatThrownBy(() -> predict(Stacks.floats(), "csv", csv.toString())).isInstanceOf(UserException.class);
        assertThat(csv).doesNotExist();
        assertThat(StackSelection.of(Stacks.bytes(), "auto", "3").doubts()).singleElement().asString()
                .startsWith("Only one slice is given");
    }

    @Test
    void virtualStacks() {
        Path file = folder.resolve("virtual.tif");
        new FileSaver(Stacks.bytes()).saveAsTiff(file.toString());
        ImagePlus image = IJ.openVirtual(file.toString());
        assertThat(image.getStack().isVirtual()).isTrue();
        assertSame(predict(image), commandLine(file, null).running());
    }

    @ParameterizedTest
    @CsvSource({"z, auto, 1, 6, 1", "z, Z, 1, 6, 1", "t, auto, 1, 1, 6", "c, c, 6, 1, 1"})
    void anyAxis(String axis, String asked, int channels, int slices, int frames) {
        ImagePlus image = Stacks.bytes();
        image.setDimensions(channels, slices, frames);
        assertSame(predict(image, "axis", asked), commandLine(Stacks.bytes(), null));
    }

    @Test
    void aHyperstackGivesTheSlicesOfItsCurrentChannel() {
        ImageStack both = new ImageStack(80, 64);
        for (int slice = 1; slice <= Stacks.SLICES; slice++) {
            both.addSlice(Stacks.bytes().getStack().getProcessor(7 - slice));
            both.addSlice(Stacks.bytes().getStack().getProcessor(slice));
        }
        ImagePlus image = new CompositeImage(new ImagePlus("two", both), CompositeImage.GRAYSCALE);
        image.setDimensions(2, Stacks.SLICES, 1);
        image.setPosition(2, 3, 1);
        PatientPrediction prediction = predict(image);
        assertSame(prediction, commandLine(Stacks.bytes(), null));
        assertThat(prediction.notes()).anyMatch(note -> note.contains("2 channels") && note.contains("current one, 2"));
        assertThat(StackSelection.of(image, "auto", "").doubts()).hasSize(1);
        assertThat(image.getC()).isEqualTo(2);
        assertThat(image.getZ()).isEqualTo(3);
    }

    @Test
    void someSlices() {
        ImageStack part = new ImageStack(80, 64);
        for (int slice : List.of(1, 3, 4, 5)) {
            part.addSlice(Stacks.bytes().getStack().getProcessor(slice));
        }
        assertSame(predict(Stacks.bytes(), "slices", "3-5, 1"), commandLine(new ImagePlus("", part), null));
    }

    @Test
    void dicomAsImageJOpensIt() throws IOException {
        for (String name : List.of("signed 16 bits, explicit", "8 bits as bytes, explicit")) {
            Path file = Files.write(folder.resolve(name + ".dcm"), DrawnFiles.named(name).bytes());
            assertSame(predict(IJ.openImage(file.toString())), commandLine(file, null).running());
        }
    }

    @NeedsSharedData
    @Test
    void realDicomAsImageJOpensIt() throws IOException {
        for (String name : List.of("ge_head_ct/01.dcm", "pydicom_small/CT_small.dcm")) {
            Path file = Files.copy(SharedData.path(name), folder.resolve(name.replace('/', ' ')));
            assertSame(predict(IJ.openImage(file.toString())), commandLine(file, null).running());
        }
    }

    @Test
    void whatTheUserHasStaysAndMarksAreReplaced() {
        ImagePlus image = Stacks.bytes();
        Roi own = new Roi(3, 4, 5, 6);
        own.setName("mine");
        image.setOverlay(new Overlay(own));
        image.setDisplayRange(10, 200);
        image.setSlice(3);
        predict(image);
        predict(image);
        List<Roi> rois = List.of(image.getOverlay().toArray());
        assertThat(rois).filteredOn(roi -> "mine".equals(roi.getName())).hasSize(1);
        assertThat(rois).filteredOn(roi -> "SliceLSTM numbers".equals(roi.getName())).hasSize(Stacks.SLICES)
                .extracting(Roi::getPosition).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(rois.size()).isBetween(1 + Stacks.SLICES, 1 + Stacks.SLICES + 3);
        assertThat(image.getTitle()).isEqualTo("Schädel von O'Brien");
        assertThat(image.getDisplayRangeMax()).isEqualTo(200);
        assertThat(image.getCurrentSlice()).isEqualTo(3);
        ImagePlus unmarked = Stacks.bytes();
        predict(unmarked, "marks", false);
        assertThat(unmarked.getOverlay()).isNull();
    }

    @Test
    void aFolderAndItsRowInTheCsv() throws IOException {
        Path patient = folder.resolve("Ärztin's \\ patient");
        Files.createDirectories(patient);
        for (int slice = 1; slice <= 3; slice++) {
            ImagePlus one = new ImagePlus("", Stacks.bytes().getStack().getProcessor(slice));
            new FileSaver(one).saveAsPng(patient.resolve(slice + ".png").toString());
        }
        Path csv = folder.resolve("Ergebnisse, neu/all.csv");
        PatientPrediction first = command(null, "source", "folder or file", "path", patient.toString(), "csv",
                csv.toString()).predictions().get(0);
        command(Stacks.bytes(), "csv", csv.toString(), "row", "from Fiji");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("patient,slices,left_out,ordered_by,hemorrhage,hemorrhage_call,")
                .endsWith(",device,error,warnings,note");
        assertThat(lines.get(1)).startsWith("Ärztin's \\ patient,3,0,name,"
                + String.format(Locale.ROOT, "%.6f", first.probabilities().get("hemorrhage")));
        assertThat(lines.get(2)).startsWith("from Fiji,6,0,instance,").contains(",CPU:0,,");
    }

    @ParameterizedTest
    @CsvSource({
        "orders, abc, 'orders' is 'abc'; write a whole number",
        "orders, 0, 'orders' is '0'; write a whole number",
        "axis, x, 'axis' is 'x'; write auto",
        "slices, 5-20, the open image has the slices 1 to 6",
        "slices, 3-1, write a range inside",
        "slices, two, write a range such as 5-20",
        "intensity, warm, 'intensity' is 'warm'",
        "source, nowhere, 'source' is 'nowhere'",
        "model, models/gone, nothing is there; name a model's folder",
        "model, '', 'model' is empty",
        "window, dark, The window \"dark\" is not known",
        "device, abacus, abacus"})
    void wrongValuesGetTheirSentence(String key, String value, String sentence) {
        String temporary = temporaryFiles();
        assertThatThrownBy(() -> predict(Stacks.bytes(), key, value)).isInstanceOf(UserException.class)
                .hasMessageContaining(sentence.equals("abacus") ? value : sentence);
        assertThat(temporaryFiles()).isEqualTo(temporary);
    }

    private static String temporaryFiles() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(Path::getFileName).map(Path::toString)
                    .filter(name -> name.startsWith("slicelstm-") && name.endsWith(".raw")).sorted().toList()
                    .toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noImageAndAnEmptyFolderGetTheirSentence() throws IOException {
        assertThatThrownBy(() -> command(null)).isInstanceOf(UserException.class)
                .hasMessageContaining("No image is open");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> command(null, "source", "folder or file", "path", empty.toString()))
                .isInstanceOf(UserException.class).hasMessageContaining("the folder is empty");
        assertThatThrownBy(() -> command(null, "source", "folder or file", "path", ""))
                .isInstanceOf(UserException.class).hasMessageContaining("'path' is empty");
    }

    @Test
    void repeatsAreLeftOutAndTheNumbersStayAtTheirSlices() {
        ImagePlus image = Stacks.bytes();
        ImageStack repeated = image.getStack();
        repeated.addSlice("", repeated.getProcessor(1).duplicate(), 1);
        ImagePlus seven = new ImagePlus("", repeated);
        PatientPrediction prediction = predict(seven);
        assertThat(prediction.leftOut()).hasSize(1);
        assertSame(prediction, commandLine(Stacks.bytes(), null));
        assertThat(List.of(seven.getOverlay().toArray())).extracting(Roi::getPosition).doesNotContain(2)
                .contains(1, 3, 4, 5, 6, 7);
    }
}
