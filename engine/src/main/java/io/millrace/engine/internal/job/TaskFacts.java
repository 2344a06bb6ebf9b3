package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.TaskRow;
import java.lang.foreign.MemorySegment;

/// The object tasks of a pool, for monitoring: those that `mapAll`, `submit`, `forRanges`,
/// `collect` and similar calls gave to the workers and whose results they have not taken. Read
/// without order while other processes write: each fact was true at some moment, not all at the
/// same moment.
///
/// @param waiting batches that no worker has begun
/// @param inWork batches that a worker runs
/// @param tasks items of these batches
/// @param done finished items of these batches
public record TaskFacts(int waiting, int inWork, long tasks, long done) {

    /// The tasks of a pool; its submitters may hold more until there is room.
    public static TaskFacts of(PoolRegion pool) {
        int waiting = 0;
        int inWork = 0;
        long tasks = 0;
        long done = 0;
        for (int row = 0; row < pool.shape().tasks(); row++) {
            MemorySegment segment = pool.task(row);
            int state = JobWord.state(TaskRow.wordAcquire(segment));
            if (state == TaskTable.READY) {
                waiting++;
            } else if (state == TaskTable.RUN || state == TaskTable.STOPPING) {
                inWork++;
            } else {
                continue;
            }
            tasks += TaskRow.count(segment);
            done += TaskRow.done(TaskRow.progressAcquire(segment));
        }
        return new TaskFacts(waiting, inWork, tasks, done);
    }
}
