package org.slicelstm.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.Menus;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.lang.reflect.Field;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleRunner;
import org.scijava.module.ModuleService;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;
import org.scijava.service.Service;

/**
 * ImageJ's own macros and recorder with SliceLSTM's commands in its menu. What lies between the two in Fiji,
 * imagej-legacy, is not to be had for tests: how it fills in and records a command's inputs is done here alike.
 */
final class Macros {
    /** ImageJ makes its plugins itself, from a name. */
    private static volatile Macros current;

    private final Fiji fiji;
    private final Map<String, CommandInfo> commands = new TreeMap<>();
    /** Whether commands are run or only filled in. */
    private final boolean running;
    private CommandModule last;
    private RuntimeException failure;

    Macros(Fiji fiji, boolean running) throws ReflectiveOperationException {
        this.fiji = fiji;
        this.running = running;
        Hashtable<String, String> menu = new Hashtable<>();
        for (CommandInfo info : fiji.context().service(CommandService.class).getCommands()) {
            if (info.getClassName().startsWith("org.slicelstm.")) {
                String name = info.getMenuPath().getLeaf().getName();
                commands.put(name, info);
                menu.put(name, Entry.class.getName() + "(\"" + name + "\")");
            }
        }
        // Without a window ImageJ has no menu, and so no commands.
        Field table = Menus.class.getDeclaredField("pluginsTable");
        table.setAccessible(true);
        table.set(null, menu);
        current = this;
    }

    /** What ImageJ runs when a macro names a command. */
    public static final class Entry implements PlugIn {
        @Override
        public void run(String name) {
            current.call(current.commands.get(name));
        }
    }

    /** The names of all commands. */
    List<String> names() {
        return List.copyOf(commands.keySet());
    }

    /**
     * Runs a macro.
     *
     * @return what the macro returns
     * @throws RuntimeException what a command threw
     */
    String run(String macro, String argument) {
        failure = null;
        String name = Thread.currentThread().getName();
        // As Fiji does: by this name ImageJ knows that there are options.
        Thread.currentThread().setName("Run$_" + name);
        try {
            String answer = IJ.runMacro(macro, argument);
            if (failure != null) {
                throw failure;
            }
            return answer;
        } finally {
            Thread.currentThread().setName(name);
        }
    }

    /** The command that was called last, with its inputs. */
    CommandModule last() {
        return last;
    }

    private void call(CommandInfo info) {
        last = (CommandModule) fiji.context().service(ModuleService.class).createModule(info);
        ImagePlus image = WindowManager.getCurrentImage();
        String options = Macro.getOptions() == null ? "" : Macro.getOptions();
        for (ModuleItem<?> item : info.inputs()) {
            String text = Macro.getValue(options, item.getName(), null);
            Object value = item.getType() == ImagePlus.class ? image : text == null ? null
                    : fiji.context().service(ConvertService.class).convert(text, item.getType());
            if (value != null) {
                last.setInput(item.getName(), value);
            }
            if (!Service.class.isAssignableFrom(item.getType())) {
                last.resolveInput(item.getName());
            }
        }
        if (!running) {
            return;
        }
        try {
            PluginService plugins = fiji.context().service(PluginService.class);
            new ModuleRunner(fiji.context(), last, plugins.createInstancesOfType(PreprocessorPlugin.class),
                    plugins.createInstancesOfType(PostprocessorPlugin.class)).run();
        } catch (RuntimeException e) {
            failure = e;
            throw new IllegalStateException(Macro.MACRO_CANCELED, e);
        }
    }

    /** The line that the recorder writes of a command. */
    String recorded(CommandModule module) {
        Recorder.resetCommandOptions();
        for (ModuleItem<?> item : module.getInfo().inputs()) {
            Object value = module.getInput(item.getName());
            boolean asked = item.getVisibility() != ItemVisibility.MESSAGE;
            if (asked && (value instanceof String || value instanceof Boolean)) {
                Recorder.recordOption(item.getName(), value.toString().replace("\\", "\\\\").replace("\"", "\\\""));
            }
        }
        String options = Recorder.getCommandOptions();
        return "run(\"" + module.getInfo().getMenuPath().getLeaf().getName() + "\", \""
                + (options == null ? "" : options) + "\");";
    }
}
