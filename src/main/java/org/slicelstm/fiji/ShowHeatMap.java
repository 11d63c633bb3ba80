package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.Product;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.HeatMap;
import org.slicelstm.job.Job;

/**
 * {@code Plugins > SliceLSTM > Show Heat Map...}: where on a slice the evidence for a disease lies, as an overlay. A
 * folder or file is opened as a new stack first.
 */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Show Heat Map...")})
public final class ShowHeatMap extends PatientCommand {
    private static final String CURRENT = "current";
    private static final String TOP = "top";
    private static final String ALL = "all";

    @Parameter(label = "Disease", persist = false, required = false)
    private String label = "hemorrhage";

    @Parameter(label = "On slice", persist = false, required = false,
            description = "current, top for the slice that adds most to the disease, all, or a slice's number: of the "
                    + "open image from 1, of a folder its place in the order from 0.")
    private String where = CURRENT;

    @Parameter(label = "Opacity, 0 to 1", persist = false, required = false)
    private String opacity = "0.6";

    @Parameter(label = "Device", persist = false, required = false, description = "auto, cpu, gpu or gpu:N.")
    private String device = "auto";

    private final List<HeatMap> maps = new ArrayList<>();
    private String asked;
    private double shownOpacity;
    private ImagePlus shown;

    /** The heat maps of the last run that were drawn, for scripts. */
    public List<HeatMap> maps() {
        return List.copyOf(maps);
    }

    /** The image that they are drawn over. */
    public ImagePlus shown() {
        return shown;
    }

    @Override
    void check() {
        maps.clear();
        shown = null;
        asked = Parameters.textOrNull(where) == null ? CURRENT : where.strip().toLowerCase(Locale.ROOT);
        if (!List.of(CURRENT, TOP, ALL).contains(asked) && !asked.matches("\\d{1,6}")) {
            throw new UserException("'where' is '" + where + "'; write current, top, all or a slice's number.");
        }
        shownOpacity = Parameters.decimal("opacity", opacity, 0, 1);
        if (Parameters.textOrNull(label) == null) {
            throw new UserException("'label' is empty; name a disease that the model knows.");
        }
    }

    @Override
    void work(String folder, Job.SliceOptions options, OpenStack stack) {
        explain(new Job.ExplainStack(settings(folder, List.of(), options), stack.stack()));
        int current = stack.shown();
        choose(map -> map.frame(), current, asked.matches("\\d+")
                ? stack.selection().numbers().indexOf(Integer.parseInt(asked)) : -1);
        draw(stack.image(), (part, map) -> stack.selection().position(part, stack.image(), map.frame()));
        if (asked.equals(TOP)) {
            stack.show(maps.get(0).frame());
        }
    }

    @Override
    void work(String folder, Job.SliceOptions options, String place) {
        ImagePlus opened = PatientPictures.open("", temporary -> new Job.Inspect(List.of(place), options, folder, null,
                temporary, null), (job, events) -> run("reading slices", job, events));
        explain(settings(folder, List.of(place), options));
        choose(HeatMap::slice, -1, asked.matches("\\d+") ? Integer.parseInt(asked) : -1);
        opened.setSlice(maps.get(0).slice() + 1);
        draw(opened, (part, map) -> part.setPosition(map.slice() + 1));
        PatientPictures.show(opened);
    }

    private Job.Explain settings(String folder, List<String> paths, Job.SliceOptions options) {
        return new Job.Explain(folder, paths, options, label.strip(), ALL, null, device == null ? "" : device.strip());
    }

    private void explain(Job job) {
        run("looking for evidence", job, event -> {
            if (event instanceof Event.Explained explained) {
                maps.add(explained.map());
            }
        });
        if (maps.isEmpty()) {
            throw new UserException(said().isEmpty() ? "No slice could be explained; no slice can be used."
                    : "No slice could be explained: " + String.join(" ", said()));
        }
    }

    /**
     * Keeps the maps that are asked for.
     *
     * @param place   a map's slice, counted as the next two are
     * @param current the slice that is shown; negative for none, then it is the top one
     * @param number  the slice whose number is given
     */
    private void choose(ToIntFunction<HeatMap> place, int current, int number) {
        HeatMap top = maps.stream().max(Comparator.comparingDouble(HeatMap::contribution)).orElseThrow();
        if (asked.equals(TOP) || asked.equals(CURRENT) && current < 0) {
            maps.retainAll(List.of(top));
        } else if (!asked.equals(ALL)) {
            int wanted = asked.equals(CURRENT) ? current : number;
            maps.removeIf(map -> place.applyAsInt(map) != wanted);
        }
        if (maps.isEmpty()) {
            throw new UserException((asked.equals(CURRENT) ? "The slice that is shown" : "Slice " + asked)
                    + " has no heat map: it is not among the slices that reach the model. Choose another one, or "
                    + "write where=top.");
        }
    }

    private void draw(ImagePlus image, BiConsumer<Roi, HeatMap> position) {
        HeatOverlay.show(image, maps, shownOpacity, position);
        shown = image;
    }
}
