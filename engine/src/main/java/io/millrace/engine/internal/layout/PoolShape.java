package io.millrace.engine.internal.layout;

import io.millrace.engine.KernelKind;
import io.millrace.engine.WorkerKind;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.layout.FileCodes;
import java.lang.foreign.MemorySegment;

/// How large the tables of a pool are, and the settings of its workers: constant while the pool
/// lives.
///
/// @param workers slots for workers: the most the pool may have; `PoolRegion.workers` is how many
///         it shall have now
/// @param firstWorkers for how many workers these tables have scratch memory and task rows; the
///         others have them in `ExtraWorkerSlots`, made when they are needed
/// @param workerSlots slots for workers and for submitters that help
/// @param jobs how many jobs may be in work at once
/// @param chunkCapacity the most chunks one job is cut into
/// @param maxAttempts how many workers may die in a chunk before its job fails
/// @param tasks how many batches of object tasks may be in work or waiting in the file at once
/// @param taskRoom bytes a batch has for its arguments and, again, for its results
/// @param maxTasksPerWorker how many object tasks a worker runs before it is replaced; 0: no limit
/// @param workerKind what the workers are
/// @param cancelGraceNanos how long cancelled work may go on before its worker is killed
public record PoolShape(
        int workers,
        int firstWorkers,
        int workerSlots,
        int jobs,
        int chunkCapacity,
        int maxAttempts,
        KernelKind kernel,
        Waiting waiting,
        int tasks,
        int taskRoom,
        int maxTasksPerWorker,
        WorkerKind workerKind,
        long cancelGraceNanos) {

    private static final int JOBS = 8;

    /// One for each job in work, so that every submitter may help.
    private static final int SUBMITTER_SLOTS = JOBS;

    private static final int CHUNK_CAPACITY = 2048;
    private static final int MAX_TASK_ROWS = 1 << 12;

    /// One in work and one waiting for each worker, and some for other submitters.
    private static final int MIN_TASK_ROWS = 32;

    /// Room for the arguments of all batches together: with few workers each batch has more.
    private static final int TASK_BYTES = 1 << 19;

    private static final int MAX_TASK_BYTES = 1 << 24;

    private static final long DEFAULT_GRACE_NANOS = 5_000_000_000L;

    /// The usual shape for that many worker processes.
    public static PoolShape of(int workers, int maxAttempts, KernelKind kernel, Waiting waiting) {
        int tasks = Math.max(MIN_TASK_ROWS, 2 * workers);
        return new PoolShape(
                workers,
                workers,
                workers + SUBMITTER_SLOTS,
                JOBS,
                CHUNK_CAPACITY,
                maxAttempts,
                kernel,
                waiting,
                tasks,
                Math.max(2048, Integer.highestOneBit(TASK_BYTES / tasks)),
                0,
                WorkerKind.PROCESS,
                DEFAULT_GRACE_NANOS);
    }

    /// With slots for more workers, whose memory is made when they are needed.
    public PoolShape growingTo(int most) {
        return new PoolShape(
                most, firstWorkers, most + SUBMITTER_SLOTS, jobs, chunkCapacity, maxAttempts, kernel, waiting, tasks,
                taskRoom, maxTasksPerWorker, workerKind, cancelGraceNanos);
    }

    /// With another `maxTasksPerWorker`.
    public PoolShape maxTasksPerWorker(int value) {
        return new PoolShape(
                workers, firstWorkers, workerSlots, jobs, chunkCapacity, maxAttempts, kernel, waiting, tasks, taskRoom,
                value, workerKind, cancelGraceNanos);
    }

    /// With workers of another kind, and another `cancelGraceNanos`.
    public PoolShape workerKind(WorkerKind kind, long graceNanos) {
        return new PoolShape(
                workers, firstWorkers, workerSlots, jobs, chunkCapacity, maxAttempts, kernel, waiting, tasks, taskRoom,
                maxTasksPerWorker, kind, graceNanos);
    }

    /// Whether the workers are processes: then functions of the user run in them alone.
    public boolean hasWorkerProcesses() {
        return workerKind == WorkerKind.PROCESS;
    }

    /// @throws FileFormatException when a number is out of range, or a code is unknown
    public static PoolShape read(MemorySegment region) {
        boolean sane = inRange(PoolHeader.workers(region), MAX_TASK_ROWS)
                && inRange(PoolHeader.firstWorkers(region), PoolHeader.workers(region) + 1)
                && inRange(PoolHeader.workerSlots(region), MAX_TASK_ROWS)
                && PoolHeader.workerSlots(region) >= PoolHeader.workers(region)
                && inRange(PoolHeader.jobs(region), MAX_TASK_ROWS)
                && inRange(PoolHeader.chunkCapacity(region), 1 << 20)
                && inRange(PoolHeader.tasks(region), MAX_TASK_ROWS)
                && inRange(PoolHeader.taskRoom(region), MAX_TASK_BYTES);
        if (!sane) {
            throw new FileFormatException("the header of a pool's tables is damaged; the pool cannot be used");
        }
        return new PoolShape(
                PoolHeader.workers(region),
                PoolHeader.firstWorkers(region),
                PoolHeader.workerSlots(region),
                PoolHeader.jobs(region),
                PoolHeader.chunkCapacity(region),
                PoolHeader.maxAttempts(region),
                PoolCodes.kernel(PoolHeader.kernel(region)),
                FileCodes.waiting(PoolHeader.waiting(region)),
                PoolHeader.tasks(region),
                PoolHeader.taskRoom(region),
                Math.max(0, PoolHeader.maxTasks(region)),
                PoolCodes.workerKind(PoolHeader.workerKind(region)),
                Math.max(0, PoolHeader.cancelGraceNanos(region)));
    }

    private static boolean inRange(int value, int end) {
        return value >= 0 && value < end;
    }

    public long failureOffset() {
        return PoolHeader.LAYOUT.byteSize();
    }

    public long workerSlotsOffset() {
        return failureOffset() + FailureRow.LAYOUT.byteSize();
    }

    public long jobsOffset() {
        return workerSlotsOffset() + workerSlots * WorkerSlots.LAYOUT.byteSize();
    }

    public long chunksOffset() {
        return jobsOffset() + jobs * JobRow.LAYOUT.byteSize();
    }

    public long payloadsOffset() {
        long end = chunksOffset() + (long) jobs * chunkCapacity * ChunkRow.LAYOUT.byteSize();
        return (end + 4095) & -4096L;
    }

    public long scratchOffset() {
        return payloadsOffset() + jobs * JobPayload.BYTE_SIZE;
    }

    public long tasksOffset() {
        return scratchOffset() + (firstWorkers + submitterSlots()) * ScratchBlocks.BYTE_SIZE;
    }

    private long submitterSlots() {
        return workerSlots - workers;
    }

    /// Whether the scratch memory of that worker slot is in `ExtraWorkerSlots`.
    public boolean isExtra(int workerSlot) {
        return workerSlot >= firstWorkers && workerSlot < workers;
    }

    /// The index of the scratch memory of a worker slot in these tables: first those of workers,
    /// then those of submitters.
    public int scratchIndex(int workerSlot) {
        return workerSlot < firstWorkers ? workerSlot : workerSlot - workers + firstWorkers;
    }

    /// Bytes of a batch's row, with its room.
    public long taskByteSize() {
        return TaskRow.LAYOUT.byteSize() + 2L * taskRoom;
    }

    /// Bytes of a region with these tables.
    public long byteSize() {
        return tasksOffset() + tasks * taskByteSize();
    }
}
