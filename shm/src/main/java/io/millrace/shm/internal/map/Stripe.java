package io.millrace.shm.internal.map;

import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.MapRow;
import io.millrace.shm.internal.layout.MapStripe;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.lock.LockCore;
import io.millrace.shm.internal.lock.LockCore.Taken;
import io.millrace.shm.internal.lock.WaitContext;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Changes the entries of one stripe of a map, behind its lock.
///
/// ```text
///              claim M1                publish M2: a link leads to it
///    FREE ────────────────▶ UNLINKED ─────────────────────────────────▶ LINKED
///     ▲                      │   ▲                                        │
///     └───── free M3 ────────┘   └─────── M2: the link leads past it ─────┘
/// ```
///
/// A row that is not free belongs to one stripe. While nobody holds the lock of a stripe, exactly one of
/// its rows is unlinked, its *spare*: a replacement is written into the spare, M2 puts it in the place of
/// the old row, and the old row is the next spare. So an entry can be replaced in a full map too. An
/// insertion claims a free row (M1) and publishes it at the head of its bucket (M2). A removal lets the
/// link before the row lead past it (M2), then frees the row (M3).
///
/// **Writers.** M1 is a compare-and-set, M2 and M3 are release stores, all by the owner of the lock of
/// the stripe that the row belongs to. **Invariants.** 1. Each change of an entry is one M2, a store of
/// four bytes: each key has its old or its new value, or is absent. 2. A row is written only while it is
/// unlinked, and all of it before its M2. 3. While the lock is free and not marked `OWNER_DIED`, the rows
/// of the stripe are those that its buckets lead to, and its spare.
///
/// **Order.** L1 of the next owner of the lock acquires what L3 of the last one released, so owners see
/// each other's plain stores. Threads without the lock: see [OptimisticRead].
///
/// **Death.** An owner that dies leaves every link right (1), and at most one row too many: one claimed
/// and not published, one unlinked and not freed, or the old row of a replacement. The recoverer frees
/// the lock and marks it (L4). The next owner, which is the recoverer unless another thread is quicker,
/// then runs [StripeRepair] before it does anything else, and clears the mark (L5) when 3 is true again.
/// If it dies before that, the mark stays, and the one after it repairs from the start.
///
/// **Progress.** A change waits for the living owner of the lock, as `LockCore` does.
final class Stripe {
    private final MapRegion map;
    private final MemorySegment memory;
    private final Buckets buckets;
    private final RowOwners owners;
    private final LockCore lock;
    private final int number;
    private final long offset;

    /// True while the owner of the lock is between two steps of a change. A failure of the JVM in
    /// there, such as the end of its stack, leaves what a death leaves.
    private boolean changing;

    Stripe(MapRegion map, WaitContext context, int number) {
        this.map = map;
        this.number = number;
        memory = map.memory();
        buckets = new Buckets(map);
        owners = new RowOwners(map);
        offset = MapStripe.offset(number);
        lock = LockCore.at(context, offset);
    }

    /// Changes one entry.
    Outcome update(EncodedKey key, Update update) {
        enter();
        try {
            return apply(key, update);
        } finally {
            leave();
        }
    }

    private Outcome apply(EncodedKey key, Update update) {
        long link = buckets.find(key);
        if (link == Buckets.BROKEN) {
            throw broken();
        }
        MemorySegment current = link == Buckets.ABSENT ? null : buckets.value(buckets.row(link));
        return switch (update.of(current)) {
            case Change.Keep _ -> Outcome.KEPT;
            case Change.Remove _ -> current == null ? Outcome.KEPT : remove(link);
            case Change.Put(MemorySegment value) ->
                current == null ? insert(key, value) : replace(link, key, value);
        };
    }

    private Outcome insert(EncodedKey key, MemorySegment value) {
        changing = true;
        int row = owners.claim(number);
        if (row == RowOwners.NONE) {
            changing = false;
            return Outcome.FULL;
        }
        long link = map.bucket(map.bucketOf(key.hash()));
        buckets.fill(row, key, value);
        buckets.continueAt(row, MapRow.linkAcquire(memory, link));
        CrashPoint.hit("map.filled");
        MapRow.linkRelease(memory, link, row + 1); // M2
        CrashPoint.hit("map.inserted");
        count(1);
        changing = false;
        return Outcome.CHANGED;
    }

    private Outcome replace(long link, EncodedKey key, MemorySegment value) {
        int old = buckets.row(link);
        int row = MapStripe.spareOpaque(memory, offset);
        if (!owners.isOf(row, number) || row == old) {
            throw MapRegion.damaged(map.region(), "a stripe has no spare row: stripe=" + number);
        }
        changing = true;
        buckets.fill(row, key, value);
        buckets.continueAt(row, MapRow.linkAcquire(memory, map.row(old) + MapRow.NEXT));
        CrashPoint.hit("map.spareFilled");
        MapRow.linkRelease(memory, link, row + 1); // M2
        CrashPoint.hit("map.replaced");
        MapStripe.spareOpaque(memory, offset, old);
        CrashPoint.hit("map.spareKept");
        changing = false;
        return Outcome.CHANGED;
    }

