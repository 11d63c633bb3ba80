package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.HistogramPlot;
import ij.gui.HistogramWindow;
import ij.gui.ImageWindow;
import ij.gui.Plot;
import ij.gui.PlotVirtualStack;
import ij.gui.PlotWindow;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which of ImageJ's images is the patient's. ImageJ takes a plot for an image like any other, and the one that was
 * shown last for the current one.
 */
final class OpenImages {
    /** A property, not saved with the image, of stacks that show how a model sees the open image or a patient. */
    private static final String VIEW = "slicelstm.view";

    private OpenImages() {
    }

    /**
     * The image that a command takes where none is given: the current one; where that is a plot or a view, the one
     * that was active before it.
     *
     * @param callers the threads that wait for the command: a macro's own current image is that of its thread
     * @return null where no patient's image is open
     */
    static ImagePlus patient(List<Thread> callers) {
        List<ImagePlus> images = new ArrayList<>();
        images.add(current(callers));
        images.addAll(byActivity());
        return images.stream().filter(OpenImages::isPatient).findFirst().orElse(null);
    }

    /** Whether the image can be a patient: it has pixels, and is neither a plot nor a view. */
    static boolean isPatient(ImagePlus image) {
        return image != null && image.getProcessor() != null && !isPlot(image) && image.getProperty(VIEW) == null;
    }

    private static boolean isPlot(ImagePlus image) {
        ImageWindow window = image.getWindow();
        return window instanceof PlotWindow || window instanceof HistogramWindow || image instanceof HistogramPlot
                || image.getImageStack() instanceof PlotVirtualStack || image.getProperty(Plot.PROPERTY_KEY) != null;
    }

    /** Marks a stack of what a model sees, or of the open image after the window: it is not to be predicted. */
    static void markAsView(ImagePlus image) {
        image.setProperty(VIEW, true);
    }

    /**
     * Makes the image that a command took the current one again where a plot or a view came before it.
     *
     * @param image an open image; one that a script never showed stays what it is
     */
    static void keepCurrent(ImagePlus image, List<Thread> callers) {
        ImageWindow window = image.getWindow();
        ImagePlus now = current(callers);
        if (now == image || window != null && isPatient(now)
                || window == null && Interpreter.getBatchModeImage(image.getID()) == null) {
            return;
        }
        callers.forEach(caller -> WindowManager.setTempCurrentImage(caller, null));
        if (window == null) {
            WindowManager.setTempCurrentImage(callers.get(0), image);
            Interpreter.activateImage(image);
        } else {
            makeCurrent(window);
        }
    }

    /** Makes the image of a window the current one; nothing that is recorded. */
    static void makeCurrent(ImageWindow window) {
        Recorder.suspendRecording();
        try {
            WindowManager.setCurrentWindow(window);
        } finally {
            Recorder.resumeRecording();
        }
    }

    private static ImagePlus current(List<Thread> callers) {
        for (Thread caller : callers) {
            if (ownImage(caller) != null) {
                return ownImage(caller);
            }
        }
        // What another command on this thread of the pool left behind.
        WindowManager.setTempCurrentImage(null);
        return WindowManager.getCurrentImage();
    }

    /** ImageJ tells the image of a thread to that thread alone; a macro in batch mode has no other. */
    private static ImagePlus ownImage(Thread thread) {
        if (thread == Thread.currentThread()) {
            return WindowManager.getTempCurrentImage();
        }
        return hidden(WindowManager.class, "tempImageTable") instanceof Map<?, ?> images
                && images.get(thread) instanceof ImagePlus image ? image : null;
    }

    /** All open images, the one that was active last first: those of batch mode before those in windows. */
    private static List<ImagePlus> byActivity() {
        List<ImagePlus> images = new ArrayList<>();
        int[] numbers = WindowManager.getIDList();
        for (int number : numbers == null ? new int[0] : numbers) {
            images.add(0, WindowManager.getImage(number));
        }
        if (hidden(WindowManager.class, "activations") instanceof List<?> windows) {
            for (Object each : List.copyOf(windows)) {
                images.add(0, ((ImageWindow) each).getImagePlus());
            }
        }
        if (Interpreter.isBatchMode() && hidden(Interpreter.class, "imageActivations") instanceof List<?> batch) {
            for (Object each : List.copyOf(batch)) {
                images.add(0, (ImagePlus) each);
            }
        }
        return images;
    }

    /** Of an ImageJ that keeps its books elsewhere, null: then images come in the order in which they were opened. */
    private static Object hidden(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return null;
        }
    }
}
