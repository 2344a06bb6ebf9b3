package io.millrace.engine.internal.job;

import java.util.List;

/// The crash points of object tasks, by who dies there in [TaskCrashIT].
public final class TaskCrashPoints {
    /// In a worker that runs batches and the tasks of every worker. The last one leaves a task that no
    /// later worker gets past.
    public static final List<String> OF_WORKERS = List.of(
            "task.afterClaim",
            "task.afterRun",
            "task.beforeSpill",
            "task.afterSpill",
            "task.afterResult",
            "task.afterProgress",
            "task.beforeDone",
            "task.afterDone",
            "failure.afterClaim",
            "failure.afterSet",
            "perWorker.beforeRan",
            "perWorker.afterFailure");

    /// In a process that submits batches to somebody else's pool.
    public static final List<String> OF_SUBMITTERS = List.of(
            "task.afterFilling",
            "task.beforeSpill",
            "task.afterSpill",
            "task.beforeReady",
            "task.afterReady",
            "task.afterCancel",
            "task.afterStopRequest",
            "task.beforeRelease",
            "task.afterSpillDrop",
            "task.beforeFree",
            "task.afterFree",
            "perWorker.afterMade",
            "perWorker.afterAdd");

    /// In a process that recovers a worker, or a submitter.
    public static final List<String> OF_RECOVERERS =
            List.of("recover.beforeTaskGiveBack", "recover.afterTaskGiveBack", "recover.afterOrphan");

    private TaskCrashPoints() {}
}
