package io.millrace.engine.internal.runner;

import io.millrace.engine.internal.job.PerWorkerTasks;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.lambda.ThrownBytes;
import io.millrace.shm.message.Codec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Runs, in one worker, the tasks that are for every worker: each once, in the order in which they
/// were added.
public final class PerWorkerTaskRunner {
    private final PoolRegion pool;
    private final PerWorkerTasks tasks;
    private final int slot;
    private final int workerSlot;
    private final Codec<Object> codec;
    private int next;

    /// @param slot the process slot of the worker
    /// @param workerSlot the worker slot that the worker holds or will occupy
    public PerWorkerTaskRunner(PoolRegion pool, int slot, int workerSlot) {
        this.pool = pool;
        this.tasks = new PerWorkerTasks(pool);
        this.slot = slot;
        this.workerSlot = workerSlot;
        this.codec = Codec.any().bind(pool.memory());
    }

    /// Runs the tasks of the list, for a worker that has not yet occupied its worker slot.
    ///
    /// @throws IllegalStateException when a task failed that must succeed in every worker
    public void prepare() {
        while (next < tasks.count()) {
            int index = next++;
            if (tasks.isWithdrawn(index)) {
                tasks.skipped(index, workerSlot, slot);
                continue;
            }
            try {
                OpenBatch.run(codec.decode(tasks.function(index)));
                tasks.ran(index, workerSlot, slot);
            } catch (Throwable failure) { // of a task that never succeeded: the caller that added it gets it
                if (tasks.isRequired(index)) {
                    throw new IllegalStateException(
                            "no worker of this pool can begin: pool=%s, worker=%s, %s failed: %s"
                                    .formatted(
                                            pool.name(), workerSlot, tasks.kind(index), ThrownBytes.described(failure)),
                            failure);
                }
                tasks.failed(index, workerSlot, slot, encoded(failure));
            }
        }
    }

    /// Runs the next task that was added since; the caller that added it gets a failure.
    ///
    /// @return false when there is none
    public boolean runNew() {
        if (next >= tasks.count()) {
            return false;
        }
        int index = next++;
        try {
            OpenBatch.run(codec.decode(tasks.function(index)));
            tasks.ran(index, workerSlot, slot);
        } catch (Throwable failure) { // an error of the task: the worker goes on
            tasks.failed(index, workerSlot, slot, encoded(failure));
        }
        return true;
    }

    private MemorySegment encoded(Throwable failure) {
        MemorySegment room = Arena.ofAuto().allocate(pool.shape().taskRoom());
        return room.asSlice(0, ThrownBytes.encode(failure, room, codec));
    }
}
