package org.slicelstm.fiji;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.module.ModuleItem;
import org.scijava.platform.PlatformService;
import org.scijava.plugin.Parameter;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.thread.ThreadService;
import org.slicelstm.PlainText;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.job.Job;

/**
 * What the commands of {@code Plugins > SliceLSTM} share: their jobs run in the worker with progress and Cancel, and
 * what goes wrong is told in one sentence. In the window that is a dialog; in a macro, a script or headless it is a
 * line {@code SliceLSTM: ...} in the log and the {@link UserException}, so that nothing goes on as if all were well.
 *
 * <p>Not a DynamicCommand: of those CommandService hands no result to scripts.
 */
public abstract class FijiCommand extends ContextCommand {
    /** Keeps Fiji from recording a command, whose line is written by {@link RecordedLine}. */
    static final String NOT_RECORDED = "no-record";

    private static final String PRODUCT = "SliceLSTM";

    @Parameter
    private WorkerService workers;

    @Parameter
    private StatusService statusService;

    @Parameter
    private TaskService taskService;

    @Parameter
    private LogService logService;

    /** Whether a person started the command and waits at the window; null until it is known. */
    private Boolean attended;

    /** Notes of the jobs of this run. */
    private final List<String> said = new CopyOnWriteArrayList<>();
    private volatile boolean escaped;

    /**
     * Does what the command is for.
     *
     * @throws UserException         if a parameter or a file is wrong
     * @throws CancellationException if the user cancelled
     */
    protected abstract void work();

    @Override
    public final void run() {
        // Where another job runs, Esc may just have been meant for it.
        if (workers.jobs() == 0) {
            IJ.resetEscape();
        }
        escaped = false;
        said.clear();
        try {
            checkMacroKeys();
            work();
        } catch (CancellationException e) {
            cancel("");
            statusService.showStatus(PRODUCT + ": cancelled; what was finished is written.");
        } catch (UserException e) {
            if (isInteractive()) {
                cancel("");
                IJ.error(PRODUCT, Sentences.inFiji(e.getMessage()));
            } else {
                String sentence = Sentences.inFiji(e.getMessage());
                logService.error(PRODUCT + ": " + sentence);
                throw new UserException(sentence.lines().toList(), e);
            }
        }
    }

    /** Only where a macro called this command itself: what a script in between was called with is the script's. */
    private void checkMacroKeys() {
        String options = Macro.getOptions();
        Thread caller = context().service(ThreadService.class).getParent(null);
        if (options == null || !Callers.runsMacros(Thread.currentThread())
                && (caller == null || !Callers.runsMacros(caller))) {
            return;
        }
        CommandInfo info = context().service(CommandService.class).getCommand(getClass());
        Set<String> keys = new LinkedHashSet<>();
        Inputs.keys(info).forEach(item -> keys.add(item.getName()));
        MacroKeys.check(options, keys, info.getMenuPath().getLeaf().getName());
    }

    /** Whether windows can be opened. */
    protected static boolean hasWindows() {
        return !GraphicsEnvironment.isHeadless();
    }

    /** Whether results are shown: there are windows, and no macro works in batch mode. */
    protected static boolean showsResults() {
        return hasWindows() && !Interpreter.isBatchMode();
    }

    private boolean isInteractive() {
        return hasWindows() && isAttended() && Macro.getOptions() == null && !Interpreter.isBatchMode();
    }

    /** Whether a person waits at the window, and not a macro or a script, which no dialog may stop. */
    final boolean isAttended() {
        return !Boolean.FALSE.equals(attended);
    }

    /** Says who started the command; who says so first is right. */
    final void attended(boolean person) {
        if (attended == null) {
            attended = person;
        }
    }

    /** The threads that wait for this command, as {@link Callers#of} has them. */
    final List<Thread> callers() {
        return Callers.of(context().service(ThreadService.class));
    }

