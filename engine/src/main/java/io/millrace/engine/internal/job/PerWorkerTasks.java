package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.PoolHeader;
import io.millrace.engine.internal.layout.WorkerSlots;
import io.millrace.shm.MillraceException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/// The tasks that every worker of a pool runs once, workers that start later too: a list that only
/// grows. Each task is a region of its own in the engine's area, named by pool and index, and lives
/// as long as the pool.
///
/// ```text
/// +------------+--------------------------------+--------------------------------+
/// | MAGIC, 8 B | a word for each worker slot    | the function, by Codec.any()   |
/// +------------+--------------------------------+--------------------------------+
/// ```
///
/// Bits of the word of a worker slot:
///
/// | bits     | first | bits |
/// |----------|------:|-----:|
/// | `slot`   |     0 |   10 |
/// | `pid`    |    10 |   53 |
/// | `failed` |    63 |    1 |
///
/// ```text
///   count of tasks                  i ──A1──▶ i + 1
///   word of a worker slot   0, (s, pid) of earlier workers ──A2──▶ (s, pid)
///                           0, (s, pid) of earlier workers ──A3──▶ (s, pid), failed
/// ```
///
/// A1 is a compare-and-set of the header's `eachWorker`. A2 and A3 are release stores of the holder
/// of the worker slot, or of a worker that is about to occupy it: process slot and pid say which
/// worker ran the task. The exception of the first failure stands in a region of its own, made
/// before A3.
///
/// **Failure.** A task that failed and never succeeded is withdrawn: the caller that added it gets
/// the exception, later workers skip it (A3). A task that succeeded in some worker, and the
/// initializer in any case, is required: a later worker in which it fails does not occupy its
/// worker slot.
///
/// **Death.** The caller makes the region first, then does A1; another caller that finds a region
/// at the index of the count does A1 too. A name is taken once: two callers that add at the same
/// time get two indexes, two workers that fail make one region. A worker that dies in such a task
/// is replaced by a worker that runs the task before it occupies the slot. No word needs recovery:
/// the word of a dead worker names its pid, so it does not count for its successor.
public final class PerWorkerTasks {
    private static final long MAGIC = 0x0048434145434c4dL; // "MLCEACH" in the file; never that of a pool
    private static final long MAGIC_OF_INITIALIZER = 0x0054494e49434c4dL; // "MLCINIT" likewise
    private static final BitField SLOT = new BitField("slot", 0, 10);
    private static final BitField PID = new BitField("pid", 10, 53);
    private static final BitField FAILED_BIT = new BitField("failed", 63, 1);

    static final List<BitField> FIELDS = List.of(SLOT, PID, FAILED_BIT);

    private static final long FAILED = FAILED_BIT.set(0, 1);
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final PoolRegion pool;

    public PerWorkerTasks(PoolRegion pool) {
        this.pool = pool;
    }

    /// Adds a task: a `RemoteRunnable`, or a `RemoteCallable` whose result is ignored.
    ///
    /// @param function by `Codec.any()` bound to the pool's memory
    /// @return its index in the list
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area is full
    public int add(byte[] function) {
        return add(function, MAGIC);
    }

    /// Adds the task that must succeed in every worker of the pool before the worker begins.
    public void addInitializer(byte[] function) {
        add(function, MAGIC_OF_INITIALIZER);
    }

    private int add(byte[] function, long magic) {
        while (true) {
            int index = count();
            try {
                create(name(index), magic, wordsEnd(), MemorySegment.ofArray(function));
            } catch (RegionExistsException taken) {
                PoolHeader.eachWorkerCas(pool.header(), index, index + 1); // A1
                continue;
            }
            CrashPoint.hit("perWorker.afterMade");
            PoolHeader.eachWorkerCas(pool.header(), index, index + 1); // A1
            CrashPoint.hit("perWorker.afterAdd");
            pool.work().advance();
            return index;
        }
    }

    /// How many tasks there are.
    public int count() {
        return PoolHeader.eachWorkerAcquire(pool.header());
    }

    /// Whether as many worker slots are occupied as the pool shall have workers, and all those
    /// workers have run the task. [PoolRegion#taskNews] is rung after each run.
    ///
    /// @param missing number of workers that are not waited for, because their start fails again
    ///         and again
    public boolean isDone(int index, int missing) {
        MemorySegment task = task(index);
        WorkerSlots workerSlots = pool.workerSlots();
        int ready = 0;
        for (int workerSlot = 0; workerSlot < pool.workerSlotCount(); workerSlot++) {
            int holder = workerSlots.holder(workerSlot);
            if (holder != 0 && (ran(task, workerSlot) & ~FAILED) != worker(workerSlots.lastPid(workerSlot), holder)) {
                return false;
            }
            ready += holder != 0 && !workerSlots.isSentHome(workerSlot) ? 1 : 0;
        }
        return ready >= Math.max(1, pool.workers() - missing);
    }

