package io.millrace.engine.snapshot;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.CounterView;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.FileView;
import io.millrace.shm.view.MapView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What a file holds at about one moment: regions, processes, who holds which lock, what waits in
/// which queue, what was counted, and how far the jobs of its pools are.
///
/// ```java
/// Snapshot earlier = Snapshot.of(Path.of("/dev/shm/prices.mill"));
/// Thread.sleep(1000);
/// Snapshot later = Snapshot.of(Path.of("/dev/shm/prices.mill"));
/// later.queues().forEach(queue -> System.out.println(queue.name() + ": " + queue.depth() + " wait"));
/// System.out.println(later.since(earlier).queues());
/// ```
///
/// @param takenAt when it was taken, by the clock of this system
/// @param nanoTime the same moment by [System#nanoTime]
/// @param regions the regions of users, in directory order
/// @param processes those that are attached, and those that died and were not recovered yet
/// @param waits locks, conditions, semaphores, events and barriers, by kind
/// @param queues in directory order, as are pipes, broadcasts, counters, maps and pools
/// @param deaths the last processes that died and were recovered, the oldest first
public record Snapshot(
        Instant takenAt,
        long nanoTime,
        FileView file,
        List<RegionInfo> regions,
        List<ProcessView> processes,
        List<SyncView> waits,
        List<QueueView> queues,
        List<PipeView> pipes,
        List<BroadcastView> broadcasts,
        List<CounterView> counters,
        List<MapView> maps,
        List<PoolView> pools,
        List<DeathView> deaths) {

    public Snapshot {
        Objects.requireNonNull(takenAt, "takenAt");
        Objects.requireNonNull(file, "file");
        regions = List.copyOf(regions);
        processes = List.copyOf(processes);
        waits = List.copyOf(waits);
        queues = List.copyOf(queues);
        pipes = List.copyOf(pipes);
        broadcasts = List.copyOf(broadcasts);
        counters = List.copyOf(counters);
        maps = List.copyOf(maps);
        pools = List.copyOf(pools);
        deaths = List.copyOf(deaths);
    }

    /// Reads a file, of a program that runs or is dead, without a process slot and without changing a
    /// byte.
    ///
    /// @throws FileAccessException when there is no such file, this process may not read it, or it was
    ///         cut short meanwhile
    /// @throws FileFormatException when it is no file of this version, or its tables are damaged
    public static Snapshot of(Path file) {
        try (SharedMemory memory = SharedMemory.attachReadOnly(file)) {
            return of(memory);
        }
    }

    /// Reads the file that a memory is attached to. It is read through an attachment of its own that
    /// is read-only, unless `memory` is read-only itself: so a program that takes snapshots again and
    /// again attaches read-only once.
    ///
    /// @throws FileAccessException when the file was cut short meanwhile
    /// @throws FileFormatException when its tables are damaged
    /// @throws IllegalStateException when the memory is closed
    public static Snapshot of(MemoryHandle memory) {
        try {
            return MemoryAccess.regionsOf(memory).observe(SnapshotReader::read);
        } catch (InternalError unmapped) { // the JVM turns SIGBUS into InternalError
            throw new FileAccessException(
                    "the file was cut short while it was read: file=%s; try again when no process changes it"
                            .formatted(MemoryAccess.regionsOf(memory).file()),
                    unmapped);
        }
    }

    /// What happened since an earlier snapshot of the same file.
    ///
    /// @throws IllegalArgumentException when `earlier` is of another file, or not earlier
    public Rates since(Snapshot earlier) {
        return RateMeter.between(earlier, this);
    }
}
