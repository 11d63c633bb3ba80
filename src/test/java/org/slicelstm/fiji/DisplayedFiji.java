package org.slicelstm.fiji;

import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Plot;
import ij.plugin.frame.Recorder;
import ij.text.TextPanel;
import ij.text.TextWindow;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Robot;
import java.awt.Scrollbar;
import java.awt.Window;
import java.awt.event.MouseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.slicelstm.job.Job;

/** What runs with a display in tests: shows what the commands show, says what is there, and takes pictures of it. */
public final class DisplayedFiji {
    private static final long SEED = 7;
    private static final int PAUSE_MILLIS = 600;
    private static final int TRIES = 300;
    /** A patient of the folder: before it come four predictions of the open image. */
    private static final int ROW = 6;
    private static final Dimension TABLE = new Dimension(1000, 260);

    private final Fiji fiji;
    private final Path folder;
    private final String model;
    private final int count;
    private final String epochs;
    /** What a dialog is answered with. */
    private volatile BiConsumer<Module, List<ModuleItem<?>>> user = (module, open) -> {
        throw new IllegalStateException(module.getInfo().getTitle() + " asks");
    };

    private DisplayedFiji(Fiji fiji, String[] arguments) {
        this.fiji = fiji;
        folder = Path.of(arguments[0]);
        model = arguments[1];
        count = Integer.parseInt(arguments[2]);
        epochs = arguments[3];
    }

