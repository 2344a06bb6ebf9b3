package io.millrace.engine;

import io.millrace.engine.job.JobRecovery;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.kernel.KernelChoice;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.pool.GuestCrew;
import io.millrace.engine.pool.SourcePrograms;
import io.millrace.engine.worker.WorkerSelf;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.region.Regions;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A pool that another process started and this one submits to. Its workers are not this process's:
/// it neither replaces nor resizes them. It takes one of the helpers' seats, so that the tables stay
/// when the owner dies and tell of it; tables that are gone were removed by an owner that closed the
/// pool.
final class GuestPool implements Tenure {
    private final PoolRegion region;
    private final ProcessInfo owner;
    private final Regions.Pin pin;
    private final Helpers helpers;
    private final Crew crew;
    private final WorkerSelf caller;

    /// @param name null: the only one there is
    GuestPool(SharedMemory memory, @Nullable String name) {
        this.region = name == null ? only(memory) : named(memory, name);
        this.owner = memory.attachment().info(region.ownerSlot());
        refuseOwnWorkers();
        requireOpen();
        memory.attachment().needsSweeper(JobRecovery.BIT);
        this.pin = memory.pin("pool " + region.name());
        this.helpers = new Helpers(region, Once.of(() -> KernelChoice.resolve(region.shape().kernel())));
        this.crew = new GuestCrew(region, owner.pid());
        this.caller = new WorkerSelf(0, region.name(), memory);
        helpers.sitDown();
    }

    private static PoolRegion named(SharedMemory memory, String name) {
        try {
            return PoolRegion.open(memory, name);
        } catch (NoSuchRegionException none) {
            throw new NoSuchRegionException("no pool of that name in this file: pool=%s, file=%s, pools=%s; start it there first"
                    .formatted(name, memory.file(), PoolRegion.all(memory).stream().map(PoolRegion::name).toList()));
        }
    }

    private static PoolRegion only(SharedMemory memory) {
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

    /// A task that waits for its own pool would wait for itself.
    private void refuseOwnWorkers() {
        WorkerSelf.current().filter(self -> self.isOf(region)).ifPresent(self -> {
            throw new IllegalStateException(
                    "a worker cannot submit to its own pool, where it might wait for itself: pool=%s, worker=%d; start another pool"
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
    public Helpers helpers() {
        return helpers;
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
                "its owner has closed the pool: pool=%s, owner=%d; start another".formatted(region.name(), owner.pid()));
    }

    @Override
    public void dismiss() {
        // the workers are another's, who goes on with them
    }

    @Override
    public void close() {
        try {
            if (!region.isGone()) {
                helpers.close();
            }
        } finally {
            pin.close();
        }
    }
}
