package org.slicelstm.fiji;

import ij.IJ;
import ij.Macro;
import java.util.ArrayList;
import java.util.List;
import org.scijava.thread.ThreadService;

/** Who called what runs on this thread: Fiji runs every command on a thread of its own, and its caller waits. */
final class Callers {
    /** How ImageJ names the threads that run macros; the name stays when the macro has ended. */
    private static final String MACRO_THREAD = "Run$_";

    private Callers() {
    }

    /** The threads that wait for this one, the nearest first; this one itself where none does. */
    static List<Thread> of(ThreadService threads) {
        List<Thread> callers = new ArrayList<>();
        Thread caller = threads.getParent(null);
        while (caller != null && !callers.contains(caller)) {
            callers.add(caller);
            caller = threads.getParent(caller);
        }
        return callers.isEmpty() ? List.of(Thread.currentThread()) : callers;
    }

    /** Whether a macro called, directly or through scripts, with options or without. */
    static boolean isMacro(ThreadService threads) {
        return Macro.getOptions() != null || IJ.isMacro() && of(threads).stream().anyMatch(Callers::runsMacros);
    }

    /** Whether the thread ran a macro at any time. */
    static boolean runsMacros(Thread thread) {
        return thread.getName().startsWith(MACRO_THREAD);
    }
}
