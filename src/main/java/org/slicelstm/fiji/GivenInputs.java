package org.slicelstm.fiji;

import ij.Macro;
import ij.plugin.frame.Recorder;
import java.util.List;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;

/**
 * Settles the inputs of SliceLSTM's commands before SciJava asks for them. A macro and a script are asked for nothing:
 * what they leave out has its usual value. A command about the open image gets the patient's.
 *
 * <p>After what a macro gives has been filled in, and before Fiji fills in the current image, whatever it is.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH + 2)
public final class GivenInputs extends AbstractPreprocessorPlugin {
    @Parameter
    private ThreadService threads;

    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof FijiCommand command)) {
            return;
        }
        List<ModuleItem<?>> keys = Inputs.keys(module.getInfo());
        boolean given = Callers.isMacro(threads)
                || keys.stream().anyMatch(key -> module.isInputResolved(key.getName()));
        command.attended(!given);
        if (command instanceof PatientCommand) {
            chooseImage(module);
        }
        if (given) {
            for (ModuleItem<?> item : module.getInfo().inputs()) {
                if (!Inputs.isService(item)) {
                    module.resolveInput(item.getName());
                }
            }
        } else if (module.getInfo().getMenuPath().getLeaf().getName().equals(Recorder.getCommand())) {
            // RecordedLine writes all of the line, where ImageJ would write the keys of whatever ends first.
            Recorder.disableCommandRecording();
        }
    }

    private void chooseImage(Module module) {
        if (!module.isInputResolved(PatientCommand.IMAGE)) {
            String options = Macro.getOptions();
            boolean gone = options != null && Macro.getValue(options, PatientCommand.IMAGE, null) != null;
            // An image that a macro names and that is not open is no reason to take another one.
            module.setInput(PatientCommand.IMAGE, gone ? null : OpenImages.patient(Callers.of(threads)));
            module.resolveInput(PatientCommand.IMAGE);
        }
        ((PatientCommand) module.getDelegateObject()).tellImage();
    }
}
