package io.millrace.engine.job;

import io.millrace.shm.MillraceException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/// The tasks that every worker of a pool runs once, those that come later too: a list that only
/// grows. Each is a region of its own in the engine's area, named by pool and index, and lives as
/// long as the pool.
///
/// ```text
/// +------------+------------------------+--------------------------------+
/// | MAGIC, 8 B | who ran it, 8 B a seat | the function, by Codec.any()   |
/// +------------+------------------------+--------------------------------+
/// ```
///
/// The word of a seat is 0, or says who sat there and ran it: its slot in the lower 10 bits, its
/// process above, bit 63 when it failed there. What failed first stands in a region of its own, made
/// before the word is released.
///
/// **Failure.** A task that failed and never succeeded is forgotten: whoever added it is told, later
/// workers leave it out. One that succeeded somewhere, and the initializer in any case, is what a
/// worker needs: a later one in which it fails does not take its seat.
///
/// **Death.** Adding makes the region first, then moves the count of the pool's header from its index
/// to the next; whoever finds a region at the count moves it too. A name is taken once, so two who
/// add at the same time get two places, and two who fail get one. A worker that dies in such a task is
/// followed by one that runs it before it takes its seat.
public final class EachWorker {
    private static final long MAGIC = 0x0048434145434c4dL; // "MLCEACH" in the file; never that of a pool
    private static final long MAGIC_OF_INITIALIZER = 0x0054494e49434c4dL; // "MLCINIT" likewise
    private static final long FAILED = 1L << 63;
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final PoolRegion pool;

    public EachWorker(PoolRegion pool) {
        this.pool = pool;
    }

    /// Adds a task: a `RemoteRunnable`, or a `RemoteCallable` whose result nobody wants.
    ///
    /// @param function by `Codec.any()` bound to the pool's memory
    /// @return its place in the list
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area is full
    public int add(byte[] function) {
        return add(function, MAGIC);
    }

    /// Adds the task without which no worker of the pool may begin.
    public void addInitializer(byte[] function) {
        add(function, MAGIC_OF_INITIALIZER);
    }

    private int add(byte[] function, long magic) {
        while (true) {
            int index = count();
            try {
                create(name(index), magic, wordsEnd(), MemorySegment.ofArray(function));
            } catch (RegionExistsException taken) {
                PoolHeader.eachWorkerCas(pool.header(), index, index + 1);
                continue;
            }
            CrashPoint.hit("each.afterMade");
            PoolHeader.eachWorkerCas(pool.header(), index, index + 1);
            CrashPoint.hit("each.afterAdd");
            pool.work().ring();
            return index;
        }
    }

    /// How many there are.
    int count() {
        return PoolHeader.eachWorkerAcquire(pool.header());
    }

    /// Whether as many workers as the pool is to have are in their seats, and all who are have run it;
    /// [PoolRegion#taskNews] is rung when one has.
    public boolean isDone(int index) {
        MemorySegment task = task(index);
        Seats seats = pool.seats();
        int through = 0;
        for (int seat = 0; seat < pool.shape().workers(); seat++) {
            int holder = seats.holder(seat);
            if (holder != 0 && (ran(task, seat) & ~FAILED) != who(seats.lastPid(seat), holder)) {
                return false;
            }
            through += holder != 0 && !seats.isSentHome(seat) ? 1 : 0;
        }
        return through >= pool.workers();
    }

    /// Whether it failed in some worker.
    public boolean hasFailed(int index) {
        return isAny(index, word -> (word & FAILED) != 0);
    }

    /// Whether it failed and never succeeded: nobody is to run it any more.
    boolean isForgotten(int index) {
        return hasFailed(index) && !hasSucceeded(index) && !isInitializer(index);
    }

    /// Whether a worker is of no use without it.
    boolean isNeeded(int index) {
        return isInitializer(index) || hasSucceeded(index);
    }

    /// What it is, in an error's words.
    String kind(int index) {
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
        return IntStream.range(0, pool.shape().seats()).anyMatch(seat -> wanted.test(ran(task, seat)));
    }

    /// What the first failure threw, by `Codec.any()`; empty when there was none, or no room for it.
    public Optional<byte[]> failure(int index) {
        try {
            Region region = pool.memory().openRegion(failureName(index), RegionKind.ENGINE);
            return Optional.of(region.segment().asSlice(Long.BYTES).toArray(ValueLayout.JAVA_BYTE));
        } catch (NoSuchRegionException none) {
            return Optional.empty();
        }
    }

    MemorySegment function(int index) {
        return task(index).asSlice(wordsEnd());
    }

    /// Tells that the one in that seat is through with it.
    void ran(int index, int seat, int slot) {
        CrashPoint.hit("each.beforeRan");
        WORD.setRelease(task(index), wordOffset(seat), who(ProcessHandle.current().pid(), slot));
        pool.taskNews().ring();
    }

    /// Tells that it failed there.
    ///
    /// @param failure by `Codec.any()`
    void failed(int index, int seat, int slot, MemorySegment failure) {
        try {
            create(failureName(index), MAGIC, Long.BYTES, failure);
        } catch (MillraceException notTheFirst) {
            // or there is no room: then the bit alone tells
        }
        CrashPoint.hit("each.afterFailure");
        WORD.setRelease(task(index), wordOffset(seat), FAILED | who(ProcessHandle.current().pid(), slot));
        pool.taskNews().ring();
    }

    /// Tells that the one in that seat leaves out a forgotten task.
    void leftOut(int index, int seat, int slot) {
        WORD.setRelease(task(index), wordOffset(seat), FAILED | who(ProcessHandle.current().pid(), slot));
        pool.taskNews().ring();
    }

    /// Drops the list, before the pool is dropped.
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
            // never made, or another one who drops the pool was quicker
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

    private static long ran(MemorySegment task, int seat) {
        return (long) WORD.getAcquire(task, wordOffset(seat));
    }

    private static long wordOffset(int seat) {
        return Long.BYTES + seat * (long) Long.BYTES;
    }

    private long wordsEnd() {
        return wordOffset(pool.shape().seats());
    }

    private static long who(long pid, int slot) {
        return pid << 10 | slot;
    }

    private String name(int index) {
        return "each-%s-%d".formatted(pool.id(), index);
    }

    private String failureName(int index) {
        return name(index) + "-failure";
    }
}
