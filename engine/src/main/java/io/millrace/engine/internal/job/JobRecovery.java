package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.ScratchBlocks;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Recoverable;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;

/// Recovers what a dead process slot held in the pools of a file, in this order: chunks in RUN
/// (replay, then give back), the error record, batches in RUN, the worker slots, the jobs and
/// batches that the process had submitted, the pools that it owned, tables that nobody is left to
/// use, the buffers of its streams.
///
/// Every step is idempotent: when a recoverer dies, the next recoverer starts at the first step.
public final class JobRecovery implements Recoverable {
    @Override
    public long bit() {
        return SweeperBits.POOLS;
    }

    @Override
    public void recover(Regions memory, int deadSlot) {
        long pid = memory.slotHolder().info(deadSlot).pid();
        for (PoolRegion pool : PoolRegion.all(memory)) {
            sweepUnlessGone(pool, deadSlot, pid);
        }
        StreamBuffers.dropForgotten(memory, deadSlot);
    }

    /// Sweeps the pool. Its tables may be removed meanwhile: then nobody holds anything of them.
    private static void sweepUnlessGone(PoolRegion pool, int deadSlot, long pid) {
        int rows = pool.taskRows();
        try {
            sweep(pool, deadSlot, pid);
        } catch (RegionDroppedException | IllegalStateException removed) {
            if (pool.isGone()) {
                return;
            }
            if (pool.taskRows() >= rows) {
                throw removed;
            }
            sweep(pool, deadSlot, pid); // without the extra worker slots, which are dropped first
        }
    }

    /// A process that closes its memory takes no more results.
    @Override
    public void leave(Regions memory) {
        if (!memory.slotHolder().mayHold(SweeperBits.POOLS)) {
            return;
        }
        int slot = memory.slotHolder().slot();
        for (PoolRegion pool : PoolRegion.all(memory)) {
            TaskTable tasks = new TaskTable(pool);
            for (int row = 0; row < pool.taskRows(); row++) {
                tasks.recover(row, slot);
            }
        }
    }

    /// What a task captured may be dropped while it runs: it learns so by an exception.
    @Override
    public boolean uses(Regions memory, int row, long generation) {
        for (PoolRegion pool : PoolRegion.all(memory)) {
            JobTable jobs = new JobTable(pool);
            for (int entry = 0; entry < pool.shape().jobs(); entry++) {
                if (jobs.uses(entry, row, generation)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void sweep(PoolRegion pool, int deadSlot, long pid) {
        JobTable jobs = new JobTable(pool);
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            if (giveBack(pool, entry, deadSlot, pid)) {
                new EventCount(pool.job(entry), JobRow.NEWS).advance();
            }
            ErrorRecord.recover(pool.job(entry), deadSlot);
        }
        LastFailure.recover(pool, deadSlot);
        TaskTable tasks = new TaskTable(pool);
        for (int row = 0; row < pool.taskRows(); row++) {
            tasks.giveBack(row, deadSlot, pid);
        }
        CrashPoint.hit("recover.beforeSlots");
        for (int workerSlot = 0; workerSlot < pool.workerSlots().count(); workerSlot++) {
            pool.workerSlots().leave(workerSlot, deadSlot);
        }
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            jobs.recover(entry, deadSlot);
            jobs.reap(entry);
        }
        for (int row = 0; row < pool.taskRows(); row++) {
            tasks.recover(row, deadSlot);
        }
        if (pool.ownerSlot() == deadSlot) {
            CrashPoint.hit("recover.beforeAbandon");
            pool.abandon();
        }
        pool.work().advance();
        pool.news().advance();
        pool.taskNews().advance();
        pool.collect();
    }

    private static boolean giveBack(PoolRegion pool, int entry, int deadSlot, long pid) {
        MemorySegment row = pool.job(entry);
        ChunkTable table = pool.chunks(entry);
        int chunks = Math.min(JobRow.chunkCount(row), pool.shape().chunkCapacity());
        boolean found = false;
        for (int chunk = 0; chunk < chunks; chunk++) {
            long word = table.word(chunk);
            if (JobWord.state(word) == ChunkTable.RUN && JobWord.slot(word) == deadSlot) {
                if (JobRow.inPlace(row)) {
                    Redo.replay(table.rows(), chunk, new DeadChunk(pool, entry, chunk));
                }
                boolean aborted = JobWord.state(JobRow.stateAcquire(row)) == JobTable.ABORTED;
                table.giveBack(chunk, word, new ChunkTable.DeadWorker(pid, aborted), pool.shape().maxAttempts());
                JobRow.countReturned(row);
                pool.memory().slotHolder().mended(deadSlot, DeathRecord.CHUNKS, 1);
                found = true;
            }
        }
        return found;
    }

    /// A chunk of an in-place job whose claimer died, found from its entry.
    private record DeadChunk(PoolRegion pool, int entry, int chunk) implements Redo.Blocks {
        @Override
        public MemorySegment place(long block) {
            MemorySegment row = pool.job(entry);
            OpenArray out = OpenArray.of(pool.memory(), row, 2);
            long first = (ChunkRow.firstBlock(pool.chunks(entry).rows(), chunk) + block) * Block.LENGTH;
            return out.from(first, Math.min(Block.LENGTH, JobRow.length(row) - first));
        }

        @Override
        public MemorySegment scratch(int workerSlot, long block) {
            return ScratchBlocks.of(pool.scratch(workerSlot), block);
        }
    }
}
