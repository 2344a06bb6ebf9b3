package io.millrace.engine.snapshot;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.counter.CounterViews;
import io.millrace.shm.internal.lock.SyncViews;
import io.millrace.shm.internal.map.MapViews;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.queue.QueueViews;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.ring.BroadcastViews;
import io.millrace.shm.internal.ring.PipeViews;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// Reads one snapshot through an attachment that is read-only.
///
/// A region that is dropped while it is read looks damaged, because its bytes may belong to another one
/// by then. So the reader begins anew, a few times: only what stays damaged is.
final class SnapshotReader {
    private static final int MOST_ATTEMPTS = 10;

    private final Regions memory;
    private final ProcessViews processes;

    private SnapshotReader(Regions memory) {
        this.memory = memory;
        processes = new ProcessViews(memory.slotHolder());
    }

    static Snapshot read(Regions memory) {
        for (int attempt = 1; ; attempt++) {
            try {
                return new SnapshotReader(memory).readOnce();
            } catch (FileFormatException | RegionDroppedException | IndexOutOfBoundsException changing) {
                if (attempt == MOST_ATTEMPTS) {
                    throw new FileFormatException(
                            "the tables of the file are damaged: file=%s, cause=%s; the regions may still be read"
                                    .formatted(memory.file(), changing.getMessage()),
                            changing);
                }
            }
        }
    }

    private Snapshot readOnce() {
        List<RegionInfo> regions = memory.allRegions().stream()
                .filter(region -> region.kind() != RegionKind.ENGINE)
                .toList();
        return new Snapshot(
                Instant.now(),
                System.nanoTime(),
                memory.fileView(),
                regions,
                processes.all(),
                new SyncViews(processes).all(memory),
                views(RegionKind.QUEUE, new QueueViews(processes)::of),
                views(RegionKind.PIPE, new PipeViews(processes)::of),
                views(RegionKind.BROADCAST, new BroadcastViews(processes)::of),
                views(RegionKind.COUNTER, CounterViews::of),
                views(RegionKind.MAP, MapViews::of),
                pools(),
                memory.slotHolder().deaths());
    }

    private <V> List<V> views(RegionKind kind, Function<Region, V> look) {
        return memory.openAll(kind).stream().map(look).toList();
    }

    private List<PoolView> pools() {
        return PoolRegion.all(memory).stream()
                .map(pool -> new PoolReader(pool, processes).read())
                .toList();
    }
}
