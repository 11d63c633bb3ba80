package org.slicelstm.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.Priority;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.widget.InputHarvester;

/**
 * What in a Fiji with a window stands between a call and the command, each at the place it has there: the values that a
 * macro gives are filled in, then the current image, whatever it is, and a dialog asks for all that is left. These
 * plugins of imagej-legacy and SciJava's Swing interface are not to be had for tests.
 */
final class Dialogs {
    private Dialogs() {
    }

    /** Lets no dialog pass: a command that asks for anything fails. */
    static void fail(Context context) {
        answer(context, (module, open) -> {
            throw new IllegalStateException(module.getInfo().getTitle() + " asks for " + open.stream()
                    .map(ModuleItem::getName).toList());
        });
    }

    /**
     * Has a user answer.
     *
     * @param user what is done in the dialog, from the command and the inputs that it asks for
     */
    static void answer(Context context, BiConsumer<Module, List<ModuleItem<?>>> user) {
        add(context, 2 * Priority.VERY_HIGH, module -> fillIn(context, module));
        add(context, Priority.VERY_HIGH + 1, module -> StreamSupport
                .stream(module.getInfo().inputs().spliterator(), false)
                .filter(item -> item.getType() == ImagePlus.class && !module.isInputResolved(item.getName()))
                .filter(item -> WindowManager.getCurrentImage() != null).forEach(item -> {
                    module.setInput(item.getName(), WindowManager.getCurrentImage());
                    module.resolveInput(item.getName());
                }));
        add(context, InputHarvester.PRIORITY, module -> {
            List<ModuleItem<?>> open = StreamSupport.stream(module.getInfo().inputs().spliterator(), false)
                    .filter(item -> !module.isInputResolved(item.getName())).<ModuleItem<?>>map(item -> item).toList();
            if (!open.isEmpty()) {
                user.accept(module, open);
                open.forEach(item -> module.resolveInput(item.getName()));
            }
        });
    }

    private static void fillIn(Context context, Module module) {
        if (!IJ.isMacro()) {
            return;
        }
        String options = Macro.getOptions() == null ? "" : Macro.getOptions();
        for (ModuleItem<?> item : module.getInfo().inputs()) {
            String text = Macro.getValue(options, item.getName(), null);
            Object value = text == null ? null : item.getType() == ImagePlus.class ? WindowManager.getImage(text)
                    : context.service(ConvertService.class).convert(text, item.getType());
            if (value != null) {
                module.setInput(item.getName(), value);
            }
            if (value != null || item.getVisibility() == ItemVisibility.MESSAGE) {
                module.resolveInput(item.getName());
            }
        }
    }

    private static void add(Context context, double priority, Consumer<Module> step) {
        PluginInfo<PreprocessorPlugin> plugin = new PluginInfo<>(Step.class, PreprocessorPlugin.class) {
            @Override
            public PreprocessorPlugin createInstance() {
                return new Step(step);
            }
        };
        plugin.setPriority(priority);
        context.service(PluginService.class).addPlugin(plugin);
    }

    /** One step on the way, of SliceLSTM's commands alone. */
    private static final class Step extends AbstractPreprocessorPlugin {
        private final Consumer<Module> step;

        private Step(Consumer<Module> step) {
            this.step = step;
        }

        @Override
        public void process(Module module) {
            if (module.getDelegateObject() instanceof FijiCommand) {
                step.accept(module);
            }
        }
    }
}
