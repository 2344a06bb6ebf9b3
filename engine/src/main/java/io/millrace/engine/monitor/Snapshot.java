package io.millrace.engine.monitor;

import io.millrace.engine.job.PoolRegion;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.region.Regions;
import java.util.List;

/// What stands in a file at about one moment.
///
/// @param regions those of users, in directory order
/// @param processes the living
/// @param pools with their jobs
/// @param traffic locks, queues and their kin
public record Snapshot(
        List<RegionInfo> regions, List<ProcessInfo> processes, List<PoolFacts> pools, Traffic traffic) {

    /// Keeps copies of the lists.
    public Snapshot {
        regions = List.copyOf(regions);
        processes = List.copyOf(processes);
        pools = List.copyOf(pools);
    }

    /// Looks at a file, best attached read-only: then nothing of the file changes.
    ///
    /// @param processes the living, as the file's door lists them
    /// @throws FileFormatException when the tables of a pool make no sense
    public static Snapshot of(Regions memory, List<ProcessInfo> processes) {
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
