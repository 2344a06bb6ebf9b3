package io.millrace.engine;

import java.nio.file.Path;
import java.util.List;

/// Every named crash point of this module, by who dies there in the crash tests.
final class CrashPoints {
    /// In a worker at work.
    static final List<String> OF_WORKERS = List.of(
            "workerSlot.afterTake",
            "chunk.afterClaim",
            "chunk.beforeFinish",
            "chunk.afterFinish",
            "chunk.midPartial",
            "redo.afterScratch",
            "redo.afterRecord",
            "redo.midMove",
            "redo.midCopy",
            "redo.afterCopy",
            "redo.afterDone",
            "error.afterClaim",
            "error.afterText");

    /// In a worker that gives up a chunk, because its job was cancelled: [WorkerCrashIT].
    static final String OF_A_CANCELLED_CHUNK = "chunk.beforeCancelled";

    /// In a worker that has found what a search looks for: [ReductionCrashIT].
    static final List<String> OF_SEARCHERS = List.of("chunk.afterSettled");

    /// In the process that submits jobs and recovers its workers.
    static final List<String> OF_SUBMITTERS = List.of(
            "job.afterSetup",
            "job.beforePinned",
            "job.afterPinned",
            "job.afterRunning",
            "job.afterAbort",
            "job.afterCancel",
            "job.beforeRelease",
            "recover.beforeReplay",
            "recover.afterReplay",
            "recover.beforeGiveBack",
            "recover.afterGiveBack",
            "recover.afterChunkCancel",
            "recover.beforeSlots");

    /// In a process that recovers a submitter.
    static final List<String> OF_RECOVERERS = List.of("recover.afterAbort", "recover.beforeAbandon");

    /// In the owner of a pool that is resized, then closed: [ResizeCrashIT].
    static final List<String> OF_OWNERS =
            List.of("workerSlot.afterMade", "workerSlot.afterUncounted", "workerSlot.afterDropped");

    private CrashPoints() {}

    /// A pool of that many workers of which the first that comes to `point` dies there, once, and says so in
    /// `log`.
    static PoolOptions dyingAt(String point, int workers, Path log) {
        return PoolOptions.defaults()
                .workers(workers)
                .jvmArgs(
                        "-XX:TieredStopAtLevel=1",
                        "-Dmillrace.crashPoint=" + point,
                        "-Dmillrace.crashLog=" + log,
                        "-Dmillrace.crashOnce=true");
    }
}
