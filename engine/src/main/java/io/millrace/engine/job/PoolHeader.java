package io.millrace.engine.job;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// First 640 bytes of a pool's region: what a worker must know before it looks for work, and the
/// words it sleeps on.
///
/// | field           | offset | bytes | written by       | order                                |
/// |-----------------|-------:|------:|------------------|--------------------------------------|
/// | `magic`         |      0 |     8 | owner            | plain, before the region is active   |
/// | `seats`         |      8 |     4 | owner            | plain, before the region is active   |
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
/// | `failed`        |     56 |     8 | owner            | release, once; readers acquire       |
/// | `epochs`        |    128 |     8 | submitters       | atomic add                           |
/// | `state`         |    136 |     8 | owner, recoverer | compare-and-set; readers acquire     |
/// | `eachWorker`    |    144 |     8 | submitters       | compare-and-set; readers acquire     |
/// | `work`          |    256 |     4 | submitters       | a [Bell]; workers sleep on it        |
/// | `news`          |    384 |     4 | workers          | atomic add; the owner sleeps on it   |
/// | `taskNews`      |    512 |     4 | workers          | a [Bell]; submitters of tasks sleep  |
///
/// ```text
///   OPEN(owner)         ──▶ CLOSED(owner)      by the owner, when it closes the pool
///   OPEN, CLOSED(dead)  ──▶ ABANDONED(dead)    by the recoverer of the owner
/// ```
///
/// `state` keeps the owner's slot in its low half and the state above; `eachWorker` is how many
/// tasks [EachWorker] has, `wanted` how many workers there are to be now. `failed` is 0, or the process
/// whose end was the one too many: from then on the owner starts no workers any more. The hot words
/// stand on cache lines of their own, in pairs (the adjacent-line prefetcher fetches 128 bytes).
final class PoolHeader {
    static final long MAGIC = 0x004c4f4f504c4c4dL; // "MLLPOOL" in the file

    static final int OPEN = 1;
    static final int CLOSED = 2;
    static final int ABANDONED = 3;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("magic"),
            JAVA_INT.withName("seats"),
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
            paddingLayout(4),
            JAVA_LONG.withName("failed"),
            paddingLayout(64),
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

    static final long WORK = LAYOUT.byteOffset(groupElement("work"));
    static final long NEWS = LAYOUT.byteOffset(groupElement("news"));
    static final long TASK_NEWS = LAYOUT.byteOffset(groupElement("taskNews"));

    private static final VarHandle MAGIC_WORD = LAYOUT.varHandle(groupElement("magic"));
    private static final VarHandle SEATS = LAYOUT.varHandle(groupElement("seats"));
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
    private static final VarHandle FAILED = LAYOUT.varHandle(groupElement("failed"));
    private static final VarHandle EPOCHS = LAYOUT.varHandle(groupElement("epochs"));
    private static final VarHandle STATE = LAYOUT.varHandle(groupElement("state"));
    private static final VarHandle EACH_WORKER = LAYOUT.varHandle(groupElement("eachWorker"));

    private PoolHeader() {}

    static void write(MemorySegment region, PoolShape shape, int ownerSlot) {
        MAGIC_WORD.set(region, 0L, MAGIC);
        SEATS.set(region, 0L, shape.seats());
        JOBS.set(region, 0L, shape.jobs());
        CHUNK_CAPACITY.set(region, 0L, shape.chunkCapacity());
        MAX_ATTEMPTS.set(region, 0L, shape.maxAttempts());
        KERNEL.set(region, 0L, shape.kernel().ordinal());
        WAITING.set(region, 0L, shape.waiting().ordinal());
        WORKERS.set(region, 0L, shape.workers());
        TASKS.set(region, 0L, shape.tasks());
        TASK_ROOM.set(region, 0L, shape.taskRoom());
        MAX_TASKS.set(region, 0L, shape.maxTasksPerWorker());
        WANTED.setOpaque(region, 0L, shape.workers());
        STATE.setRelease(region, 0L, (long) OPEN << 32 | ownerSlot);
    }

    static long magic(MemorySegment region) {
        return (long) MAGIC_WORD.get(region, 0L);
    }

    static int seats(MemorySegment region) {
        return (int) SEATS.get(region, 0L);
    }

    static int jobs(MemorySegment region) {
        return (int) JOBS.get(region, 0L);
    }

    static int chunkCapacity(MemorySegment region) {
        return (int) CHUNK_CAPACITY.get(region, 0L);
    }

    static int maxAttempts(MemorySegment region) {
        return (int) MAX_ATTEMPTS.get(region, 0L);
    }

    static int kernel(MemorySegment region) {
        return (int) KERNEL.get(region, 0L);
    }

    static int waiting(MemorySegment region) {
        return (int) WAITING.get(region, 0L);
    }

    static int workers(MemorySegment region) {
        return (int) WORKERS.get(region, 0L);
    }

    static int tasks(MemorySegment region) {
        return (int) TASKS.get(region, 0L);
    }

    static int taskRoom(MemorySegment region) {
        return (int) TASK_ROOM.get(region, 0L);
    }

    static int maxTasks(MemorySegment region) {
        return (int) MAX_TASKS.get(region, 0L);
    }

    static int wanted(MemorySegment region) {
        return (int) WANTED.getOpaque(region, 0L);
    }

    static void wanted(MemorySegment region, int workers) {
        WANTED.setOpaque(region, 0L, workers);
    }

    static long failedAcquire(MemorySegment region) {
        return (long) FAILED.getAcquire(region, 0L);
    }

    static void failedRelease(MemorySegment region, long pid) {
        FAILED.setRelease(region, 0L, pid);
    }

    static int eachWorkerAcquire(MemorySegment region) {
        return (int) (long) EACH_WORKER.getAcquire(region, 0L);
    }

    static boolean eachWorkerCas(MemorySegment region, int from, int to) {
        return EACH_WORKER.compareAndSet(region, 0L, (long) from, (long) to);
    }

    /// An epoch no job or batch of this pool ever had.
    static long nextEpoch(MemorySegment region) {
        long epoch = (long) EPOCHS.getAndAdd(region, 0L, 1L) + 1;
        if (epoch > JobWord.MAX_EPOCH) {
            throw new IllegalStateException(
                    "this pool has run %,d jobs, the most one pool can; close it and start another".formatted(epoch - 1));
        }
        return epoch;
    }

    static int stateAcquire(MemorySegment region) {
        return (int) ((long) STATE.getAcquire(region, 0L) >>> 32);
    }

    static int ownerSlot(MemorySegment region) {
        return (int) (long) STATE.getAcquire(region, 0L);
    }

    static boolean stateCas(MemorySegment region, int ownerSlot, int from, int to) {
        return STATE.compareAndSet(region, 0L, (long) from << 32 | ownerSlot, (long) to << 32 | ownerSlot);
    }
}
