package org.slicelstm.fiji;

import ij.measure.ResultsTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.Count;
import org.slicelstm.Product;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;

/** {@code Plugins > SliceLSTM > Evaluate Model...}: as the command line's evaluate; the numbers in a table too. */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Evaluate Model...")})
public final class EvaluateModel extends FijiCommand {
    static final String TITLE = "SliceLSTM evaluation";
    private static final int FEWEST_DRAWS = 10;
    private static final int MOST_DRAWS = 1_000_000;
    /** {@code macro} and {@code micro} stand behind the labels where there are several. */
    private static final int MEANS = 2;

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    @Parameter(label = "Model's folder", persist = false, required = false)
    private String model = "models/demo";

    @Parameter(label = "Table of patients (CSV)", persist = false, required = false,
            description = "patient_id, path, and a column for each disease with 0, 1 or nothing.")
    private String table = "";

    @Parameter(label = "Folder of its paths", persist = false, required = false,
            description = "Empty for the table's own.")
    private String images = "";

    @Parameter(label = "Who is evaluated", choices = {"train", "validation", "test", "all"}, persist = false,
            required = false)
    private String split = "test";

    @Parameter(label = "A split.csv", persist = false, required = false,
            description = "Empty for the table's column split.")
    private String splitfile = "";

    @Parameter(label = "Diseases", persist = false, required = false,
            description = "Empty for those of the model that the table has.")
    private String labels = "";

    @Parameter(label = "Compare with", persist = false, required = false,
            description = "Another model's folder, or its predictions.csv.")
    private String compare = "";

    @Parameter(label = "Draws of the bootstrap", persist = false, required = false)
    private String draws = "2000";

    @Parameter(label = "Seed", persist = false, required = false)
    private String seed = "1";

    @Parameter(label = "Device", persist = false, required = false, description = "auto, cpu, gpu or gpu:N.")
    private String device = "auto";

    @Parameter(label = "New folder of the report", persist = false, required = false)
    private String newfolder = "";

    private final List<Event.Evaluated> evaluated = new ArrayList<>();

    /** What the last run found, for scripts. */
    public Event.Evaluated evaluated() {
        return evaluated.get(0);
    }

    @Override
    protected void work() {
        evaluated.clear();
        Job job = new Job.Evaluate(Parameters.existing("model", model, "a model's folder").toString(), null,
                Parameters.existing("table", table, "a CSV file").toString(),
                Parameters.existingOrNull("images", images, "the folder of the pictures"), Parameters.list(labels),
                new Job.SliceOptions("auto", false, null, null),
                Parameters.choice("split", split, List.of("train", "validation", "test", "all")),
                Parameters.existingOrNull("splitfile", splitfile, "a split.csv"),
                Parameters.existingOrNull("compare", compare, "another model's folder or its predictions.csv"),
                Parameters.whole("seed", seed, 0, Integer.MAX_VALUE),
                Parameters.whole("draws", draws, FEWEST_DRAWS, MOST_DRAWS), device == null ? "" : device.strip(),
                Parameters.written("newfolder", newfolder, "the report's new folder"));
        boolean allDone = run("evaluating", job, event -> {
            if (event instanceof Event.Evaluated found) {
                evaluated.add(found);
            }
        });
        if (!allDone) {
            message(List.of(evaluated().failed() + " of " + Count.of(evaluated().patients(), "patient")
                    + " without a prediction; the report names who."));
        }
        if (showsResults()) {
            table(evaluated()).show(TITLE);
            MessageWindow.add(said());
        }
        browse(Path.of(newfolder.strip()).resolve("report.html"));
    }

    /** A row a disease, without the means over them; what is not defined is empty. */
    static ResultsTable table(Event.Evaluated found) {
        ResultsTable table = new ResultsTable();
        table.showRowNumbers(false);
        for (Event.EvaluatedLabel row : diseases(found.rows())) {
            table.incrementCounter();
            table.addValue("label", row.label());
            table.addValue("positives", row.positives());
            table.addValue("negatives", row.negatives());
            table.addValue("auc", text(row.auc()));
            table.addValue("auc_low", text(row.low()));
            table.addValue("auc_high", text(row.high()));
            table.addValue("sensitivity", text(row.sensitivity()));
            table.addValue("specificity", text(row.specificity()));
            table.addValue("brier", text(row.brier()));
        }
        return table;
    }

    private static List<Event.EvaluatedLabel> diseases(List<Event.EvaluatedLabel> rows) {
        return rows.size() > MEANS ? rows.subList(0, rows.size() - MEANS) : rows;
    }

    private static String text(Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
    }
}
