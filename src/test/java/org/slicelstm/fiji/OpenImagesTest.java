package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Plot;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.slicelstm.UserException;

/** Which image a command takes, and which is the current one after it, where ImageJ keeps images without windows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenImagesTest {
    private static final String PLOT = "Plot.create(\"p\", \"x\", \"y\", newArray(1, 2), newArray(1, 2));\n"
            + "Plot.show();\n";
    private static final String PREDICT = "run(\"Predict Patient...\", \"evidence=0 row=%s csv=[\" + csv + \"]\");\n";

    @TempDir
    static Path folder;

    private Fiji fiji;
    private Macros macros;
    private Path stack;

    @BeforeAll
    void start() throws ReflectiveOperationException {
        fiji = new Fiji();
        Dialogs.fail(fiji.context());
        macros = new Macros(fiji, true);
        stack = folder.resolve("stack.tif");
        new FileSaver(Stacks.bytes()).saveAsTiff(stack.toString());
    }

    /** A macro that returns in batch mode leaves its images open. */
    @BeforeEach
    @AfterEach
    void closeAll() {
        Interpreter.batchMode = true;
        for (int id : Interpreter.getBatchModeImageIDs()) {
            Interpreter.removeBatchModeImage(Interpreter.getBatchModeImage(id));
        }
        Interpreter.batchMode = false;
        WindowManager.setTempCurrentImage(null);
    }

    @AfterAll
    void end() {
        fiji.close();
    }

    private static ImagePlus plot() {
        return new Plot("p", "x", "y", new double[] {1, 2}, new double[] {1, 2}).getImagePlus();
    }

    /** What comes before and after the lines is the same: a stack is opened, and closed by the plain close(). */
    private String afterOpening(String lines) {
        return macros.run("setBatchMode(true);\nopen(\"" + stack + "\");\nid = getImageID();\ncsv = \""
                + folder.resolve("all.csv") + "\";\n" + lines
                + "now = getImageID();\nclose();\nreturn \"\" + (now == id) + \" \" + isOpen(id);", "");
    }

    @Test
    void twoLinesGiveOneNumberWhateverIsShownBetweenThem() throws IOException {
        String answer = afterOpening(PREDICT.formatted("one") + PLOT + PREDICT.formatted("two")
                + "run(\"Show What the Model Sees...\", \"\");\n" + PREDICT.formatted("three")
                + "run(\"Show What the Model Sees...\", \"pictures=[own size]\");\n" + PREDICT.formatted("four")
                + PLOT + "run(\"Show Heat Map...\", \"where=top\");\n");
        assertThat(answer).isEqualTo("1 0");
        List<String> rows = Files.readAllLines(folder.resolve("all.csv"));
        assertThat(rows).hasSize(5);
        assertThat(rows.subList(1, 5)).extracting(row -> row.substring(row.indexOf(',')))
                .containsOnly(rows.get(1).substring(rows.get(1).indexOf(',')));
        assertThat(rows.get(1)).matches("one,6,0,instance,0\\.\\d{6},.*");
    }

    @Test
    void whereNoPatientIsOpenTheSentenceSaysSo() {
        String lines = "setBatchMode(true);\n%s";
        assertThatThrownBy(() -> macros.run(lines.formatted(PLOT + "run(\"Predict Patient...\", \"plot=false\");"), ""))
                .isInstanceOf(UserException.class).hasMessageContaining("No image is open but plots");
        assertThatThrownBy(() -> afterOpening("run(\"Show Heat Map...\", \"image=gone.tif\");"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("No open image has the title that 'image' names");
        assertThatThrownBy(() -> fiji.run(PredictPatient.class, "image", plot()))
                .isInstanceOf(UserException.class).hasMessageContaining("The image is a plot");
        ImagePlus seen = fiji.run(ShowModelInput.class, "image", Stacks.bytes()).shown();
        assertThatThrownBy(() -> fiji.run(PredictPatient.class, "image", seen))
                .isInstanceOf(UserException.class).hasMessageContaining("shows what a model sees");
    }

    /** As in Fiji, where a command runs on a thread of the pool, and the macro's image is its own thread's. */
    @Test
    void theImageOfTheMacrosThreadIsTaken() throws Exception {
        ImagePlus mine = Stacks.bytes();
        ImagePlus other = Stacks.bytes();
        Interpreter.batchMode = true;
        Interpreter.addBatchModeImage(mine);
        Interpreter.addBatchModeImage(other);
        WindowManager.setTempCurrentImage(mine);
        assertThat(taken()).isSameAs(mine);
        WindowManager.setTempCurrentImage(plot());
        assertThat(taken()).isSameAs(other);
        assertThat(WindowManager.getCurrentImage()).isSameAs(other);
        Interpreter.activateImage(mine);
        WindowManager.setTempCurrentImage(null);
        assertThat(taken()).isSameAs(mine);
    }

    private ImagePlus taken() throws Exception {
        CommandModule module = fiji.context().service(CommandService.class).run("org.slicelstm.fiji.PredictPatient",
                true, "model", "models/demo", "evidence", "0", "marks", false).get();
        assertThat(module.getInput("taken")).isEqualTo("Open image: Schädel von O'Brien (6 slices)");
        return (ImagePlus) module.getInput("image");
    }

    @Test
    void aPersonIsAskedAndAScriptIsNot() throws Exception {
        try (Context context = new Context()) {
            List<String> asked = new ArrayList<>();
            Dialogs.answer(context, (module, open) -> {
                open.forEach(item -> asked.add(item.getName()));
                throw new UserException("asked");
            });
            assertThatThrownBy(() -> context.service(CommandService.class).run(PredictPatient.class, true).get())
                    .hasStackTraceContaining("asked");
            assertThat(asked).contains("message", "taken", "path", "device").doesNotContain("image");
            asked.clear();
            assertThatThrownBy(() -> context.service(CommandService.class).run(PredictPatient.class, true, "device",
                    "cpu").get()).hasStackTraceContaining("No image is open; open a stack");
            assertThatThrownBy(() -> context.service(CommandService.class).run(TrainModel.class, true, "epochs", "2")
                    .get()).hasStackTraceContaining("'table' is empty; name a CSV file");
            assertThat(asked).isEmpty();
        }
    }
}