    /** Says something that the user should read without being held up. */
    protected void note(String sentence) {
        logService.info(PRODUCT + ": " + Sentences.inFiji(PlainText.escape(sentence)));
    }

    /** Says what the user should see at once: in a window that holds nobody up, where results are shown, and the log. */
    protected void message(List<String> sentences) {
        List<String> inFiji = sentences.stream().map(Sentences::inFiji).toList();
        if (showsResults()) {
            MessageWindow.add(inFiji);
        }
        inFiji.forEach(this::note);
    }

    /** What the jobs of this run noted, one sentence each. */
    protected List<String> said() {
        return said.stream().map(Sentences::inFiji).toList();
    }

    /** Opens a page in the browser for a person who started the command at the window. */
    protected void browse(Path page) {
        if (!isInteractive()) {
            return;
        }
        try {
            context().service(PlatformService.class).open(page.toAbsolutePath().toUri().toURL());
        } catch (IOException e) {
            note("The browser did not open (" + e.getMessage() + "); open " + page + " yourself.");
        }
    }

    /** Whether Esc is for another job where one runs beside this one. */
    protected boolean leavesEscape() {
        return false;
    }

    private boolean isEscaped() {
        if (!escaped && IJ.escapePressed()) {
            if (workers.jobs() > 1) {
                if (leavesEscape()) {
                    return false;
                }
                // Else the other job would take it for itself.
                IJ.resetEscape();
            }
            escaped = true;
        }
        return escaped;
    }

    /** Says the result of a command, one line or several: in the window as a dialog, else in the log. */
    protected void tell(String sentence) {
        if (isInteractive()) {
            IJ.showMessage(PRODUCT, sentence);
        }
        sentence.lines().forEach(this::note);
    }

    /**
     * Does a job in the worker, with progress; notes go to the log.
     *
     * @param title   what is being done, in a few words
     * @param results hears all events but progress and notes
     * @return whether all patients were done
     */
    protected boolean run(String title, Job job, Consumer<Event> results) {
        return run(title, job, results, () -> false);
    }

    /**
     * Does a job in the worker that can be asked to end early and keep what is finished.
     *
     * @param stop whether it should; as in {@link WorkerService#run(Job, EventSink, BooleanSupplier)}
     */
    protected boolean run(String title, Job job, Consumer<Event> results, BooleanSupplier stop) {
        Task task = taskService.createTask(PRODUCT + ": " + title);
        task.start();
        try {
            return workers.run(job, new EventSink() {
                @Override
                public void accept(Event event) {
                    if (event instanceof Event.Progress step) {
                        show(task, title, step);
                    } else if (event instanceof Event.Note note) {
                        said.add(note.sentence());
                        note(note.sentence());
                    } else if (event instanceof Event.Warned warned) {
                        note(warned.patient() + ": Warning: " + warned.sentence());
                    } else if (event instanceof Event.Written written) {
                        note("Wrote " + written.what() + ": " + written.path());
                    } else {
                        results.accept(event);
                    }
                }

                @Override
                public boolean isCancelled() {
                    return isCanceled() || task.isCanceled() || isEscaped();
                }
            }, stop);
        } finally {
            task.finish();
            hideProgress();
        }
    }

    /** An empty status leaves ImageJ's bar where it stands; one that is full goes away. */
    private void hideProgress() {
        statusService.clearStatus();
        statusService.showProgress(1, 1);
        if (hasWindows()) {
            // Behind the steps that wait to be drawn.
            EventQueue.invokeLater(() -> IJ.showProgress(1.0));
        }
    }

    private void show(Task task, String title, Event.Progress step) {
        String what = title + ": " + step.what();
        task.setStatusMessage(what);
        if (step.total() > 0) {
            task.setProgressMaximum(step.total());
            task.setProgressValue(step.done());
            statusService.showStatus((int) Math.min(step.done(), Integer.MAX_VALUE),
                    (int) Math.min(step.total(), Integer.MAX_VALUE), what);
        } else {
            statusService.showStatus(what);
        }
    }
}
