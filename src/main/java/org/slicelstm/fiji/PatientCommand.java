package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import java.util.List;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;
import org.slicelstm.PlainText;
import org.slicelstm.Product;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.job.Job;

/**
 * A command about one patient: the open image, or a folder or file, and a model. Numbers are text fields: of a number
 * that cannot be read ImageJ makes a 0 in silence. No key ends another key, since ImageJ would take one for the other.
 */
abstract class PatientCommand extends FijiCommand {
    /** Values of {@code source}. */
    static final String OPEN_IMAGE = "open image";
    static final String ON_DISK = "folder or file";
    /** What a parameter says that leaves the choice to the model. */
    static final String OF_MODEL = "model";
    /** The key of the open image. */
    static final String IMAGE = "image";

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    /** Not remembered: it has an image's title, and may be a patient's name. */
    @Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
    private String taken = "";

    /** Not remembered: SciJava would open what was remembered as a file, with any reader it finds. */
    @Parameter(persist = false, required = false)
    private ImagePlus image;

    @Parameter(label = "Slices of", choices = {OPEN_IMAGE, ON_DISK}, persist = false, required = false)
    private String source = OPEN_IMAGE;

    @Parameter(label = "Folder or file", persist = false, required = false,
            description = "A folder of slices, a stack file or a single slice: JPG, PNG, TIFF or DICOM.")
    private String path = "";

    @Parameter(label = "Model's folder", persist = false, required = false)
    private String model = "models/demo";

    @Parameter(label = "Name in results", persist = false, required = false,
            description = "What the open image is called in results; never its title.")
    private String row = OPEN_IMAGE;

    @Parameter(label = "Slices lie along", choices = {"auto", "z", "t", "c"}, persist = false, required = false)
    private String axis = "auto";

    @Parameter(label = "Slices", persist = false, required = false,
            description = "Such as 5-20 or 1,3,5-20; empty for all.")
    private String slices = "";

    @Parameter(label = "Pixel values are", choices = {"calibrated", "hu", "stored", "displayed"}, persist = false,
            required = false, description = "A stack that Bio-Formats opened may lack its calibration to HU.")
    private String intensity = "calibrated";

    @Parameter(label = "Window", persist = false, required = false,
            description = "The model's, brain, subdural, bone, three-window, or centre/width in HU.")
    private String window = OF_MODEL;

    /**
     * Checks the command's own parameters, before anything is read.
     *
     * @throws UserException if one is wrong
     */
    abstract void check();

    /**
     * Does the work for the open image, which is only read.
     *
     * @param folder  the model's
     * @param options how slices are read
     */
    abstract void work(String folder, Job.SliceOptions options, OpenStack stack);

    /**
     * Does the work for a folder or file.
     *
     * @param folder  the model's
     * @param options how slices are read
     */
    abstract void work(String folder, Job.SliceOptions options, String place);

    @Override
    protected final void work() {
        String folder = Parameters.existing("model", model, "a model's folder").toString();
        check();
        if (Parameters.choice("source", source, List.of(OPEN_IMAGE, ON_DISK)).equals(OPEN_IMAGE)) {
            workOnOpenImage(folder);
            return;
        }
        String given = Parameters.existing("path", path, "a folder of slices or a file").toString();
        String told = Parameters.choice("intensity", intensity, PixelMeaning.CHOICES);
        if (told.equals("displayed")) {
            throw new UserException("'intensity' is 'displayed', which only an open image can be; write "
                    + "calibrated, hu or stored.");
        }
        work(folder, options(told.equals("calibrated") ? null : told), given);
    }

    /** Says in the dialog which image the command takes. */
    final void tellImage() {
        taken = image == null ? "No patient's image is open."
                : "Open image: " + PlainText.escape(image.getTitle()) + " (" + image.getStackSize() + " slices)";
    }

    private void workOnOpenImage(String folder) {
        if (!OpenImages.isPatient(image)) {
            throw new UserException(whyNoImage() + "; open a stack, or set 'source' to '" + ON_DISK
                    + "' and name one in 'path'.");
        }
        if ("file".equalsIgnoreCase(Parameters.textOrNull(window))) {
            throw new UserException("'Window' is 'file', which only files on disk have; write brain, subdural, bone, "
                    + "three-window or centre/width, or set 'Slices of' to '" + ON_DISK + "'.");
        }
        List<Thread> callers = callers();
        boolean current = image == OpenImages.patient(callers);
        try {
            workOn(folder);
        } finally {
            if (current) {
                OpenImages.keepCurrent(image, callers);
            }
        }
    }

    private String whyNoImage() {
        // Where no image is open, SciJava may hand over an empty one of its own making.
        if (image != null && image.getProcessor() != null) {
            return "The image is a plot, or shows what a model sees, and is no patient";
        }
        String options = Macro.getOptions();
        if (options != null && Macro.getValue(options, IMAGE, null) != null) {
            return "No open image has the title that 'image' names";
        }
        return WindowManager.getImageCount() == 0 ? "No image is open"
                : "No image is open but plots and what a model sees";
    }

    private void workOn(String folder) {
        StackSelection selection = StackSelection.of(image, axis, slices);
        PixelMeaning meaning = PixelMeaning.of(image, intensity);
        String name = Parameters.textOrNull(row) == null || row.strip().equals(OPEN_IMAGE)
                ? PredictionTable.nameOf(image) : row.strip();
        try (StackFile file = StackFile.write(image, selection, meaning, name, new Writing())) {
            work(folder, options(meaning.intensity()), new OpenStack(image, selection, file.stack()));
        } catch (UserException e) {
            throw new UserException(Sentences.ofOpenImage(e.getMessage()).lines().toList(), e);
        }
    }

    private Job.SliceOptions options(String told) {
        String view = Parameters.textOrNull(window);
        return new Job.SliceOptions("auto", false, OF_MODEL.equals(view) ? null : view, told);
    }

    /** Handing the slices over is quick; only whether to go on counts. */
    private final class Writing implements Progress {
        @Override
        public void update(String what, long done, long total) {
            // The job that follows shows how far the work is.
        }

        @Override
        public boolean isCancelled() {
            return PatientCommand.this.isCanceled();
        }
    }
}
