package org.slicelstm.fiji;

import java.util.List;
import java.util.stream.StreamSupport;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

/** The inputs of a command that a macro has keys for. */
final class Inputs {
    private Inputs() {
    }

    /** All inputs but SciJava's services and what is only said in the dialog. */
    static List<ModuleItem<?>> keys(ModuleInfo command) {
        return StreamSupport.stream(command.inputs().spliterator(), false)
                .filter(item -> item.getVisibility() != ItemVisibility.MESSAGE && !isService(item))
                .<ModuleItem<?>>map(item -> item).toList();
    }

    /** Whether SciJava fills the input in itself. */
    static boolean isService(ModuleItem<?> item) {
        return item.getType() == Context.class || Service.class.isAssignableFrom(item.getType());
    }
}
