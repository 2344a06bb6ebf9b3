package io.millrace.engine.job;

import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Recoverable;
import io.millrace.shm.region.Regions;
import io.millrace.shm.sync.FutexWord;
import java.lang.foreign.MemorySegment;

/// Sweeps what a dead slot held in the pools of a file, in this order: chunks in work (redo, then
/// give back), the error record, batches in work, the seats, the jobs and batches it had submitted,
/// the pools it owned, tables that nobody is left to use.
///
/// Every step is idempotent: a recoverer that dies is followed by another one that starts at the
/// top.
public final class JobRecovery implements Recoverable {
    /// The bit of this sweeper in a slot's `sweepers` word.
    public static final long BIT = 1;

    @Override
    public long bit() {
        return BIT;
    }

    @Override
    public void recover(Regions memory, int deadSlot) {
        long pid = memory.attachment().info(deadSlot).pid();
        for (PoolRegion pool : PoolRegion.all(memory)) {
            sweep(pool, deadSlot, pid);
        }
    }

    /// Whoever closes its memory takes no more results.
    @Override
    public void leave(Regions memory) {
        if (!memory.attachment().mayHold(BIT)) {
            return;
        }
        int slot = memory.attachment().slot();
        for (PoolRegion pool : PoolRegion.all(memory)) {
            TaskTable tasks = new TaskTable(pool);
            for (int row = 0; row < pool.shape().tasks(); row++) {
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
                new FutexWord(pool.job(entry), JobEntry.NEWS).addAndWakeAll(1);
            }
            ErrorRecord.recover(pool.job(entry), deadSlot);
        }
        TaskTable tasks = new TaskTable(pool);
        for (int row = 0; row < pool.shape().tasks(); row++) {
            tasks.giveBack(row, deadSlot, pid);
        }
        CrashPoint.hit("recover.beforeSeats");
        for (int seat = 0; seat < pool.seats().count(); seat++) {
            pool.seats().leave(seat, deadSlot);
        }
        for (int entry = 0; entry < pool.shape().jobs(); entry++) {
            jobs.recover(entry, deadSlot);
            jobs.reap(entry);
        }
        for (int row = 0; row < pool.shape().tasks(); row++) {
            tasks.recover(row, deadSlot);
        }
        if (pool.ownerSlot() == deadSlot) {
            CrashPoint.hit("recover.beforeAbandon");
            pool.abandon();
        }
        pool.work().ring();
        pool.news().addAndWakeAll(1);
        pool.taskNews().ring();
        pool.collect();
    }

    private static boolean giveBack(PoolRegion pool, int entry, int deadSlot, long pid) {
        MemorySegment row = pool.job(entry);
        ChunkTable table = pool.chunks(entry);
        int chunks = Math.min(JobEntry.chunkCount(row), pool.shape().chunkCapacity());
        boolean found = false;
        for (int chunk = 0; chunk < chunks; chunk++) {
            long word = table.word(chunk);
            if (JobWord.state(word) == ChunkTable.RUN && JobWord.slot(word) == deadSlot) {
                if (JobEntry.inPlace(row)) {
                    Redo.replay(table.rows(), chunk, new DeadChunk(pool, entry, chunk));
                }
                boolean aborted = JobWord.state(JobEntry.stateAcquire(row)) == JobTable.ABORTED;
                table.giveBack(chunk, word, new ChunkTable.Victim(pid, aborted), pool.shape().maxAttempts());
                JobEntry.countReturned(row);
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
            OpenJob.Operand out = OpenJob.operand(pool.memory(), Handle.read(JobEntry.handle(row, 2)));
            long first = (ChunkRow.firstBlock(pool.chunks(entry).rows(), chunk) + block) * Block.LENGTH;
            return out.from(first, Math.min(Block.LENGTH, JobEntry.length(row) - first));
        }

        @Override
        public MemorySegment scratch(int seat, long block) {
            return Scratch.of(pool.scratch(seat), block);
        }
    }
}
