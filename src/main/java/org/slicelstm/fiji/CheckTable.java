package org.slicelstm.fiji;

import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.Count;
import org.slicelstm.PlainText;
import org.slicelstm.Product;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;

/** {@code Plugins > SliceLSTM > Check Table...}: what keeps a table from being trained on, before any training. */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Check Table...")})
public final class CheckTable extends FijiCommand {
    private static final int MOST_SLICES = 1_000_000;

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    @Parameter(label = "Table of patients (CSV)", persist = false, required = false)
    private String table = "";

    @Parameter(label = "Folder of its paths", persist = false, required = false,
            description = "Empty for the table's own. Every picture in it must then be of a patient.")
    private String images = "";

    @Parameter(label = "Diseases", persist = false, required = false, description = "Empty for all label columns.")
    private String labels = "";

    @Parameter(label = "Drop patients with more slices than", persist = false, required = false,
            description = "0 for no limit.")
    private String maxslices = "0";

    private final List<Event.TableChecked> checked = new ArrayList<>();

    /** What the last run found, for scripts. */
    public Event.TableChecked checked() {
        return checked.get(0);
    }

    @Override
    protected void work() {
        checked.clear();
        Job job = new Job.CheckTable(Parameters.existing("table", table, "a CSV file").toString(),
                Parameters.existingOrNull("images", images, "the folder of the pictures"), Parameters.list(labels),
                new Job.SliceOptions("auto", false, null, null),
                Parameters.whole("maxslices", maxslices, 0, MOST_SLICES));
        run("checking the table", job, event -> {
            if (event instanceof Event.TableChecked found) {
                checked.add(found);
            }
        });
        tell(sentence(checked()));
    }

    private static String sentence(Event.TableChecked found) {
        StringBuilder text = new StringBuilder("This table can be trained on: " + Count.of(found.patients(), "patient")
                + " with " + Count.of(found.slices(), "slice") + ".");
        for (Event.LabelCount label : found.labels()) {
            text.append("\n").append(PlainText.escape(label.label())).append(": ").append(label.positives())
                    .append(" with it, ").append(label.negatives()).append(" without, ").append(label.unknown()).append(" unknown.");
        }
        if (found.unlabelled() > 0) {
            text.append("\n").append(found.unlabelled()).append(" more have no known label and take no part.");
        }
        if (found.tooMany() > 0) {
            text.append("\n").append(found.tooMany()).append(" more have too many slices and take no part.");
        }
        return text.toString();
    }
}