    /**
     * @param arguments an existing folder for everything that is written, the model's folder, how many patients to make
     *                  and how many epochs to train on them
     */
    public static void main(String[] arguments) throws Exception {
        // The windows would keep this process for ever.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            say("failed " + e);
            Runtime.getRuntime().halt(1);
        });
        try (Fiji fiji = new Fiji()) {
            new DisplayedFiji(fiji, arguments).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        // Without it macros would always run in batch mode.
        new ImageJ(ImageJ.NO_SHOW);
        Dialogs.answer(fiji.context(), (module, open) -> user.accept(module, open));
        Path patients = folder.resolve("patients");
        fiji.context().service(WorkerService.class).run(new Job.Phantoms(count, SEED, "jpg",
                Map.of("hemorrhage", 0.5), true, patients.toString()), event -> { });
        ImagePlus image = fiji.run(ShowModelInput.class, "source", "folder or file", "path",
                patients.resolve(haemorrhage(patients.resolve("patients.csv"))).toString(), "pictures", "own size")
                .shown();
        fiji.run(PredictPatient.class, "image", image, "model", model, "evidence", "64");
        image.setSlice(Stream.of(image.getOverlay().toArray()).filter(roi -> !roi.getName().endsWith(" numbers"))
                .findFirst().orElseThrow().getPosition());
        second(image.duplicate());
        say("marks " + image.getOverlay().size());
        say("plot " + (WindowManager.getWindow(ProbabilityPlot.TITLE) instanceof PlotFrame));
        aPlotIsNoPatient(image);
        picture(WindowManager.getWindow(ProbabilityPlot.TITLE), "plot");
        picture(image.getWindow(), "marks");
        fiji.run(ShowHeatMap.class, "image", image, "model", model, "where", "top");
        say("heat " + List.of(image.getOverlay().toArray()).stream()
                .filter(roi -> HeatOverlay.NAME.equals(roi.getName())).count());
        picture(image.getWindow(), "heat-map");
        fiji.run(PredictFolder.class, "path", patients.toString(), "model", model, "results",
                folder.resolve("all.csv").toString(), "evidence", "8");
        TextPanel table = ((TextWindow) WindowManager.getWindow(PredictionTable.TITLE)).getTextPanel();
        say("rows " + table.getLineCount());
        WindowManager.getWindow(PredictionTable.TITLE).setSize(TABLE);
        picture(WindowManager.getWindow(PredictionTable.TITLE), "table");
        int before = WindowManager.getImageCount();
        doubleClick(table, ROW);
        for (int i = 0; i < TRIES && WindowManager.getImageCount() == before; i++) {
            Thread.sleep(100);
        }
        say("opened " + WindowManager.getCurrentImage().getTitle() + " of " + table.getLine(ROW).split("\t")[0]);
        // The window that opened has the focus, and so becomes current, a little later.
        Thread.sleep(PAUSE_MILLIS);
        EventQueue.invokeAndWait(() -> { });
        doubleClick(table, 0);
        say("current " + (WindowManager.getCurrentImage() == image));
        fiji.run(CheckInstallation.class, "clean", false);
        TextWindow lines = (TextWindow) WindowManager.getWindow(CheckInstallation.TITLE);
        say("checked " + lines.getTextPanel().getText().lines().filter(line -> line.contains("\tPrediction\t"))
                .count());
        picture(lines, "installation");
        ImagePlus current = WindowManager.getCurrentImage();
        train(patients);
        say("current " + (WindowManager.getCurrentImage() == current));
        record(patients);
        macro("close();");
        say("closed " + (current.getWindow() == null));
    }

    /** With ImageJ's plots and ours in front, two lines of a macro give one number, and the stack is current again. */
    private void aPlotIsNoPatient(ImagePlus image) throws Exception {
        say("current " + (WindowManager.getCurrentImage() == image));
        new Plot("mine", "x", "y", new double[] {1, 2}, new double[] {1, 2}).show();
        Path csv = folder.resolve("twice.csv");
        String line = "run(\"Predict Patient...\", \"model=" + model + " evidence=0 csv=[" + csv + "]\");\n";
        WindowManager.getWindow(ProbabilityPlot.TITLE).toFront();
        say("in front " + WindowManager.getCurrentImage().getTitle());
        fiji.run(PredictPatient.class, "image", image, "model", model, "evidence", "0", "csv", csv.toString());
        macro(line + line);
        macro("setBatchMode(true);\n" + line + line);
        say("numbers of five predictions " + Files.readAllLines(csv).stream().skip(1).distinct().toList().size()
                + " of " + (Files.readAllLines(csv).size() - 1));
        say("current " + (WindowManager.getCurrentImage() == image));
        WindowManager.getImage("mine").close();
    }

    private void macro(String lines) throws ReflectiveOperationException {
        new Macros(fiji, true).run(lines, "");
    }

    /** A prediction begun while a training runs: each line is whole, and stands there when its dialog was left. */
    private void record(Path patients) throws Exception {
        new Recorder(false);
        Thread training = fromMenu(TrainModel.class, Map.of("table", patients.resolve("patients.csv").toString(),
                "labels", "hemorrhage", "model", "models/demo", "freeze", "true", "epochs", "1", "device", "cpu",
                "validation", "0.3", "newfolder", folder.resolve("recorded").toString(), "cache",
                folder.resolve("cache").toString()));
        for (int i = 0; i < TRIES && !Recorder.getInstance().getText().contains("Train Model"); i++) {
            Thread.sleep(100);
        }
        Thread prediction = fromMenu(PredictPatient.class, Map.of("model", model, "evidence", "0", "plot", false));
        training.join();
        prediction.join();
        Recorder.getInstance().getText().lines().filter(line -> line.startsWith("run(")).forEach(line -> say("line "
                + line.replaceAll("=\\[?/[^ ]*", "=PATH")));
        Recorder.getInstance().close();
    }

    /** As ImageJ's menu does: it keeps the recorder waiting for the command that was chosen last. */
    private Thread fromMenu(Class<? extends FijiCommand> command, Map<String, Object> answers) {
        CommandInfo info = fiji.context().service(CommandService.class).getCommand(command);
        user = (module, open) -> answers.forEach(module::setInput);
        Thread thread = new Thread(() -> {
            Recorder.setCommand(info.getMenuPath().getLeaf().getName());
            try {
                fiji.context().service(ModuleService.class).run(info, true).get();
            } catch (InterruptedException | ExecutionException e) {
                say("failed " + e);
            }
            Recorder.saveCommand();
        }, info.getMenuPath().getLeaf().getName());
        thread.start();
        return thread;
    }

    /** The first patient of the table who has one. */
    private static String haemorrhage(Path table) throws IOException {
        List<String> lines = Files.readAllLines(table);
        int column = List.of(lines.get(0).split(",")).indexOf("hemorrhage");
        return lines.stream().skip(1).map(line -> line.split(",")).filter(cells -> cells[column].equals("1"))
                .findFirst().orElseThrow()[1];
    }

    /** Another image has another name, one slice is told of, and a stack that is opened has its slider at its slice. */
    private void second(ImagePlus other) {
        fiji.run(PredictPatient.class, "image", other, "model", model, "evidence", "0", "slices", "2", "plot", false);
        TextPanel table = ((TextWindow) WindowManager.getWindow(PredictionTable.TITLE)).getTextPanel();
        say("second " + table.getLine(table.getLineCount() - 1).split("\t")[0]);
        say("told " + ((TextWindow) WindowManager.getWindow(MessageWindow.TITLE)).getTextPanel().getText()
                .contains("Only one slice is given"));
        ImagePlus opened = fiji.run(ShowModelInput.class, "image", other, "model", model, "first", "1").shown();
        say("slider " + Stream.of(opened.getWindow().getComponents()).filter(Container.class::isInstance)
                .flatMap(each -> Stream.of(((Container) each).getComponents())).filter(Scrollbar.class::isInstance)
                .map(each -> ((Scrollbar) each).getValue()).toList());
        opened.close();
    }

    private static void doubleClick(TextPanel table, int row) {
        table.setSelection(row, row);
        for (Component each : table.getComponents()) {
            each.dispatchEvent(new MouseEvent(each, MouseEvent.MOUSE_CLICKED, System.currentTimeMillis(), 0, 5, 5, 2,
                    false, MouseEvent.BUTTON1));
        }
    }

    private void train(Path patients) throws Exception {
        fiji.run(TrainModel.class, "table", patients.resolve("patients.csv").toString(), "labels", "hemorrhage",
                "model", "models/demo", "freeze", "true", "head", "attention", "augmentdraws", "2", "epochs", epochs,
                "validation", "0.3", "learningrate", "0.002", "newfolder", folder.resolve("run").toString(), "cache",
                folder.resolve("cache").toString(), "device", "cpu");
        // Epochs are drawn by the event thread, in turn.
        EventQueue.invokeAndWait(() -> { });
        PlotFrame curves = (PlotFrame) WindowManager.getWindow(TrainingCurves.TITLE);
        say("curves " + curves.plot().getPlotObjectDesignations().length);
        picture(curves, "training");
    }

    private void picture(Window window, String name) throws Exception {
        window.setLocation(new Point(0, 0));
        window.toFront();
        Thread.sleep(PAUSE_MILLIS);
        ImageIO.write(new Robot().createScreenCapture(window.getBounds()), "png",
                folder.resolve(name + ".png").toFile());
    }

    private static void say(String fact) {
        System.out.println(fact);
    }
}
