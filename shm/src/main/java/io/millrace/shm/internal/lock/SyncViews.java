package io.millrace.shm.internal.lock;

import io.millrace.shm.Death;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.BarrierWords;
import io.millrace.shm.internal.layout.EventWord;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.SyncView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at what processes wait on. Writes no byte, also through a memory that is attached read-only,
/// and waits for nobody.
///
/// @param processes the processes of the snapshot
public record SyncViews(ProcessViews processes) {
    /// All that processes wait on in a memory, by kind.
    public List<SyncView> all(Regions memory) {
        return Stream.of(
                        RegionKind.LOCK,
                        RegionKind.READ_WRITE_LOCK,
                        RegionKind.CONDITION,
                        RegionKind.SEMAPHORE,
                        RegionKind.EVENT,
                        RegionKind.BARRIER)
                .flatMap(kind -> memory.openAll(kind).stream())
                .map(this::of)
                .toList();
    }

    /// Looks at one region of those kinds; `IllegalArgumentException` for others.
    public SyncView of(Region region) {
        return switch (region.kind()) {
            case LOCK -> lock(region);
            case READ_WRITE_LOCK -> readWriteLock(region);
            case CONDITION -> condition(region);
            case SEMAPHORE -> {
                SemaphoreCore core = SemaphoreCore.of(region);
                yield new SyncView.Semaphore(
                        region.name(), core.available(), core.maximum(), core.holders(processes), core.hasWaiters());
            }
            case EVENT -> {
                int word = EventCore.of(region).word();
                yield new SyncView.Event(
                        region.name(), (word & EventWord.SET) != 0, (word & EventWord.WAITERS) != 0);
            }
            case BARRIER -> barrier(region);
            default -> throw new IllegalArgumentException("nobody waits on that: region=" + region.info());
        };
    }

    private SyncView lock(Region region) {
        LockCore core = LockCore.of(region);
        long word = core.word();
        return new SyncView.Lock(
                region.name(),
                holder(word),
                (word & LockWord.WAITERS) != 0,
                (word & LockWord.OWNER_DIED) != 0,
                LockWord.SEQUENCE.get(word),
                lastDeath(core));
    }

    private SyncView readWriteLock(Region region) {
        ReadWriteCore core = ReadWriteCore.of(region);
        long word = core.writer().word();
        return new SyncView.ReadWriteLock(
                region.name(),
                holder(word),
                core.readers(processes),
                (word & LockWord.WAITERS) != 0,
                (word & LockWord.OWNER_DIED) != 0,
                lastDeath(core.writer()));
    }

    private SyncView condition(Region region) {
        ConditionCore core = ConditionCore.of(region);
        return new SyncView.Condition(region.name(), core.waiting(processes), core.hasWaiters());
    }

    private SyncView barrier(Region region) {
        BarrierCore core = BarrierCore.of(region);
        long word = core.word();
        boolean broken = (word & BarrierWords.BROKEN) != 0;
        List<Holder> arrived = new ArrayList<>();
        if (!broken) {
            core.arrived(BarrierWords.generation(word), owner -> holder(owner).ifPresent(arrived::add));
        }
        return new SyncView.Barrier(
                region.name(), core.parties(), arrived, broken, (word & BarrierWords.WAITERS) != 0);
    }

    private Optional<Holder> holder(long word) {
        int slot = OwnerBits.slot(word);
        return slot == 0 ? Optional.empty() : Optional.of(processes.thread(slot, OwnerBits.thread(word)));
    }

    private static Optional<Death> lastDeath(LockCore core) {
        Death death = core.death();
        return death.noticedAt().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(death);
    }
}
