package org.slicelstm.fiji;

import ij.gui.Plot;
import ij.gui.PlotWindow;
import java.awt.Button;
import java.awt.FlowLayout;
import java.awt.Panel;
import java.util.List;

/** The window of a training that runs: live curves, Stop and Cancel. Closing it stops nothing. */
final class TrainingWindow {
    private final PlotWindow window;
    private final Button stop = new Button("Stop, keep the best so far");
    private final Button cancel = new Button("Cancel");

    /**
     * Opens the window.
     *
     * @param onStop   asks the training to end and keep the best epoch
     * @param onCancel ends it at once
     */
    TrainingWindow(Runnable onStop, Runnable onCancel) {
        window = TrainingCurves.draw(List.of()).show();
        stop.addActionListener(click -> {
            stop.setEnabled(false);
            stop.setLabel("Stopping ...");
            onStop.run();
        });
        cancel.addActionListener(click -> {
            ended();
            onCancel.run();
        });
        Panel buttons = new Panel(new FlowLayout(FlowLayout.CENTER));
        buttons.add(stop);
        buttons.add(cancel);
        window.add(buttons);
        window.pack();
    }

    void show(Plot plot) {
        if (window.isVisible()) {
            window.drawPlot(plot);
        }
    }

    /** Nothing is left to stop. */
    void ended() {
        stop.setEnabled(false);
        cancel.setEnabled(false);
    }
}
