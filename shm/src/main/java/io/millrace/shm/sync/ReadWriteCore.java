package io.millrace.shm.sync;

import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.LockWord;
import io.millrace.shm.layout.OwnerBits;
import io.millrace.shm.layout.ProcessSlot;
import io.millrace.shm.layout.ReaderWords;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.sync.FutexWord.Sleep;
import io.millrace.shm.sync.LockCore.Sharing;
import io.millrace.shm.sync.LockCore.Taken;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/// The machine of one read-write lock: the lock of the writers, and one word for each process that
/// counts its threads which read.
///
/// ```text
///   reader:  count + 1 (R1) ──▶ the writers' word has no owner and no mark ──▶ inside ──▶ count - 1 (R2)
///                     └──────▶ it has ──▶ count - 1 (R2) ──▶ sleep on the writers' word
///   writer:  take the word, ENTERING (L1) ──▶ all counts are 0 ──▶ clear ENTERING (L6), inside
/// ```
///
/// **Invariants.** 1. R1 and the reader's look at the word, L1 and the writer's look at the count
/// are a Dekker pair: each is a full fence between a store and a load, so at least one sees the
/// other. 2. A thread counts once, however often it reads; how often stands in the heap.
///
/// **Order.** R1, R2 and L1 are read-modify-write; the looks are volatile.
///
/// **Death.** Of a reader between R1 and R2: the recoverer sets the count of its slot to 0 (R3) and
/// wakes the writer. Of a writer: as [LockCore]; one that dies `ENTERING` was never inside and
/// leaves no mark. Of a reader after R2, before the wake: the writer looks after a slice. A reading
/// thread that ends is counted off by its process.
final class ReadWriteCore {
    private static final VarHandle COUNT = ValueLayout.JAVA_INT
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();

    private final Site site;
    private final MemorySegment segment;
    private final LockCore writer;
    private final FutexWord own;
    private final ConcurrentHashMap<Integer, Hold> holds = new ConcurrentHashMap<>();

    /// How often a thread of this process reads; written by that thread alone.
    private static final class Hold {
        private int depth;
    }

    private ReadWriteCore(Region region) {
        site = Site.of(region, ReaderWords.LAYOUT.byteSize());
        segment = site.segment();
        writer = new LockCore(site, 0, Sharing.WITH_READERS);
        own = new FutexWord(segment, ReaderWords.offset(Math.max(1, site.slot())));
    }

    static ReadWriteCore of(Region region) {
        return Site.require(region, RegionKind.READ_WRITE_LOCK).companion(ReadWriteCore.class, ReadWriteCore::new);
    }

    Site site() {
        return site;
    }

    LockCore writer() {
        return writer;
    }

    private Hold hold() {
        return holds.computeIfAbsent(ThreadNumbers.current(), number -> new Hold());
    }

    int readDepth() {
        return hold().depth;
    }

    /// Takes the lock for reading; `OWNER_DIED`: not taken, the mark stands in the way.
    Taken read(Patience patience, Interrupts interrupts) throws InterruptedException {
        Hold hold = hold();
        if (hold.depth > 0) {
            hold.depth++;
            return Taken.CLEAN;
        }
        site.check();
        long start = System.nanoTime();
        boolean slept = false;
        while (true) {
            Taken taken = tryRead(hold);
            if (taken != Taken.NO) {
                if (slept && taken == Taken.CLEAN) {
                    writer.clear(LockWord.STARVING);
                }
                return taken;
            }
            if (patience.isOver()) {
                return Taken.NO;
            }
            long word = writer.word();
            if ((word & OwnerBits.MASK) != 0) {
                slept |= writer.sleep(word, start, patience, Sleep.ALL);
            }
            interrupts.check();
        }
    }

    private Taken tryRead(Hold hold) {
        own.addAndGet(1); // R1
        CrashPoint.hit("read.counted");
        long word = writer.wordVolatile();
        boolean marked = (word & LockWord.OWNER_DIED) != 0 && !writer.continuesAfterDeath();
        boolean mayEnter = (word & OwnerBits.MASK) == 0 && !marked || writer.isHeldByCurrentThread();
        if (mayEnter) {
            hold.depth = 1;
            CrashPoint.hit("read.inside");
            return Taken.CLEAN;
        }
        countOff();
        return (word & OwnerBits.MASK) == 0 ? Taken.OWNER_DIED : Taken.NO;
    }

