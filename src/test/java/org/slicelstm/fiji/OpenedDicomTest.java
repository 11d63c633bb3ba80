package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.plugin.FolderOpener;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loci.common.DebugTools;
import loci.formats.FormatException;
import loci.plugins.BF;
import loci.plugins.in.ImporterOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slicelstm.NeedsSharedData;
import org.slicelstm.SharedData;
import org.slicelstm.UserException;
import org.slicelstm.image.encode.DrawnHead;
import org.slicelstm.image.read.DrawnSeries;
import org.slicelstm.image.read.DrawnSeries.Stored;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientPrediction;

/** DICOM through each of Fiji's own doors, real ones, against the command line's job on the same files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenedDicomTest {
    private static final double CLOSE = 1e-6;

    @TempDir
    static Path folder;

    private Fiji fiji;
    private int made;

    @BeforeAll
    void start() {
        // What Bio-Formats tells of its work would drown all else.
        DebugTools.setRootLevel("OFF");
        fiji = new Fiji();
    }

    @AfterAll
    void end() {
        fiji.close();
    }

    private Path series(Stored... stored) throws IOException {
        return DrawnSeries.write(folder.resolve("series" + made++), stored);
    }

    private PatientPrediction commandLine(Path place) {
        List<PatientPrediction> answers = new ArrayList<>();
        fiji.context().service(WorkerService.class).run(new Job.Predict("models/demo", List.of(place.toString()),
                new Job.SliceOptions("auto", false, null, null), null, false, null, 0, "cpu", List.of()), event -> {
                    if (event instanceof Event.Predicted predicted) {
                        answers.add(predicted.patient());
                    }
                });
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).error()).isNull();
        return answers.get(0);
    }

    private PatientPrediction predict(ImagePlus image) {
        return fiji.run(PredictPatient.class, "image", image, "device", "cpu", "evidence", "0").predictions().get(0);
    }

    private static void assertSame(PatientPrediction fiji, PatientPrediction commandLine) {
        assertThat(fiji.running()).hasSameSizeAs(commandLine.running());
        for (int slice = 0; slice < commandLine.running().size(); slice++) {
            for (int label = 0; label < commandLine.running().get(slice).size(); label++) {
                assertThat(fiji.running().get(slice).get(label))
                        .isCloseTo(commandLine.running().get(slice).get(label), within(CLOSE));
            }
        }
        commandLine.probabilities().forEach((label, probability) ->
                assertThat(fiji.probabilities().get(label)).isCloseTo(probability, within(CLOSE)));
    }

    private static ImagePlus bioFormats(Path file, boolean grouped, boolean virtual, String view)
            throws IOException, FormatException {
        ImporterOptions options = new ImporterOptions();
        options.setId(file.toString());
        options.setQuiet(true);
        options.setWindowless(true);
        options.setGroupFiles(grouped);
        options.setVirtual(virtual);
        options.setStackFormat(view);
        return BF.openImagePlus(options)[0];
    }

    static Stream<List<Stored>> storages() {
        return Stream.of(List.of(new Stored(true, 0)), List.of(new Stored(true, -1024)),
                List.of(new Stored(false, -1024)),
                List.of(new Stored(true, 1, -1024, -2000, "MONOCHROME2")),
                // Padding that a brain window would show white.
                List.of(new Stored(false, 1, -1024, 4095, "MONOCHROME2")));
    }

    @ParameterizedTest
    @MethodSource("storages")
    void everyDoorGivesTheNumbersOfTheFiles(List<Stored> stored) throws Exception {
        Path first = series(stored.toArray(Stored[]::new));
        PatientPrediction expected = commandLine(first.getParent());
        assertThat(expected.slices()).isEqualTo(DrawnSeries.SLICES);
        String place = first.getParent().toString();
        assertSame(predict(FolderOpener.open(place)), expected);
        assertSame(predict(FolderOpener.open(place, "virtual")), expected);
        PatientPrediction grouped = predict(bioFormats(first, true, false, "Standard ImageJ"));
        assertSame(grouped, expected);
        assertThat(grouped.notes()).anyMatch(note -> note.contains("keeps the header of the first slice alone"));
        assertSame(predict(bioFormats(first, true, true, "Hyperstack")), expected);
        PatientPrediction one = commandLine(first);
        assertSame(predict(IJ.openImage(first.toString())), one);
        assertSame(predict(bioFormats(first, false, false, "Hyperstack")), one);
    }

    @Test
    void slicesWithRescalesOfTheirOwnAreReadEachByItsOwn() throws IOException {
        Path mixed = series(new Stored(true, 0), new Stored(true, 1, -1024, -2000, "MONOCHROME2"),
                new Stored(false, -1024)).getParent();
        assertSame(predict(FolderOpener.open(mixed.toString())), commandLine(mixed));
    }

    @Test
    void lowValuesShownBrightAreHuAllTheSame() throws Exception {
        Path first = series(new Stored(false, 1, -1024, null, "MONOCHROME1"));
        assertSame(predict(FolderOpener.open(first.getParent().toString())), commandLine(first.getParent()));
        ImagePlus turned = bioFormats(first, true, false, "Hyperstack");
        assertThatThrownBy(() -> predict(turned)).isInstanceOf(UserException.class)
                .hasMessageContaining("Bio-Formats turns the values of MONOCHROME1 files round");
    }

    /** ImageJ opens files with a slope as floats; without its menus it cannot, so that the test does the same. */
    @Test
    void aSlopeMakesFloatsThatAreHuAlready() throws IOException {
        Path first = series(new Stored(true, 2, -1024, -2000, "MONOCHROME2"));
        assertSame(predict(floats(2, "2")), commandLine(first.getParent()));
        ImagePlus mixed = floats(2, "1");
        mixed.getStack().setSliceLabel(header("2", "-1000", "1"), 3);
        assertThatThrownBy(() -> predict(mixed)).isInstanceOf(UserException.class)
                .hasMessageContaining("32 bits a value").hasMessageContaining("'Pixel values are'");
    }

    private static String header(String slope, String intercept, String signed) {
        return "1.dcm\n0008,0060  Modality: CT\n0028,0101  Bits Stored: 16\n0028,0103  Pixel Representation: " + signed
                + "\n0028,0120  Pixel Padding Value: 63536\n0028,1052  Rescale Intercept: " + intercept
                + "\n0028,1053  Rescale Slope: " + slope + "\n7FE0,0010  Pixel Data: 900\n";
    }

    private static ImagePlus floats(int slope, String told) {
        ImageStack stack = new ImageStack(DrawnHead.COLUMNS, DrawnHead.ROWS);
        for (int slice = 0; slice < DrawnSeries.SLICES; slice++) {
            FloatProcessor plane = new FloatProcessor(DrawnHead.COLUMNS, DrawnHead.ROWS);
            int[] hu = DrawnHead.hu(slice);
            for (int i = 0; i < hu.length; i++) {
                boolean corner = i / DrawnHead.COLUMNS < 8 && i % DrawnHead.COLUMNS < 8;
                plane.setf(i, (corner ? -2000 : Math.floorDiv(hu[i] + 1024, slope)) * slope - 1024);
            }
            stack.addSlice(header(told, "-1024 ", "1"), plane);
        }
        return new ImagePlus("", stack);
    }

    @Test
    void whatDisagreesIsRefusedByName() throws IOException {
        ImagePlus calibrated = FolderOpener.open(series(new Stored(false, -1024)).getParent().toString());
        calibrated.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {-1000, 1}, "HU");
        assertThatThrownBy(() -> predict(calibrated)).isInstanceOf(UserException.class)
                .hasMessageContaining("HU = 1 * value + -1024 by the slices' labels")
                .hasMessageContaining("HU = 1 * value + -1000 by the calibration");
        ImagePlus info = FolderOpener.open(series(new Stored(false, -1024)).getParent().toString());
        info.setProperty("Info", header("1", "0", "0"));
        assertThatThrownBy(() -> predict(info)).isInstanceOf(UserException.class)
                .hasMessageContaining("by the slices' labels").hasMessageContaining("by Info");
        ImagePlus half = FolderOpener.open(series(new Stored(false, -1024)).getParent().toString());
        half.getStack().setSliceLabel("exported", 3);
        assertThatThrownBy(() -> predict(half)).isInstanceOf(UserException.class)
                .hasMessageContaining("others do not, such as slice 3");
        ImagePlus damaged = new ImagePlus("", new ShortProcessor(8, 8));
        damaged.setProperty("Info", header("1", "zero", "0"));
        assertThatThrownBy(() -> predict(damaged)).isInstanceOf(UserException.class)
                .hasMessageContaining("The DICOM header in Info is damaged: its element 0028,1052 is no number");
    }

    @Test
    void whatIsNoCtIsNotTakenForHu() throws IOException {
        ImagePlus image = FolderOpener.open(series(new Stored(false, -1024)).getParent().toString());
        for (int slice = 1; slice <= DrawnSeries.SLICES; slice++) {
            image.getStack().setSliceLabel(header("1", "-1024", "0").replace("CT", "MR"), slice);
        }
        assertThatThrownBy(() -> predict(image)).isInstanceOf(UserException.class)
                .hasMessageContaining("none of 4 slices").hasMessageContaining("set 'Pixel values are' to hu");
    }

    @NeedsSharedData
    @Test
    void theRealHeadOpenedAsASequenceOrByBioFormats() throws Exception {
        Path head = SharedData.path("ge_head_ct").toAbsolutePath().normalize();
        PatientPrediction expected = commandLine(head);
        ImagePlus sequence = FolderOpener.open(head.toString());
        assertSame(fiji.run(PredictPatient.class, "image", sequence).predictions().get(0), expected);
        assertSame(predict(bioFormats(head.resolve("01.dcm"), true, true, "Hyperstack")), expected);
    }
}
