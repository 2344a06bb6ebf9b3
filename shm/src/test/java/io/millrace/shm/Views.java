package io.millrace.shm;

import io.millrace.shm.internal.lock.SyncViews;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.queue.QueueViews;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.ring.BroadcastViews;
import io.millrace.shm.internal.ring.PipeViews;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.util.List;

/// Looks at the regions of a memory, for tests.
public final class Views {
    private Views() {}

    /// All that processes wait on.
    public static List<SyncView> waits(SharedMemory memory) {
        Regions regions = MemoryAccess.regionsOf(memory);
        return new SyncViews(processes(regions)).all(regions);
    }

    /// Something that processes wait on, by name.
    public static SyncView wait(SharedMemory memory, String name) {
        return waits(memory).stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Something that processes wait on, by its region.
    public static SyncView wait(Region region) {
        return new SyncViews(processes(region.memory())).of(region);
    }

    /// A queue, by name.
    public static QueueView queue(SharedMemory memory, String name) {
        Region region = region(memory, name, RegionKind.QUEUE);
        return new QueueViews(processes(region.memory())).of(region);
    }

    /// A pipe, by name.
    public static PipeView pipe(SharedMemory memory, String name) {
        Region region = region(memory, name, RegionKind.PIPE);
        return new PipeViews(processes(region.memory())).of(region);
    }

    /// A broadcast, by name.
    public static BroadcastView broadcast(SharedMemory memory, String name) {
        Region region = region(memory, name, RegionKind.BROADCAST);
        return new BroadcastViews(processes(region.memory())).of(region);
    }

    private static Region region(SharedMemory memory, String name, RegionKind kind) {
        return MemoryAccess.regionsOf(memory).openRegion(name, kind);
    }

    private static ProcessViews processes(Regions regions) {
        return new ProcessViews(regions.slotHolder());
    }
}
