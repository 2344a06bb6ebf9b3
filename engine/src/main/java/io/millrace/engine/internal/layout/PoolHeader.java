package io.millrace.engine.internal.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.FileCodes;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/// First 640 bytes of a pool's region: what a worker must know before it looks for work, and the
/// words that workers, owner and submitters sleep on.
///
/// | field           | offset | bytes | written by       | order                                |
/// |-----------------|-------:|------:|------------------|--------------------------------------|
/// | `magic`         |      0 |     8 | owner            | plain, before the region is active   |
/// | `workerSlots`   |      8 |     4 | owner            | plain, before the region is active   |
/// | `jobs`          |     12 |     4 | owner            | plain, before the region is active   |
/// | `chunkCapacity` |     16 |     4 | owner            | plain, before the region is active   |
/// | `maxAttempts`   |     20 |     4 | owner            | plain, before the region is active   |
/// | `kernel`        |     24 |     4 | owner            | plain, before the region is active   |
/// | `waiting`       |     28 |     4 | owner            | plain, before the region is active   |
/// | `workers`       |     32 |     4 | owner            | plain, before the region is active   |
/// | `tasks`         |     36 |     4 | owner            | plain, before the region is active   |
/// | `taskRoom`      |     40 |     4 | owner            | plain, before the region is active   |
/// | `maxTasks`      |     44 |     4 | owner            | plain, before the region is active   |
/// | `wanted`        |     48 |     4 | owner            | opaque                               |
/// | `workerKind`    |     52 |     4 | owner            | plain, before the region is active   |
/// | `failed`        |     56 |     8 | owner            | release; readers acquire             |
/// | `cancelGrace`   |     64 |     8 | owner            | plain, before the region is active   |
/// | `firstWorkers`  |    120 |     4 | owner            | plain, before the region is active   |
/// | `extraWorkerSlots` |    124 |     4 | owner            | release; readers acquire             |
/// | `epochs`        |    128 |     8 | submitters       | atomic add                           |
/// | `state`         |    136 |     8 | owner, recoverer | compare-and-set; readers acquire     |
/// | `eachWorker`    |    144 |     8 | submitters       | compare-and-set; readers acquire     |
/// | `work`          |    256 |     4 | submitters       | an [EventCount]; workers sleep on it |
/// | `news`          |    384 |     4 | workers          | an [EventCount]; the owner sleeps    |
/// | `taskNews`      |    512 |     4 | workers          | an [EventCount]; submitters of tasks |
///
/// Bits of `state`:
///
/// | bits    | first | bits |
/// |---------|------:|-----:|
/// | `owner` |     0 |   32 |
/// | `state` |    32 |   32 |
///
/// `owner` is the owner's process slot; it never changes. The transitions of `state` stand at
/// `PoolRegion`.
///
/// `eachWorker` is the number of tasks of `PerWorkerTasks`, `wanted` how many workers the pool
/// shall have now. `workerKind` is the code of a [io.millrace.engine.WorkerKind], which tells other
/// processes that use the pool whether code of the user may run in submitters; `cancelGrace` is in
/// nanoseconds. `firstWorkers` is for how many workers these tables have room, `extraWorkerSlots`
/// the number of `ExtraWorkerSlots`. While `failed` is not 0, the owner starts no workers: it is
/// the pid of the worker after whose end the owner gave up. The words that change often stand on
/// pairs of cache lines of their own, because the adjacent-line prefetcher fetches 128 bytes.
public final class PoolHeader {
    public static final long MAGIC = 0x004c4f4f504c4c4dL; // "MLLPOOL" in the file

    public static final int OPEN = 1;
    public static final int CLOSED = 2;
    public static final int ABANDONED = 3;

    private static final BitField OWNER_BITS = new BitField("owner", 0, 32);
    private static final BitField STATE_BITS = new BitField("state", 32, 32);

