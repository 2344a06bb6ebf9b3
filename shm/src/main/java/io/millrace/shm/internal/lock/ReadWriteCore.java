package io.millrace.shm.internal.lock;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.layout.ReaderWords;
import io.millrace.shm.internal.lock.LockCore.Sharing;
import io.millrace.shm.internal.lock.LockCore.Taken;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.FutexWord;
import io.millrace.shm.internal.wait.FutexWord.Sleep;
import io.millrace.shm.internal.wait.Interrupts;
import io.millrace.shm.view.Holder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The protocol of one read-write lock: the lock of the writers, and one word for each process that
/// counts its reading threads.
///
/// ```text
///   reader:  count + 1 (R1) ──▶ the writers' word has no owner and no mark ──▶ inside ──▶ count - 1 (R2)
///                     └──────▶ it has ──▶ count - 1 (R2) ──▶ sleep on the writers' word
///   writer:  take the word, ENTERING (L1) ──▶ all counts are 0 ──▶ clear ENTERING (L6), inside
/// ```
///
/// **Invariants.** 1. R1 and the reader's look at the word, L1 and the writer's look at the count
/// are a Dekker pair: each is a full fence between a store and a load, so at least one sees the
/// other. 2. A thread counts once, however often it reads; the depth stands in the heap.
///
/// **Order.** R1, R2 and L1 are read-modify-write; the looks are volatile.
///
/// **Death.** Of a reader between R1 and R2: the recoverer sets the count of its slot to 0 (R3) and
/// wakes the writer. Of a writer: as [LockCore]; a writer that dies `ENTERING` never held the lock and
/// leaves no mark. Of a reader after R2, before the wake: the writer looks after a slice. The process
/// of a reading thread that ends counts the thread off.
public final class ReadWriteCore {
    private static final VarHandle COUNT = ValueLayout.JAVA_INT
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();

    private final WaitContext context;
    private final MemorySegment segment;
    private final LockCore writer;
    private final FutexWord own;
    private final ConcurrentHashMap<Integer, Hold> holds = new ConcurrentHashMap<>();

    /// How often a thread of this process reads; written by that thread alone.
    private static final class Hold {
        private int depth;
    }

    private ReadWriteCore(Region region) {
        context = WaitContext.of(region, ReaderWords.LAYOUT.byteSize());
        segment = context.segment();
        writer = new LockCore(context, 0, Sharing.WITH_READERS);
        own = new FutexWord(segment, ReaderWords.offset(Math.max(1, context.slot())));
    }

    /// What a new read-write lock is made from.
    ///
    /// @param continues whether the next acquirer after the death of a writer goes on
    public static RegionRequest request(@Nullable String name, boolean continues) {
        return LockCore.request(name, RegionKind.READ_WRITE_LOCK, ReaderWords.LAYOUT.byteSize(), continues);
    }

    public static ReadWriteCore of(Region region) {
        return WaitContext.require(region, RegionKind.READ_WRITE_LOCK)
                .companion(ReadWriteCore.class, ReadWriteCore::new);
    }

    public WaitContext context() {
        return context;
    }

    public LockCore writer() {
        return writer;
    }

    private Hold hold() {
        return holds.computeIfAbsent(ThreadNumbers.current(), number -> new Hold());
    }

    public int readDepth() {
        return hold().depth;
    }

