package io.millrace.engine.job;

import java.util.List;

/// The crash points of object tasks, by who dies there in [TaskCrashIT].
public final class TaskCrashPoints {
    /// In a worker that runs batches and the tasks of every worker. The last one leaves a task that no
    /// later worker gets past.
    public static final List<String> OF_WORKERS = List.of(
            "task.afterClaim",
            "task.afterRun",
            "task.beforeOverflow",
            "task.afterOverflow",
            "task.afterResult",
            "task.afterProgress",
            "task.beforeDone",
            "task.afterDone",
            "each.beforeRan",
            "each.afterFailure");

    /// In a process that submits batches to somebody else's pool.
    public static final List<String> OF_SUBMITTERS = List.of(
            "task.afterFilling",
            "task.beforeOverflow",
            "task.afterOverflow",
            "task.beforeReady",
            "task.afterReady",
            "task.afterCancel",
            "task.afterDoom",
            "task.beforeRelease",
            "task.afterOverflowDrop",
            "task.beforeFree",
            "task.afterFree",
            "each.afterMade",
            "each.afterAdd");

    /// In a process that recovers a worker, or a submitter.
    public static final List<String> OF_RECOVERERS =
            List.of("recover.beforeTaskGiveBack", "recover.afterTaskGiveBack", "recover.afterOrphan");

    private TaskCrashPoints() {}
}
