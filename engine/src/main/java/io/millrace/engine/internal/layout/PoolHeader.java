package io.millrace.engine.internal.layout;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.FileCodes;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
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
/// | `startedAt`     |     72 |     8 | owner            | plain, before the region is active   |
/// | `firstWorkers`  |    120 |     4 | owner            | plain, before the region is active   |
/// | `extraWorkerSlots` |    124 |     4 | owner            | release; readers acquire             |
/// | `epochs`        |    128 |     8 | submitters       | atomic add                           |
/// | `state`         |    136 |     8 | owner, recoverer | compare-and-set; readers acquire     |
/// | `eachWorker`    |    144 |     8 | submitters       | compare-and-set; readers acquire     |
/// | `tasksDone`     |    152 |     8 | workers          | atomic add: a figure for people      |
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
/// nanoseconds, `startedAt` in milliseconds since 1970. `tasksDone` counts the finished object tasks of the
/// batches that ended. `firstWorkers` is for how many workers these tables have room, `extraWorkerSlots`
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

    public static final Struct LAYOUT = Struct.builder()
            .longs("magic")
            .ints("workerSlots", "jobs", "chunkCapacity", "maxAttempts", "kernel", "waiting")
            .ints("workers", "tasks", "taskRoom", "maxTasks", "wanted", "workerKind")
            .longs("failed", "cancelGrace")
            .longs("startedAt")
            .unused(40)
            .ints("firstWorkers", "extraWorkerSlots")
            .longs("epochs", "state", "eachWorker", "tasksDone")
            .unused(96)
            .ints("work")
            .unused(124)
            .ints("news")
            .unused(124)
            .ints("taskNews")
            .unused(124)
            .build();

    public static final long WORK = LAYOUT.offset("work");
    public static final long NEWS = LAYOUT.offset("news");
    public static final long TASK_NEWS = LAYOUT.offset("taskNews");

    private static final long MAGIC_WORD = LAYOUT.offset("magic");
    private static final long WORKER_SLOTS = LAYOUT.offset("workerSlots");
    private static final long JOBS = LAYOUT.offset("jobs");
    private static final long CHUNK_CAPACITY = LAYOUT.offset("chunkCapacity");
    private static final long MAX_ATTEMPTS = LAYOUT.offset("maxAttempts");
    private static final long KERNEL = LAYOUT.offset("kernel");
    private static final long WAITING = LAYOUT.offset("waiting");
    private static final long WORKERS = LAYOUT.offset("workers");
    private static final long TASKS = LAYOUT.offset("tasks");
    private static final long TASK_ROOM = LAYOUT.offset("taskRoom");
    private static final long MAX_TASKS = LAYOUT.offset("maxTasks");
    private static final long WANTED = LAYOUT.offset("wanted");
    private static final long WORKER_KIND = LAYOUT.offset("workerKind");
    private static final long CANCEL_GRACE = LAYOUT.offset("cancelGrace");
    private static final long FAILED = LAYOUT.offset("failed");
    private static final long FIRST_WORKERS = LAYOUT.offset("firstWorkers");
    private static final long EXTRA_WORKER_SLOTS = LAYOUT.offset("extraWorkerSlots");
    private static final long EPOCHS = LAYOUT.offset("epochs");
    private static final long STATE = LAYOUT.offset("state");
    private static final long STARTED_AT = LAYOUT.offset("startedAt");
    private static final long TASKS_DONE = LAYOUT.offset("tasksDone");
    private static final long EACH_WORKER = LAYOUT.offset("eachWorker");

    private PoolHeader() {}

    public static void write(MemorySegment region, PoolShape shape, int ownerSlot) {
        region.set(Words.LONG, MAGIC_WORD, MAGIC);
        region.set(Words.INT, WORKER_SLOTS, shape.workerSlots());
        region.set(Words.INT, JOBS, shape.jobs());
        region.set(Words.INT, CHUNK_CAPACITY, shape.chunkCapacity());
        region.set(Words.INT, MAX_ATTEMPTS, shape.maxAttempts());
        region.set(Words.INT, KERNEL, PoolCodes.of(shape.kernel()));
        region.set(Words.INT, WAITING, FileCodes.of(shape.waiting()));
        region.set(Words.INT, WORKERS, shape.workers());
        region.set(Words.INT, TASKS, shape.tasks());
        region.set(Words.INT, TASK_ROOM, shape.taskRoom());
        region.set(Words.INT, MAX_TASKS, shape.maxTasksPerWorker());
        region.set(Words.INT, WORKER_KIND, PoolCodes.of(shape.workerKind()));
        region.set(Words.LONG, CANCEL_GRACE, shape.cancelGraceNanos());
        region.set(Words.LONG, STARTED_AT, System.currentTimeMillis());
        Words.INTS.setOpaque(region, WANTED, shape.workers());
        region.set(Words.INT, FIRST_WORKERS, shape.firstWorkers());
        Words.LONGS.setRelease(region, STATE, state(OPEN, ownerSlot));
    }

    public static long magic(MemorySegment region) {
        return region.get(Words.LONG, MAGIC_WORD);
    }

    public static int workerSlots(MemorySegment region) {
        return region.get(Words.INT, WORKER_SLOTS);
    }

    public static int jobs(MemorySegment region) {
        return region.get(Words.INT, JOBS);
    }

    public static int chunkCapacity(MemorySegment region) {
        return region.get(Words.INT, CHUNK_CAPACITY);
    }

    public static int maxAttempts(MemorySegment region) {
        return region.get(Words.INT, MAX_ATTEMPTS);
    }

    public static int kernel(MemorySegment region) {
        return region.get(Words.INT, KERNEL);
    }

    public static int waiting(MemorySegment region) {
        return region.get(Words.INT, WAITING);
    }

    public static int workers(MemorySegment region) {
        return region.get(Words.INT, WORKERS);
    }

    public static int tasks(MemorySegment region) {
        return region.get(Words.INT, TASKS);
    }

    public static int taskRoom(MemorySegment region) {
        return region.get(Words.INT, TASK_ROOM);
    }

    public static int maxTasks(MemorySegment region) {
        return region.get(Words.INT, MAX_TASKS);
    }

    public static int workerKind(MemorySegment region) {
        return region.get(Words.INT, WORKER_KIND);
    }

    public static long cancelGraceNanos(MemorySegment region) {
        return region.get(Words.LONG, CANCEL_GRACE);
    }

    /// When the owner made the tables, in milliseconds since 1970.
    public static long startedAt(MemorySegment region) {
        return region.get(Words.LONG, STARTED_AT);
    }

    /// Finished object tasks of the batches that ended.
    public static long tasksDone(MemorySegment region) {
        return (long) Words.LONGS.getOpaque(region, TASKS_DONE);
    }

    /// Counts the finished tasks of a batch that ends.
    public static void countTasks(MemorySegment region, int done) {
        long _ = (long) Words.LONGS.getAndAdd(region, TASKS_DONE, (long) done);
    }

    public static int wanted(MemorySegment region) {
        return (int) Words.INTS.getOpaque(region, WANTED);
    }

    public static void wanted(MemorySegment region, int workers) {
        Words.INTS.setOpaque(region, WANTED, workers);
    }

    public static int firstWorkers(MemorySegment region) {
        return region.get(Words.INT, FIRST_WORKERS);
    }

    public static int extraWorkerSlotsAcquire(MemorySegment region) {
        return (int) Words.INTS.getAcquire(region, EXTRA_WORKER_SLOTS);
    }

    public static void extraWorkerSlotsRelease(MemorySegment region, int count) {
        Words.INTS.setRelease(region, EXTRA_WORKER_SLOTS, count);
    }

    public static long failedAcquire(MemorySegment region) {
        return (long) Words.LONGS.getAcquire(region, FAILED);
    }

    public static void failedRelease(MemorySegment region, long pid) {
        Words.LONGS.setRelease(region, FAILED, pid);
    }

    public static int eachWorkerAcquire(MemorySegment region) {
        return (int) (long) Words.LONGS.getAcquire(region, EACH_WORKER);
    }

    public static boolean eachWorkerCas(MemorySegment region, int from, int to) {
        return Words.LONGS.compareAndSet(region, EACH_WORKER, (long) from, (long) to);
    }

    /// An epoch no job or batch of this pool ever had.
    public static long nextEpoch(MemorySegment region) {
        long epoch = (long) Words.LONGS.getAndAdd(region, EPOCHS, 1L) + 1;
        if (epoch > JobWord.MAX_EPOCH) {
            throw new IllegalStateException(
                    "this pool has run %,d jobs, the most one pool can; close it and start another"
                            .formatted(epoch - 1));
        }
        return epoch;
    }

    public static int stateAcquire(MemorySegment region) {
        return (int) STATE_BITS.get((long) Words.LONGS.getAcquire(region, STATE));
    }

    public static int ownerSlot(MemorySegment region) {
        return (int) OWNER_BITS.get((long) Words.LONGS.getAcquire(region, STATE));
    }

    public static boolean stateCas(MemorySegment region, int ownerSlot, int from, int to) {
        return Words.LONGS.compareAndSet(region, STATE, state(from, ownerSlot), state(to, ownerSlot));
    }

    private static long state(int state, int ownerSlot) {
        return STATE_BITS.set(OWNER_BITS.set(0, ownerSlot), state);
    }
}
