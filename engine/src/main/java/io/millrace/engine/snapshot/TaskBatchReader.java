package io.millrace.engine.snapshot;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.TaskTable;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.engine.snapshot.TaskBatchView.State;
import io.millrace.shm.internal.process.ProcessViews;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the table of object tasks.
record TaskBatchReader(PoolRegion pool, ProcessViews processes) {
    List<TaskBatchView> readAll() {
        List<TaskBatchView> batches = new ArrayList<>();
        for (int row = 0; row < pool.taskRows(); row++) {
            TaskBatchView batch = read(pool.task(row));
            if (batch != null) {
                batches.add(batch);
            }
        }
        return batches;
    }

    private @Nullable TaskBatchView read(MemorySegment row) {
        long word = TaskRow.wordAcquire(row);
        State state = state(JobWord.state(word));
        if (state == null) {
            return null;
        }
        return new TaskBatchView(
                JobWord.epoch(word),
                state,
                processes.ifAny(TaskRow.submitterAcquire(row)),
                processes.ifAny(JobWord.slot(word)),
                JobWord.attempt(word) + 1,
                TaskRow.count(row),
                TaskRow.done(TaskRow.progressAcquire(row)),
                state == State.RUNNING ? running(row) : Optional.empty());
    }

    private static Optional<Duration> running(MemorySegment row) {
        long startedAt = TaskRow.startedAt(row);
        return startedAt == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, System.nanoTime() - startedAt)));
    }

    private static @Nullable State state(int code) {
        return switch (code) {
            case TaskTable.READY -> State.WAITING;
            case TaskTable.RUN -> State.RUNNING;
            case TaskTable.STOPPING -> State.STOPPING;
            case TaskTable.DONE -> State.DONE;
            case TaskTable.LOST -> State.LOST;
            case TaskTable.CANCELLED -> State.CANCELLED;
            default -> null;
        };
    }
}
