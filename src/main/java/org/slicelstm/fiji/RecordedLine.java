package org.slicelstm.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import java.util.stream.Collectors;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;

/**
 * Records a command's line as soon as its dialog was left with OK. ImageJ's recorder knows of one command at a time,
 * and Fiji hands it the keys when a command ends: two that overlap would be recorded under each other's name, so the
 * commands are marked {@code no-record} and the whole line is written at once.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY - 0.5)
public final class RecordedLine extends AbstractPreprocessorPlugin {
    @Override
    public void process(Module module) {
        if (module.getDelegateObject() instanceof FijiCommand command && command.isAttended() && IJ.recording()) {
            Recorder.recordString((Recorder.scriptMode() ? "IJ." : "") + of(module) + "\n");
        }
    }

    /** The line, with every key but the open image: it replays on the one that is current then. */
    static String of(Module module) {
        String options = Inputs.keys(module.getInfo()).stream().filter(item -> item.getType() != ImagePlus.class)
                .map(item -> item.getName() + "=" + value(module.getInput(item.getName())))
                .collect(Collectors.joining(" "));
        return "run(\"" + module.getInfo().getMenuPath().getLeaf().getName() + "\", \"" + options + "\");";
    }

    private static String value(Object input) {
        String text = (input == null ? "" : input.toString()).replace("\\", "\\\\").replace("\"", "\\\"")
                .replace("\n", "\\n").replace("\t", "\\t");
        return text.contains(" ") ? "[" + text + "]" : text;
    }
}
