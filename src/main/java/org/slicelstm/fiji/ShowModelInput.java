package org.slicelstm.fiji;

import ij.ImagePlus;
import java.util.List;
import java.util.function.Function;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.Product;
import org.slicelstm.UserException;
import org.slicelstm.job.Job;

/**
 * {@code Plugins > SliceLSTM > Show What the Model Sees...}: the slices that reach the model, in their order, as a new
 * stack.
 */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Show What the Model Sees...")})
public final class ShowModelInput extends PatientCommand {
    static final String MODEL_INPUT = "model input";
    static final String OWN_SIZE = "own size";
    private static final int MOST_SLICES = 999_999;

    @Parameter(label = "Pictures", choices = {MODEL_INPUT, OWN_SIZE}, persist = false, required = false,
            description = "As the model gets them, or after the window at their own size.")
    private String pictures = MODEL_INPUT;

    @Parameter(label = "Slice to show first, from 0", persist = false, required = false)
    private String first = "0";

    private int start;
    private boolean ownSize;
    private ImagePlus shown;

    /** The stack of the last run, for scripts. */
    public ImagePlus shown() {
        return shown;
    }

    @Override
    void check() {
        shown = null;
        start = Parameters.whole("first", first, 0, MOST_SLICES);
        ownSize = Parameters.choice("pictures", pictures, List.of(MODEL_INPUT, OWN_SIZE)).equals(OWN_SIZE);
    }

    @Override
    void work(String folder, Job.SliceOptions options, String place) {
        show(temporary -> settings(folder, List.of(place), options, temporary), !ownSize);
    }

    @Override
    void work(String folder, Job.SliceOptions options, OpenStack stack) {
        show(temporary -> new Job.InspectStack(settings(folder, List.of(), options, temporary), stack.stack()),
                true);
    }

    private Job.Inspect settings(String folder, List<String> paths, Job.SliceOptions options, String temporary) {
        return new Job.Inspect(paths, options, folder, null, ownSize ? temporary : null, ownSize ? null : temporary);
    }

    /** @param view whether what is shown is not to be predicted: as the model gets it, or beside the open image */
    private void show(Function<String, Job> job, boolean view) {
        ImagePlus opened = PatientPictures.open(ownSize ? "" : "SliceLSTM sees ", job,
                (each, events) -> run("reading slices", each, events));
        if (start >= opened.getStackSize()) {
            throw new UserException("'first' is " + start + ", but the patient has the slices 0 to "
                    + (opened.getStackSize() - 1) + "; write one of them.");
        }
        opened.setSlice(start + 1);
        shown = opened;
        ImagePlus patient = OpenImages.patient(callers());
        if (view) {
            OpenImages.markAsView(opened);
        }
        PatientPictures.show(opened);
        if (view && patient != null) {
            OpenImages.keepCurrent(patient, callers());
        }
    }
}