    /// Takes the lock for reading; `OWNER_DIED`: not taken, the mark stands in the way.
    public Taken read(Deadline deadline, Interrupts interrupts) throws InterruptedException {
        Hold hold = hold();
        if (hold.depth > 0) {
            hold.depth++;
            return Taken.CLEAN;
        }
        context.check();
        long start = System.nanoTime();
        boolean slept = false;
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (true) {
                Taken taken = tryRead(hold);
                if (taken != Taken.NO) {
                    if (slept && taken == Taken.CLEAN) {
                        writer.clear(LockWord.STARVING);
                    }
                    return LockCore.ended(wait, taken);
                }
                if (deadline.isOver()) {
                    return LockCore.ended(wait, Taken.NO);
                }
                long word = writer.word();
                if ((word & OwnerBits.MASK) != 0) {
                    wait = context.begun(wait, WaitedFor.READ_LOCK, OwnerBits.slot(word));
                    slept |= writer.sleep(word, start, deadline, Sleep.ALL);
                }
                interrupts.check();
            }
        } finally {
            wait.close();
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

    /// Unlocks one reading.
    public void unread() {
        Hold hold = hold();
        if (hold.depth == 0) {
            throw new IllegalMonitorStateException("the lock is not held for reading by this thread: lock="
                    + context.region().name() + "; only a thread that locked it may unlock it");
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

    /// Takes the lock for writing; the caller does not hold it.
    ///
    /// @param refuses whether `OWNER_DIED` is all that the caller wants to know: then it comes without
    ///         waiting for readers, and the caller only lets go again
    public Taken write(boolean refuses, Deadline deadline, Interrupts interrupts) throws InterruptedException {
        if (readDepth() > 0) {
            throw new IllegalMonitorStateException("this thread reads, and would wait for itself: lock="
                    + context.region().name() + "; unlock the read lock before you lock the write lock");
        }
        return awaitReaders(takeWord(deadline, interrupts), refuses, deadline, interrupts);
    }

    /// Takes the lock for writing if it is still marked, for a reader that the mark kept out. `CLEAN`: not
    /// taken; another thread has removed the mark meanwhile and may hold the lock as a reader.
    ///
    /// @param refuses as of [#write]
    public Taken writeIfMarked(boolean refuses, Deadline deadline, Interrupts interrupts) throws InterruptedException {
        Taken taken = takeWord(deadline, interrupts);
        if (taken == Taken.CLEAN) {
            writer.exit();
            return taken;
        }
        return awaitReaders(taken, refuses, deadline, interrupts);
    }

    private Taken takeWord(Deadline deadline, Interrupts interrupts) throws InterruptedException {
        return deadline.isOver() ? writer.tryTake() : writer.enter(deadline, interrupts);
    }

    /// Second half of taking the lock for writing.
    private Taken awaitReaders(Taken taken, boolean refuses, Deadline deadline, Interrupts interrupts)
            throws InterruptedException {
        if (taken == Taken.NO || taken == Taken.OWNER_DIED && refuses) {
            return taken;
        }
        boolean inside = false;
        try {
            inside = awaitReaders(deadline, interrupts);
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

    private boolean awaitReaders(Deadline deadline, Interrupts interrupts) throws InterruptedException {
        CrashPoint.hit("write.entering");
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            if (count(slot) != 0 && !awaitReaders(slot, deadline, interrupts)) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitReaders(int slot, Deadline deadline, Interrupts interrupts) throws InterruptedException {
        FutexWord readers = slot == context.slot() ? own : new FutexWord(segment, ReaderWords.offset(slot));
        RecordedWait wait = RecordedWait.NONE;
        try {
            for (int seen = readers.getVolatile(); seen != 0; seen = readers.getVolatile()) {
                if (deadline.isOver()) {
                    return wait.ended(false);
                }
                interrupts.check();
                wait = context.begun(wait, WaitedFor.READERS, slot);
                readers.sleep(seen, deadline.sliceNanos(), Sleep.ONE);
                context.check();
                if (readers.getVolatile() == seen) {
                    context.recoverIfDead(slot);
                }
            }
            return wait.ended(true);
        } finally {
            wait.close();
        }
    }

    private int count(int slot) {
        return (int) COUNT.getVolatile(segment, ReaderWords.offset(slot));
    }

    /// How many threads read now, of all processes.
    public long readers() {
        long sum = 0;
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            sum += Math.max(0, count(slot));
        }
        return sum;
    }

    /// The processes that read now, with the number of their threads.
    List<Holder> readers(ProcessViews processes) {
        List<Holder> readers = new ArrayList<>();
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            int count = count(slot);
            if (count > 0) {
                readers.add(processes.process(slot, count));
            }
        }
        return readers;
    }

    /// R3 and L4 for a dead process; the caller holds its byte.
    void recover(int deadSlot) {
        writer.recover(deadSlot);
        if (count(deadSlot) != 0) {
            FutexWord readers = new FutexWord(segment, ReaderWords.offset(deadSlot));
            context.slotHolder().mended(deadSlot, DeathRecord.LOCKS, count(deadSlot));
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