    static final List<BitField> FIELDS = List.of(OWNER_BITS, STATE_BITS);

    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("magic"),
            JAVA_INT.withName("workerSlots"),
            JAVA_INT.withName("jobs"),
            JAVA_INT.withName("chunkCapacity"),
            JAVA_INT.withName("maxAttempts"),
            JAVA_INT.withName("kernel"),
            JAVA_INT.withName("waiting"),
            JAVA_INT.withName("workers"),
            JAVA_INT.withName("tasks"),
            JAVA_INT.withName("taskRoom"),
            JAVA_INT.withName("maxTasks"),
            JAVA_INT.withName("wanted"),
            JAVA_INT.withName("workerKind"),
            JAVA_LONG.withName("failed"),
            JAVA_LONG.withName("cancelGrace"),
            paddingLayout(48),
            JAVA_INT.withName("firstWorkers"),
            JAVA_INT.withName("extraWorkerSlots"),
            JAVA_LONG.withName("epochs"),
            JAVA_LONG.withName("state"),
            JAVA_LONG.withName("eachWorker"),
            paddingLayout(104),
            JAVA_INT.withName("work"),
            paddingLayout(124),
            JAVA_INT.withName("news"),
            paddingLayout(124),
            JAVA_INT.withName("taskNews"),
            paddingLayout(124));

    public static final long WORK = LAYOUT.byteOffset(groupElement("work"));
    public static final long NEWS = LAYOUT.byteOffset(groupElement("news"));
    public static final long TASK_NEWS = LAYOUT.byteOffset(groupElement("taskNews"));

    private static final VarHandle MAGIC_WORD = LAYOUT.varHandle(groupElement("magic"));
    private static final VarHandle WORKER_SLOTS = LAYOUT.varHandle(groupElement("workerSlots"));
    private static final VarHandle JOBS = LAYOUT.varHandle(groupElement("jobs"));
    private static final VarHandle CHUNK_CAPACITY = LAYOUT.varHandle(groupElement("chunkCapacity"));
    private static final VarHandle MAX_ATTEMPTS = LAYOUT.varHandle(groupElement("maxAttempts"));
    private static final VarHandle KERNEL = LAYOUT.varHandle(groupElement("kernel"));
    private static final VarHandle WAITING = LAYOUT.varHandle(groupElement("waiting"));
    private static final VarHandle WORKERS = LAYOUT.varHandle(groupElement("workers"));
    private static final VarHandle TASKS = LAYOUT.varHandle(groupElement("tasks"));
    private static final VarHandle TASK_ROOM = LAYOUT.varHandle(groupElement("taskRoom"));
    private static final VarHandle MAX_TASKS = LAYOUT.varHandle(groupElement("maxTasks"));
    private static final VarHandle WANTED = LAYOUT.varHandle(groupElement("wanted"));
    private static final VarHandle WORKER_KIND = LAYOUT.varHandle(groupElement("workerKind"));
    private static final VarHandle CANCEL_GRACE = LAYOUT.varHandle(groupElement("cancelGrace"));
    private static final VarHandle FAILED = LAYOUT.varHandle(groupElement("failed"));
    private static final VarHandle FIRST_WORKERS = LAYOUT.varHandle(groupElement("firstWorkers"));
    private static final VarHandle EXTRA_WORKER_SLOTS = LAYOUT.varHandle(groupElement("extraWorkerSlots"));
    private static final VarHandle EPOCHS = LAYOUT.varHandle(groupElement("epochs"));
    private static final VarHandle STATE = LAYOUT.varHandle(groupElement("state"));
    private static final VarHandle EACH_WORKER = LAYOUT.varHandle(groupElement("eachWorker"));

    private PoolHeader() {}

    public static void write(MemorySegment region, PoolShape shape, int ownerSlot) {
        MAGIC_WORD.set(region, 0L, MAGIC);
        WORKER_SLOTS.set(region, 0L, shape.workerSlots());
        JOBS.set(region, 0L, shape.jobs());
        CHUNK_CAPACITY.set(region, 0L, shape.chunkCapacity());
        MAX_ATTEMPTS.set(region, 0L, shape.maxAttempts());
        KERNEL.set(region, 0L, PoolCodes.of(shape.kernel()));
        WAITING.set(region, 0L, FileCodes.of(shape.waiting()));
        WORKERS.set(region, 0L, shape.workers());
        TASKS.set(region, 0L, shape.tasks());
        TASK_ROOM.set(region, 0L, shape.taskRoom());
        MAX_TASKS.set(region, 0L, shape.maxTasksPerWorker());
        WORKER_KIND.set(region, 0L, PoolCodes.of(shape.workerKind()));
        CANCEL_GRACE.set(region, 0L, shape.cancelGraceNanos());
        WANTED.setOpaque(region, 0L, shape.workers());
        FIRST_WORKERS.set(region, 0L, shape.firstWorkers());
        STATE.setRelease(region, 0L, state(OPEN, ownerSlot));
    }

    public static long magic(MemorySegment region) {
        return (long) MAGIC_WORD.get(region, 0L);
    }

    public static int workerSlots(MemorySegment region) {
        return (int) WORKER_SLOTS.get(region, 0L);
    }

    public static int jobs(MemorySegment region) {
        return (int) JOBS.get(region, 0L);
    }

    public static int chunkCapacity(MemorySegment region) {
        return (int) CHUNK_CAPACITY.get(region, 0L);
    }

    public static int maxAttempts(MemorySegment region) {
        return (int) MAX_ATTEMPTS.get(region, 0L);
    }

    public static int kernel(MemorySegment region) {
        return (int) KERNEL.get(region, 0L);
    }

    public static int waiting(MemorySegment region) {
        return (int) WAITING.get(region, 0L);
    }

    public static int workers(MemorySegment region) {
        return (int) WORKERS.get(region, 0L);
    }

    public static int tasks(MemorySegment region) {
        return (int) TASKS.get(region, 0L);
    }

    public static int taskRoom(MemorySegment region) {
        return (int) TASK_ROOM.get(region, 0L);
    }

    public static int maxTasks(MemorySegment region) {
        return (int) MAX_TASKS.get(region, 0L);
    }

    public static int workerKind(MemorySegment region) {
        return (int) WORKER_KIND.get(region, 0L);
    }

    public static long cancelGraceNanos(MemorySegment region) {
        return (long) CANCEL_GRACE.get(region, 0L);
    }

    public static int wanted(MemorySegment region) {
        return (int) WANTED.getOpaque(region, 0L);
    }

    public static void wanted(MemorySegment region, int workers) {
        WANTED.setOpaque(region, 0L, workers);
    }

    public static int firstWorkers(MemorySegment region) {
        return (int) FIRST_WORKERS.get(region, 0L);
    }

    public static int extraWorkerSlotsAcquire(MemorySegment region) {
        return (int) EXTRA_WORKER_SLOTS.getAcquire(region, 0L);
    }

    public static void extraWorkerSlotsRelease(MemorySegment region, int count) {
        EXTRA_WORKER_SLOTS.setRelease(region, 0L, count);
    }

    public static long failedAcquire(MemorySegment region) {
        return (long) FAILED.getAcquire(region, 0L);
    }

    public static void failedRelease(MemorySegment region, long pid) {
        FAILED.setRelease(region, 0L, pid);
    }

    public static int eachWorkerAcquire(MemorySegment region) {
        return (int) (long) EACH_WORKER.getAcquire(region, 0L);
    }

    public static boolean eachWorkerCas(MemorySegment region, int from, int to) {
        return EACH_WORKER.compareAndSet(region, 0L, (long) from, (long) to);
    }

    /// An epoch no job or batch of this pool ever had.
    public static long nextEpoch(MemorySegment region) {
        long epoch = (long) EPOCHS.getAndAdd(region, 0L, 1L) + 1;
        if (epoch > JobWord.MAX_EPOCH) {
            throw new IllegalStateException(
                    "this pool has run %,d jobs, the most one pool can; close it and start another"
                            .formatted(epoch - 1));
        }
        return epoch;
    }

    public static int stateAcquire(MemorySegment region) {
        return (int) STATE_BITS.get((long) STATE.getAcquire(region, 0L));
    }

    public static int ownerSlot(MemorySegment region) {
        return (int) OWNER_BITS.get((long) STATE.getAcquire(region, 0L));
    }

    public static boolean stateCas(MemorySegment region, int ownerSlot, int from, int to) {
        return STATE.compareAndSet(region, 0L, state(from, ownerSlot), state(to, ownerSlot));
    }

    private static long state(int state, int ownerSlot) {
        return STATE_BITS.set(OWNER_BITS.set(0, ownerSlot), state);
    }
}
