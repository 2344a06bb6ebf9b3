package io.millrace.engine.internal.monitor;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Regions;
import java.util.List;

/// The contents of a file at about one moment.
///
/// @param regions the regions of users, in directory order
/// @param processes the living processes
/// @param pools the pools with their jobs
/// @param traffic locks, queues, pipes and broadcasts
public record Snapshot(
        List<RegionInfo> regions, List<ProcessInfo> processes, List<PoolFacts> pools, Traffic traffic) {

    /// Keeps copies of the lists.
    public Snapshot {
        regions = List.copyOf(regions);
        processes = List.copyOf(processes);
        pools = List.copyOf(pools);
    }

    /// Reads a file. Attach the file read-only, so that reading changes nothing in it.
    ///
    /// @param processes the living processes
    /// @throws FileFormatException when the tables of a pool are damaged
    public static Snapshot of(MemoryHandle handle, List<ProcessInfo> processes) {
        Regions memory = MemoryAccess.regionsOf(handle);
        List<RegionInfo> regions = memory.allRegions().stream()
                .filter(region -> region.kind() != RegionKind.ENGINE)
                .toList();
        try {
            List<PoolFacts> pools =
                    PoolRegion.all(memory).stream().map(PoolFacts::of).toList();
            return new Snapshot(regions, processes, pools, Traffic.of(memory, regions));
        } catch (IndexOutOfBoundsException damaged) {
            throw new FileFormatException(
                    "the tables of a pool are damaged: file=%s, cause=%s; the regions may still be read"
                            .formatted(memory.file(), damaged.getMessage()),
                    damaged);
        }
    }
}
