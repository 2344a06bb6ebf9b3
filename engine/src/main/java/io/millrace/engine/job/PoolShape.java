package io.millrace.engine.job;

import io.millrace.engine.KernelKind;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.Waiting;
import java.lang.foreign.MemorySegment;

/// How large the tables of a pool are, and what its workers are told: constant while the pool
/// lives.
///
/// @param workers seats for workers: the most the pool may have; how many it has now is
///         [PoolRegion#workers]
/// @param seats rows for whoever computes: the workers, and submitters that help
/// @param jobs how many jobs may be in work at once
/// @param chunkCapacity the most chunks one job is cut into
/// @param maxAttempts how many workers a chunk may kill before its job fails
/// @param tasks how many batches of object tasks may be in work or waiting in the file at once
/// @param taskRoom bytes a batch has for its arguments and, again, for its results
/// @param maxTasksPerWorker how many object tasks a worker runs before it is replaced; 0: no limit
public record PoolShape(
        int workers,
        int seats,
        int jobs,
        int chunkCapacity,
        int maxAttempts,
        KernelKind kernel,
        Waiting waiting,
        int tasks,
        int taskRoom,
        int maxTasksPerWorker) {

    private static final int JOBS = 8;

    /// One for each job in work, so that every submitter may help.
    private static final int HELPER_SEATS = JOBS;

    private static final int CHUNK_CAPACITY = 2048;
    private static final int MOST = 1 << 12;

    /// One in work and one waiting for each worker, and some for other submitters.
    private static final int LEAST_TASKS = 32;

    /// What all batches together have for arguments: few workers have more room each.
    private static final int TASK_BYTES = 1 << 19;

    private static final int MOST_TASK_ROOM = 1 << 24;

    /// The usual shape for so many workers.
    public static PoolShape of(int workers, int maxAttempts, KernelKind kernel, Waiting waiting) {
        int tasks = Math.max(LEAST_TASKS, 2 * workers);
        return new PoolShape(
                workers,
                workers + HELPER_SEATS,
                JOBS,
                CHUNK_CAPACITY,
                maxAttempts,
                kernel,
                waiting,
                tasks,
                Math.max(2048, Integer.highestOneBit(TASK_BYTES / tasks)),
                0);
    }

    /// With another `maxTasksPerWorker`.
    public PoolShape maxTasksPerWorker(int value) {
        return new PoolShape(
                workers, seats, jobs, chunkCapacity, maxAttempts, kernel, waiting, tasks, taskRoom, value);
    }

    /// @throws FileFormatException when a number is none that [#of] writes
    static PoolShape read(MemorySegment region) {
        KernelKind[] kernels = KernelKind.values();
        Waiting[] waitings = Waiting.values();
        int kernel = PoolHeader.kernel(region);
        int waiting = PoolHeader.waiting(region);
        boolean sane = inRange(kernel, kernels.length)
                && inRange(waiting, waitings.length)
                && inRange(PoolHeader.workers(region), MOST)
                && inRange(PoolHeader.seats(region), MOST)
                && inRange(PoolHeader.jobs(region), MOST)
                && inRange(PoolHeader.chunkCapacity(region), 1 << 20)
                && inRange(PoolHeader.tasks(region), MOST)
                && inRange(PoolHeader.taskRoom(region), MOST_TASK_ROOM);
        if (!sane) {
            throw new FileFormatException("the header of a pool's tables is damaged; the pool cannot be used");
        }
        return new PoolShape(
                PoolHeader.workers(region),
                PoolHeader.seats(region),
                PoolHeader.jobs(region),
                PoolHeader.chunkCapacity(region),
                PoolHeader.maxAttempts(region),
                kernels[kernel],
                waitings[waiting],
                PoolHeader.tasks(region),
                PoolHeader.taskRoom(region),
                Math.max(0, PoolHeader.maxTasks(region)));
    }

    private static boolean inRange(int value, int end) {
        return value >= 0 && value < end;
    }

    long seatsOffset() {
        return PoolHeader.LAYOUT.byteSize();
    }

    long jobsOffset() {
        return seatsOffset() + seats * Seats.LAYOUT.byteSize();
    }

    long chunksOffset() {
        return jobsOffset() + jobs * JobEntry.LAYOUT.byteSize();
    }

    long annexesOffset() {
        long end = chunksOffset() + (long) jobs * chunkCapacity * ChunkRow.LAYOUT.byteSize();
        return (end + 4095) & -4096L;
    }

    long scratchOffset() {
        return annexesOffset() + jobs * Annex.BYTE_SIZE;
    }

    long tasksOffset() {
        return scratchOffset() + (long) seats * Scratch.BYTE_SIZE;
    }

    /// Bytes of a batch's row, with its room.
    long taskByteSize() {
        return TaskRow.LAYOUT.byteSize() + 2L * taskRoom;
    }

    /// Bytes of a region with these tables.
    public long byteSize() {
        return tasksOffset() + tasks * taskByteSize();
    }
}
