package org.slicelstm.fiji;

import java.util.List;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.PlainText;
import org.slicelstm.Product;
import org.slicelstm.UserException;
import org.slicelstm.job.Job;

/** {@code Plugins > SliceLSTM > Make Table from Folders...}: a CSV of the patients that are found, ready to label. */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Make Table from Folders...")})
public final class MakeTable extends FijiCommand {
    private static final List<String> COLUMNS = List.of("patient_id", "path", "slices", "split", "group", "all");

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    @Parameter(label = "Folder of patients", persist = false, required = false)
    private String path = "";

    @Parameter(label = "Diseases", persist = false, required = false, description = "A column for each.")
    private String labels = "hemorrhage";

    @Parameter(label = "Series", persist = false, required = false,
            description = "auto, all, or a SeriesInstanceUID.")
    private String series = "auto";

    @Parameter(label = "New CSV file", persist = false, required = false)
    private String table = "";

    @Override
    protected void work() {
        String place = Parameters.existing("path", path, "a folder of patients").toString();
        List<String> columns = Parameters.list(labels);
        for (String column : columns) {
            if (COLUMNS.stream().anyMatch(column::equalsIgnoreCase)
                    || columns.stream().filter(column::equalsIgnoreCase).count() > 1) {
                throw new UserException("'labels' names '" + column + "', which is another column already; give each "
                        + "disease a name of its own.");
            }
        }
        Job job = new Job.MakeTable(List.of(place), new Job.SliceOptions(
                Parameters.textOrNull(series) == null ? "auto" : series.strip(), false, null, null), columns,
                Parameters.written("table", table, "a new CSV file"));
        boolean all = run("looking for patients", job, event -> { });
        tell("The table is in " + PlainText.escape(table.strip()) + ".\nWrite 1, 0 or nothing into the columns of its "
                + "diseases." + (all ? "" : "\nNot every patient has a row: " + String.join(" ", said())));
    }
}