    /// Lets go of one reading.
    void unread() {
        Hold hold = hold();
        if (hold.depth == 0) {
            throw new IllegalMonitorStateException("the lock is not held for reading by this thread: lock="
                    + site.region().name() + "; only a thread that locked it may unlock it");
        }
        hold.depth--;
        if (hold.depth == 0) {
            countOff();
        }
    }

    private void countOff() {
        int left = own.addAndGet(-1); // R2
        CrashPoint.hit("read.left");
        if (left == 0 && (writer.wordVolatile() & OwnerBits.MASK) != 0) {
            own.wakeAll();
        }
    }

    /// Takes the lock for writing; the caller does not have it.
    ///
    /// @param refuses whether `OWNER_DIED` is all that the caller wants to know: then it comes without
    ///         waiting for readers, and the caller only lets go again
    Taken write(boolean refuses, Patience patience, Interrupts interrupts) throws InterruptedException {
        if (readDepth() > 0) {
            throw new IllegalMonitorStateException("this thread reads, and would wait for itself: lock="
                    + site.region().name() + "; unlock the read lock before you lock the write lock");
        }
        return awaitReaders(takeWord(patience, interrupts), refuses, patience, interrupts);
    }

    /// Takes the lock for writing if it is still marked by then, for a reader to whom the mark stood
    /// in the way. `CLEAN`: not taken; somebody has put it right meanwhile and may be inside as a
    /// reader.
    ///
    /// @param refuses as of [#write]
    Taken writeIfMarked(boolean refuses, Patience patience, Interrupts interrupts) throws InterruptedException {
        Taken taken = takeWord(patience, interrupts);
        if (taken == Taken.CLEAN) {
            writer.exit();
            return taken;
        }
        return awaitReaders(taken, refuses, patience, interrupts);
    }

    private Taken takeWord(Patience patience, Interrupts interrupts) throws InterruptedException {
        return patience.isOver() ? writer.tryTake() : writer.enter(patience, interrupts);
    }

    /// Second half of taking the lock for writing.
    private Taken awaitReaders(Taken taken, boolean refuses, Patience patience, Interrupts interrupts)
            throws InterruptedException {
        if (taken == Taken.NO || taken == Taken.OWNER_DIED && refuses) {
            return taken;
        }
        boolean inside = false;
        try {
            inside = awaitReaders(patience, interrupts);
        } finally {
            if (!inside) {
                writer.exit();
            }
        }
        if (!inside) {
            return Taken.NO;
        }
        CrashPoint.hit("write.noReaders");
        writer.clear(LockWord.ENTERING); // L6
        return taken;
    }

    private boolean awaitReaders(Patience patience, Interrupts interrupts) throws InterruptedException {
        CrashPoint.hit("write.entering");
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            if (count(slot) != 0 && !awaitReaders(slot, patience, interrupts)) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitReaders(int slot, Patience patience, Interrupts interrupts) throws InterruptedException {
        FutexWord readers = slot == site.slot() ? own : new FutexWord(segment, ReaderWords.offset(slot));
        for (int seen = readers.getVolatile(); seen != 0; seen = readers.getVolatile()) {
            if (patience.isOver()) {
                return false;
            }
            interrupts.check();
            readers.sleep(seen, patience.sliceNanos(), Sleep.ONE);
            site.check();
            if (readers.getVolatile() == seen) {
                site.recoverIfDead(slot);
            }
        }
        return true;
    }

    private int count(int slot) {
        return (int) COUNT.getVolatile(segment, ReaderWords.offset(slot));
    }

    /// How many threads read now, of all processes.
    long readers() {
        long sum = 0;
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            sum += Math.max(0, count(slot));
        }
        return sum;
    }

    /// R3 and L4 for a dead process; the caller holds its byte.
    void recover(int deadSlot) {
        writer.recover(deadSlot);
        if (count(deadSlot) != 0) {
            FutexWord readers = new FutexWord(segment, ReaderWords.offset(deadSlot));
            readers.setRelease(0); // R3
            CrashPoint.hit("recover.readers");
            readers.wakeAll();
        }
    }

    /// R2 and L4 for threads of this process that ended.
    void giveBack(IntPredicate ended) {
        writer.giveBack(ended);
        holds.forEach((number, hold) -> {
            if (ended.test(number) && holds.remove(number, hold) && hold.depth > 0) {
                countOff();
            }
        });
    }
}
