package io.millrace.engine.job;

import io.millrace.engine.function.ThrownBytes;
import io.millrace.shm.message.Codec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Runs, in one worker, the tasks that are for every worker: each once, in the order in which they
/// were added.
public final class EachWorkerRunner {
    private final PoolRegion pool;
    private final EachWorker tasks;
    private final int slot;
    private final int seat;
    private final Codec<Object> codec;
    private int next;

    /// @param slot the process slot that stands for the worker
    /// @param seat the seat it has or will take
    public EachWorkerRunner(PoolRegion pool, int slot, int seat) {
        this.pool = pool;
        this.tasks = new EachWorker(pool);
        this.slot = slot;
        this.seat = seat;
        this.codec = Codec.any().bind(pool.memory());
    }

    /// Runs what is there, for a worker that has not yet taken its seat.
    ///
    /// @throws IllegalStateException when one failed without which a worker is of no use
    public void prepare() {
        while (next < tasks.count()) {
            int index = next++;
            if (tasks.isForgotten(index)) {
                tasks.leftOut(index, seat, slot);
                continue;
            }
            try {
                OpenBatch.run(codec.decode(tasks.function(index)));
                tasks.ran(index, seat, slot);
            } catch (Throwable failure) { // of one that never succeeded: who added it is told
                if (tasks.isNeeded(index)) {
                    throw new IllegalStateException(
                            "no worker of this pool can begin: pool=%s, worker=%d, %s failed: %s"
                                    .formatted(pool.name(), seat, tasks.kind(index), ThrownBytes.described(failure)),
                            failure);
                }
                tasks.failed(index, seat, slot, encoded(failure));
            }
        }
    }

    /// Runs what came since; a failure is told to who added the task.
    ///
    /// @return false when nothing came
    public boolean runNew() {
        if (next >= tasks.count()) {
            return false;
        }
        int index = next++;
        try {
            OpenBatch.run(codec.decode(tasks.function(index)));
            tasks.ran(index, seat, slot);
        } catch (Throwable failure) { // it is the task's, and the worker lives
            tasks.failed(index, seat, slot, encoded(failure));
        }
        return true;
    }

    private MemorySegment encoded(Throwable failure) {
        MemorySegment room = Arena.ofAuto().allocate(pool.shape().taskRoom());
        return room.asSlice(0, ThrownBytes.encode(failure, room, codec));
    }
}
