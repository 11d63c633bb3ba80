package org.slicelstm.fiji;

import java.awt.Button;
import java.awt.EventQueue;
import java.util.List;
import org.slicelstm.job.Event;

/**
 * The window of a training that runs: live curves, Stop and Cancel. Closing it stops nothing. All drawing is done by
 * the event thread, in turn, and the training never waits for it: whatever becomes of the window, the run goes on.
 */
final class TrainingWindow {
    private final Button stop = new Button("Stop, keep the best so far");
    private final Button cancel = new Button("Cancel");
    /** Of the event thread alone. */
    private PlotFrame window;

    /**
     * Opens the window.
     *
     * @param onStop   asks the training to end and keep the best epoch
     * @param onCancel ends it at once
     */
    TrainingWindow(Runnable onStop, Runnable onCancel) {
        EventQueue.invokeLater(() -> open(onStop, onCancel));
    }

    private void open(Runnable onStop, Runnable onCancel) {
        stop.addActionListener(click -> {
            stop.setEnabled(false);
            stop.setLabel("Stopping ...");
            onStop.run();
        });
        cancel.addActionListener(click -> {
            disableButtons();
            onCancel.run();
        });
        window = new PlotFrame(TrainingCurves.TITLE, TrainingCurves.draw(List.of()), stop, cancel);
    }

    /** Draws the curves of the epochs that are finished. */
    void show(List<Event.EpochDone> epochs) {
        List<Event.EpochDone> drawn = List.copyOf(epochs);
        EventQueue.invokeLater(() -> {
            if (window != null && window.isVisible()) {
                window.draw(TrainingCurves.draw(drawn));
            }
        });
    }

    /** Nothing is left to stop. */
    void ended() {
        EventQueue.invokeLater(this::disableButtons);
    }

    private void disableButtons() {
        stop.setEnabled(false);
        cancel.setEnabled(false);
    }
}
