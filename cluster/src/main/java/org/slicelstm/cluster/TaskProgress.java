package org.slicelstm.cluster;

import org.apache.spark.TaskContext;
import org.slicelstm.Progress;

/** Stops work whose task Spark has cancelled; how far it is, the counts of finished patients tell. */
enum TaskProgress implements Progress {
    INSTANCE;

    @Override
    public void update(String what, long done, long total) {
        // Counted by patients.
    }

    @Override
    public boolean isCancelled() {
        TaskContext task = TaskContext.get();
        return task != null && task.isInterrupted();
    }
}
