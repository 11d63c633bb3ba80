package org.slicelstm.fiji;

import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.slicelstm.Product;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;

/** {@code Plugins > SliceLSTM > Check Installation...}: whether all works and on which devices, as text to copy. */
@Plugin(type = Command.class, headless = true, description = Product.RESEARCH_USE_ONLY,
        attrs = @Attr(name = FijiCommand.NOT_RECORDED),
        menu = {@Menu(label = "Plugins"), @Menu(label = "SliceLSTM"), @Menu(label = "Check Installation...")})
public final class CheckInstallation extends FijiCommand {
    static final String TITLE = "SliceLSTM installation";

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false)
    private String message = Product.RESEARCH_USE_ONLY;

    @Parameter(label = "Only remove old libraries and caches", persist = false, required = false)
    private boolean clean = false;

    private final List<Event.Diagnosed> lines = new ArrayList<>();

    /** What the last run found, for scripts. */
    public List<Event.Diagnosed> lines() {
        return List.copyOf(lines);
    }

    @Override
    protected void work() {
        lines.clear();
        Job job = new Job.Doctor(clean, null, WorkerClassPath.leftOut());
        boolean allWell = run("checking the installation", job, event -> {
            if (event instanceof Event.Diagnosed line) {
                lines.add(line);
            }
        });
        if (showsResults()) {
            table(lines, clean || allWell).show(TITLE);
        } else {
            lines.forEach(line -> note(line.text()));
            if (!clean) {
                note(allWell ? "All is well." : "The lines with ! say what to do.");
            }
        }
    }

    /** A row a line, what needs attention first by its mark. */
    static ResultsTable table(List<Event.Diagnosed> lines, boolean allWell) {
        ResultsTable table = new ResultsTable();
        table.showRowNumbers(false);
        for (Event.Diagnosed line : lines) {
            add(table, line.ok() ? "yes" : "NO", line.topic(), line.sentence());
        }
        add(table, allWell ? "yes" : "NO", "in all", allWell ? "All is well." : "The rows with NO say what to do.");
        return table;
    }

    private static void add(ResultsTable table, String well, String topic, String sentence) {
        table.incrementCounter();
        table.addValue("well", well);
        table.addValue("topic", topic);
        table.addValue("found", sentence);
    }
}
