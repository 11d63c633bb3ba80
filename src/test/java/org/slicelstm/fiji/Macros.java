package org.slicelstm.fiji;

import ij.IJ;
import ij.Macro;
import ij.Menus;
import ij.plugin.PlugIn;
import java.lang.reflect.Field;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleRunner;
import org.scijava.module.ModuleService;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;

/**
 * ImageJ's own macros with SliceLSTM's commands in its menu, in a Fiji with a window as far as {@link Dialogs} has it.
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
        try {
            PluginService plugins = fiji.context().service(PluginService.class);
            ModuleRunner runner = new ModuleRunner(fiji.context(), last,
                    plugins.createInstancesOfType(PreprocessorPlugin.class),
                    plugins.createInstancesOfType(PostprocessorPlugin.class));
            if (running) {
                runner.run();
            } else {
                runner.preProcess();
            }
        } catch (RuntimeException e) {
            failure = e;
            throw new IllegalStateException(Macro.MACRO_CANCELED, e);
        }
    }
}
