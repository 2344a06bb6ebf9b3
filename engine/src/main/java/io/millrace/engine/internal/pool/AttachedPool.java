package io.millrace.engine.internal.pool;

import io.millrace.engine.internal.crew.AttachedCrew;
import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.jvm.SourcePrograms;
import io.millrace.engine.internal.kernel.KernelLoader;
import io.millrace.engine.internal.worker.WorkerSelf;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.Regions;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A pool that another process started and this one submits to: this process neither replaces nor resizes
/// the workers. It occupies one of the submitter slots, so that the tables stay when the owner dies and show
/// that; only an owner that closes the pool removes the tables.
public final class AttachedPool implements PoolBackend {
    private final PoolRegion region;
    private final ProcessInfo owner;
    private final Regions.Pin pin;
    private final SubmitterSlots submitterSlots;
    private final Crew crew;
    private final WorkerSelf caller;

    /// @param name null: the only pool of the file
    public AttachedPool(Regions memory, @Nullable String name) {
        this.region = name == null ? only(memory) : named(memory, name);
        Regions regions = region.memory();
        this.owner = regions.slotHolder().info(region.ownerSlot());
        refuseOwnWorkers();
        requireOpen();
        regions.slotHolder().needsSweeper(SweeperBits.POOLS);
        this.pin = regions.pin("pool " + region.name());
        this.submitterSlots = new SubmitterSlots(region, new KernelLoader(region.shape().kernel()));
        this.crew = new AttachedCrew(region, owner.pid());
        this.caller = new WorkerSelf(0, region.name(), regions);
        submitterSlots.occupy();
    }

    private static PoolRegion named(Regions memory, String name) {
        try {
            return PoolRegion.open(memory, name);
        } catch (NoSuchRegionException none) {
            throw new NoSuchRegionException(
                    "no pool of that name in this file: pool=%s, file=%s, pools=%s; start it there first"
                    .formatted(name, memory.file(), PoolRegion.all(memory).stream().map(PoolRegion::name).toList()));
        }
    }

    private static PoolRegion only(Regions memory) {
        List<PoolRegion> open =
                PoolRegion.all(memory).stream().filter(PoolRegion::isOpen).toList();
        if (open.isEmpty()) {
            throw new NoSuchRegionException(
                    "no pool in this file: file=%s; start one there first".formatted(memory.file()));
        }
        if (open.size() > 1) {
            throw new IllegalArgumentException("several pools in this file: file=%s, names=%s; say which"
                    .formatted(memory.file(), open.stream().map(PoolRegion::name).collect(Collectors.joining(", "))));
        }
        return open.getFirst();
    }

    /// Refuses a worker of that pool: a task that waits for its own pool would wait for itself.
    private void refuseOwnWorkers() {
        WorkerSelf.current().filter(self -> self.isOf(region)).ifPresent(self -> {
            throw new IllegalStateException(
                    ("a worker cannot submit to its own pool, where it might wait for itself: pool=%s, worker=%s;"
                            + " start another pool")
                            .formatted(region.name(), self.index()));
        });
    }

    @Override
    public PoolRegion region() {
        return region;
    }

    @Override
    public Crew crew() {
        return crew;
    }

    @Override
    public SubmitterSlots submitterSlots() {
        return submitterSlots;
    }

    @Override
    public WorkerSelf caller() {
        return caller;
    }

    @Override
    public void requireLoadable(Object function) {
        SourcePrograms.refuse(function);
    }

    @Override
    public void resize(int workers) {
        crew.resize(workers);
    }

    @Override
    public void requireOpen() {
        boolean gone = region.isGone();
        if (!gone && region.isOpen()) {
            return;
        }
        if (!gone && region.isAbandoned()) {
            throw region.ownerDied();
        }
        throw new IllegalStateException(
                "its owner has closed the pool: pool=%s, owner=%s; start another"
                        .formatted(region.name(), owner.pid()));
    }

    @Override
    public void dismiss() {
        // the owner keeps the workers
    }

    @Override
    public void close() {
        try {
            if (!region.isGone()) {
                submitterSlots.close();
            }
        } finally {
            pin.close();
        }
    }
}
