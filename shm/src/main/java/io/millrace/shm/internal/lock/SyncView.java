package io.millrace.shm.internal.lock;

import io.millrace.shm.ProcessInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.BarrierWords;
import io.millrace.shm.internal.layout.EventWord;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A snapshot of something that processes wait on. Taking it writes no byte, also through a memory that
/// is attached read-only, and waits for nobody.
///
/// `waiters` says that somebody may be asleep: it stays set for a while after the last waiter left.
public sealed interface SyncView {
    /// In the directory.
    String name();

    /// Whether somebody may be asleep there.
    boolean waiters();

    /// The owner of a lock.
    ///
    /// @param process the owner's process
    /// @param thread its number in that process
    record Holder(ProcessInfo process, int thread) {}

    /// A `SharedLock`.
    ///
    /// @param marked an owner died inside
    /// @param acquisitions how often it was taken, modulo 2^32
    record Lock(String name, Optional<Holder> owner, boolean waiters, boolean marked, long acquisitions)
            implements SyncView {}

    /// A `SharedReadWriteLock`.
    ///
    /// @param writer the thread that writes, or waits until the readers have left
    /// @param readers how many threads read
    /// @param marked a writer died inside
    record ReadWriteLock(String name, Optional<Holder> writer, long readers, boolean waiters, boolean marked)
            implements SyncView {}

    /// A `SharedCondition`.
    record Condition(String name, boolean waiters) implements SyncView {}

    /// A `SharedSemaphore`.
    record Semaphore(String name, int available, int maximum, boolean waiters) implements SyncView {}

    /// A `SharedEvent`.
    record Event(String name, boolean isSet, boolean waiters) implements SyncView {}

    /// A `SharedBarrier`.
    record Barrier(String name, int parties, int waiting, boolean broken, boolean waiters) implements SyncView {}

    /// All that processes wait on in a memory, by kind.
    static List<SyncView> all(Regions memory) {
        return Stream.of(
                        RegionKind.LOCK,
                        RegionKind.READ_WRITE_LOCK,
                        RegionKind.CONDITION,
                        RegionKind.SEMAPHORE,
                        RegionKind.EVENT,
                        RegionKind.BARRIER)
                .flatMap(kind -> memory.openAll(kind).stream())
                .map(SyncView::of)
                .toList();
    }

    /// Looks at one region of those kinds; `IllegalArgumentException` for others.
    static SyncView of(Region region) {
        return switch (region.kind()) {
            case LOCK -> lock(region);
            case READ_WRITE_LOCK -> readWriteLock(region);
            case CONDITION -> new Condition(region.name(), ConditionCore.of(region).hasWaiters());
            case SEMAPHORE -> {
                SemaphoreCore core = SemaphoreCore.of(region);
                yield new Semaphore(region.name(), core.available(), core.maximum(), core.hasWaiters());
            }
            case EVENT -> {
                int word = EventCore.of(region).word();
                yield new Event(region.name(), (word & EventWord.SET) != 0, (word & EventWord.WAITERS) != 0);
            }
            case BARRIER -> barrier(region);
            default -> throw new IllegalArgumentException("nobody waits on that: region=" + region.info());
        };
    }

    private static Lock lock(Region region) {
        long word = LockCore.of(region).word();
        return new Lock(
                region.name(),
                holder(region, word),
                (word & LockWord.WAITERS) != 0,
                (word & LockWord.OWNER_DIED) != 0,
                LockWord.SEQUENCE.get(word));
    }

    private static ReadWriteLock readWriteLock(Region region) {
        ReadWriteCore core = ReadWriteCore.of(region);
        long word = core.writer().word();
        return new ReadWriteLock(
                region.name(),
                holder(region, word),
                core.readers(),
                (word & LockWord.WAITERS) != 0,
                (word & LockWord.OWNER_DIED) != 0);
    }

    private static Barrier barrier(Region region) {
        BarrierCore core = BarrierCore.of(region);
        long word = core.word();
        boolean broken = (word & BarrierWords.BROKEN) != 0;
        int waiting = broken ? 0 : core.waiting(BarrierWords.generation(word));
        return new Barrier(region.name(), core.parties(), waiting, broken, (word & BarrierWords.WAITERS) != 0);
    }

    private static Optional<Holder> holder(Region region, long word) {
        int slot = OwnerBits.slot(word);
        return slot == 0
                ? Optional.empty()
                : Optional.of(new Holder(region.memory().slotHolder().info(slot), OwnerBits.thread(word)));
    }
}
