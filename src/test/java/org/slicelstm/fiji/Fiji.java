package org.slicelstm.fiji;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.slicelstm.UserException;

/** Runs commands as Fiji does, through a real context and a real worker. */
final class Fiji implements AutoCloseable {
    private final Context context = new Context();

    /** Puts what was measured into the log of the tests: a busy machine is no reason to fail. */
    static void report(String what, String value) {
        System.out.println("measured: " + what + ": " + value);
    }

    Context context() {
        return context;
    }

    /** A command that is ready to run. */
    CommandModule ready(Class<? extends FijiCommand> command, Object... inputs) {
        CommandModule module = (CommandModule) context.service(ModuleService.class)
                .createModule(context.service(CommandService.class).getCommand(command));
        map(inputs).forEach((key, value) -> {
            module.setInput(key, value);
            // Else what is open or usual would take its place.
            module.resolveInput(key);
        });
        return module;
    }

    /**
     * Runs a command with keys and values.
     *
     * @throws UserException the sentence that the user would get
     */
    <C extends FijiCommand> C run(Class<C> command, Object... inputs) {
        return command.cast(run(ready(command, inputs)).getCommand());
    }

    CommandModule run(CommandModule module) {
        try {
            context.service(ModuleService.class).run(module, true).get();
            return module;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            Throwable cause = e;
            while (cause.getCause() != null && !(cause instanceof UserException)) {
                cause = cause.getCause();
            }
            throw cause instanceof RuntimeException sentence ? sentence : new IllegalStateException(e);
        }
    }

    private static Map<String, Object> map(Object... inputs) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < inputs.length; i += 2) {
            map.put((String) inputs[i], inputs[i + 1]);
        }
        return map;
    }

    @Override
    public void close() {
        context.dispose();
    }
}
