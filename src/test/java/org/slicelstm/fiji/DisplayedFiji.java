package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.PlotWindow;
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
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.slicelstm.job.Job;

/** What runs with a display in tests: shows what the commands show, says what is there, and takes pictures of it. */
public final class DisplayedFiji {
    private static final long SEED = 7;
    private static final int PAUSE_MILLIS = 600;
    private static final int TRIES = 300;
    private static final Dimension TABLE = new Dimension(1000, 260);

    private final Fiji fiji;
    private final Path folder;
    private final String model;
    private final int count;
    private final String epochs;

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
        try (Fiji fiji = new Fiji()) {
            new DisplayedFiji(fiji, arguments).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
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
        say("plot " + (WindowManager.getWindow(ProbabilityPlot.TITLE) instanceof PlotWindow));
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
        doubleClick(table);
        fiji.run(CheckInstallation.class);
        TextWindow lines = (TextWindow) WindowManager.getWindow(CheckInstallation.TITLE);
        say("checked " + lines.getTextPanel().getText().lines().filter(line -> line.contains("\tPrediction\t"))
                .count());
        picture(lines, "installation");
        train(patients);
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

    private void doubleClick(TextPanel table) throws InterruptedException {
        int before = WindowManager.getImageCount();
        table.setSelection(2, 2);
        for (Component each : table.getComponents()) {
            each.dispatchEvent(new MouseEvent(each, MouseEvent.MOUSE_CLICKED, System.currentTimeMillis(), 0, 5, 5, 2,
                    false, MouseEvent.BUTTON1));
        }
        for (int i = 0; i < TRIES && WindowManager.getImageCount() == before; i++) {
            Thread.sleep(100);
        }
        say("opened " + WindowManager.getCurrentImage().getTitle() + " of " + table.getLine(2).split("\t")[0]);
    }

    private void train(Path patients) throws Exception {
        fiji.run(TrainModel.class, "table", patients.resolve("patients.csv").toString(), "labels", "hemorrhage",
                "model", "models/demo", "freeze", "true", "head", "attention", "augmentdraws", "2", "epochs", epochs,
                "validation", "0.3", "learningrate", "0.002", "newfolder", folder.resolve("run").toString(), "cache", folder.resolve("cache").toString(), "device", "cpu");
        // Epochs are drawn by the event thread, in turn.
        EventQueue.invokeAndWait(() -> { });
        PlotWindow curves = (PlotWindow) WindowManager.getWindow(TrainingCurves.TITLE);
        say("curves " + curves.getPlot().getPlotObjectDesignations().length);
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