    private Outcome remove(long link) {
        int row = buckets.row(link);
        changing = true;
        MapRow.linkRelease(memory, link, MapRow.linkAcquire(memory, map.row(row) + MapRow.NEXT)); // M2
        CrashPoint.hit("map.unlinked");
        owners.free(row);
        CrashPoint.hit("map.freed");
        count(-1);
        changing = false;
        return Outcome.CHANGED;
    }

    private void count(int more) {
        MapStripe.entriesOpaque(memory, offset, MapStripe.entriesOpaque(memory, offset) + more);
    }

    /// Removes all entries, the first one of a bucket after the other.
    void clear() {
        enter();
        try {
            int left = map.rowCount();
            for (int bucket = number; bucket < map.bucketCount(); bucket += map.stripeCount()) {
                left = clear(map.bucket(bucket), left);
            }
        } finally {
            leave();
        }
    }

    /// Returns how many rows the map has left; more rows than it has are links in a circle.
    private int clear(long link, int mostRows) {
        int left = mostRows;
        while (buckets.row(link) >= 0) {
            if (left-- == 0) {
                throw broken();
            }
            remove(link);
        }
        return left;
    }

    /// Takes the lock; if its last owner died, puts right what that one left.
    private void enter() {
        Taken taken = lock.enterFast() ? Taken.CLEAN : take();
        VarHandle.storeStoreFence(); // the owner is in the word before anything is changed
        if (taken == Taken.OWNER_DIED) {
            repairOrExit();
        }
    }

    private Taken take() {
        try {
            return lock.enter(Deadline.forever(), Interrupts.KEEP);
        } catch (InterruptedException impossible) {
            throw new AssertionError("an interrupt ended a wait that none ends", impossible);
        }
    }

    private void repairOrExit() {
        boolean repaired = false;
        try {
            repair();
            lock.clear(LockWord.OWNER_DIED);
            repaired = true;
        } finally {
            if (!repaired) {
                lock.exit();
            }
        }
    }

    private void repair() {
        new StripeRepair(map, buckets, owners, number).run();
        CrashPoint.hit("recover.mapRepaired");
    }

    private void leave() {
        try {
            if (changing) {
                repair();
                changing = false;
            }
        } finally {
            lock.exit();
        }
    }

    /// Repairs the stripe if its last owner died and no thread is at it. Never waits.
    void repairIfMarked() {
        if ((lock.word() & LockWord.OWNER_DIED) == 0) {
            return;
        }
        switch (lock.takeIfFree()) {
            case NO -> {}
            case CLEAN -> lock.exit();
            case OWNER_DIED -> {
                VarHandle.storeStoreFence();
                repairOrExit();
                lock.exit();
            }
        }
    }

    /// Frees the lock if a thread of this process that ended held it.
    void giveBack(IntPredicate ended) {
        lock.giveBack(ended);
        repairIfMarked();
    }

    /// Frees the lock if the process of that slot held it.
    void recover(int deadSlot) {
        lock.recover(deadSlot);
        repairIfMarked();
    }

    /// The number of entries; a change of another thread may not be counted yet.
    int size() {
        return Math.max(0, MapStripe.entriesOpaque(memory, offset));
    }

    /// The same; counts the rows if the last owner died and nobody has counted them since. Waits for
    /// nobody: while an owner lives, the number that it keeps has to do.
    int countEntries() {
        long word = lock.word();
        if ((word & OwnerBits.MASK) == 0 && (word & LockWord.OWNER_DIED) == 0) {
            return size();
        }
        int[] count = {0};
        OptimisticRead rows = new OptimisticRead(lock, () -> {
            count[0] = 0;
            return eachRow(row -> count[0]++);
        });
        if (!rows.succeedsAtOnce()) {
            return size();
        }
        requireWhole(rows.isWhole());
        return count[0];
    }

    private boolean eachRow(IntConsumer reader) {
        boolean whole = true;
        for (int bucket = number; whole && bucket < map.bucketCount(); bucket += map.stripeCount()) {
            whole = buckets.each(bucket, reader);
        }
        return whole;
    }

    /// Runs the reader, without the lock if that succeeds within a few attempts. It returns false if it
    /// met links that are `BROKEN`, and may run several times: the last run counts.
    void read(OptimisticRead.Reader reader) {
        OptimisticRead read = new OptimisticRead(lock, reader);
        if (read.succeeds() || memory.isReadOnly() && read.succeedsBesideOwner()) {
            requireWhole(read.isWhole());
            return;
        }
        enter();
        try {
            requireWhole(reader.read());
        } finally {
            leave();
        }
    }

    private void requireWhole(boolean whole) {
        if (!whole) {
            throw broken();
        }
    }

    private RuntimeException broken() {
        return MapRegion.damaged(map.region(), "its links are broken: stripe=" + number);
    }
}