    /// Whether the task failed in some worker.
    public boolean hasFailed(int index) {
        return isAny(index, word -> (word & FAILED) != 0);
    }

    /// Whether the task failed and never succeeded: later workers skip it.
    public boolean isWithdrawn(int index) {
        return hasFailed(index) && !hasSucceeded(index) && !isInitializer(index);
    }

    /// Whether a worker in which the task fails must not begin.
    public boolean isRequired(int index) {
        return isInitializer(index) || hasSucceeded(index);
    }

    /// What the task is, for the message of an error.
    public String kind(int index) {
        return isInitializer(index) ? "the initializer" : "a task for every worker";
    }

    private boolean hasSucceeded(int index) {
        return isAny(index, word -> word > 0);
    }

    private boolean isInitializer(int index) {
        return task(index).get(ValueLayout.JAVA_LONG, 0) == MAGIC_OF_INITIALIZER;
    }

    private boolean isAny(int index, LongPredicate wanted) {
        MemorySegment task = task(index);
        return IntStream.range(0, pool.shape().workerSlots())
                .anyMatch(workerSlot -> wanted.test(ran(task, workerSlot)));
    }

    /// What the first failure threw, by `Codec.any()`; empty when there was none, or no room for
    /// it.
    public Optional<byte[]> failure(int index) {
        try {
            Region region = pool.memory().openRegion(failureName(index), RegionKind.ENGINE);
            return Optional.of(region.segment().asSlice(Long.BYTES).toArray(ValueLayout.JAVA_BYTE));
        } catch (NoSuchRegionException none) {
            return Optional.empty();
        }
    }

    public MemorySegment function(int index) {
        return task(index).asSlice(wordsEnd());
    }

    /// Says that the worker in that slot has run the task.
    public void ran(int index, int workerSlot, int slot) {
        CrashPoint.hit("perWorker.beforeRan");
        WORD.setRelease(task(index), wordOffset(workerSlot), worker(ProcessHandle.current().pid(), slot)); // A2
        pool.taskNews().advance();
    }

    /// Says that the task failed in the worker in that slot.
    ///
    /// @param failure the exception by `Codec.any()`
    public void failed(int index, int workerSlot, int slot, MemorySegment failure) {
        try {
            create(failureName(index), MAGIC, Long.BYTES, failure);
        } catch (MillraceException notTheFirst) {
            // or there is no room: then the bit alone says it
        }
        CrashPoint.hit("perWorker.afterFailure");
        WORD.setRelease(
                task(index), wordOffset(workerSlot), FAILED | worker(ProcessHandle.current().pid(), slot)); // A3
        pool.taskNews().advance();
    }

    /// Says that the worker in that slot skips a task that was withdrawn.
    public void skipped(int index, int workerSlot, int slot) {
        WORD.setRelease(
                task(index), wordOffset(workerSlot), FAILED | worker(ProcessHandle.current().pid(), slot)); // A3
        pool.taskNews().advance();
    }

    /// Drops the list. Called before the pool is dropped.
    void drop() {
        for (int index = 0; index <= count(); index++) {
            drop(name(index));
            drop(failureName(index));
        }
    }

    private void drop(String name) {
        try {
            pool.memory().drop(pool.memory().openRegion(name, RegionKind.ENGINE));
        } catch (MillraceException gone) {
            // never made, or another process that drops the pool did it first
        }
    }

    private void create(String name, long magic, long header, MemorySegment bytes) {
        long byteSize = header + bytes.byteSize();
        pool.memory()
                .createRegion(new RegionRequest(
                        name, RegionKind.ENGINE, null, new long[] {byteSize}, byteSize, memory -> {
                            memory.set(ValueLayout.JAVA_LONG, 0, magic);
                            memory.asSlice(header).copyFrom(bytes);
                        }));
    }

    private MemorySegment task(int index) {
        return pool.memory().openRegion(name(index), RegionKind.ENGINE).segment();
    }

    private static long ran(MemorySegment task, int workerSlot) {
        return (long) WORD.getAcquire(task, wordOffset(workerSlot));
    }

    private static long wordOffset(int workerSlot) {
        return Long.BYTES + workerSlot * (long) Long.BYTES;
    }

    private long wordsEnd() {
        return wordOffset(pool.shape().workerSlots());
    }

    private static long worker(long pid, int slot) {
        return PID.set(SLOT.set(0, slot), pid);
    }

    private String name(int index) {
        return "each-%s-%s".formatted(pool.id(), index);
    }

    private String failureName(int index) {
        return name(index) + "-failure";
    }
}
