package io.millrace.engine.internal.monitor;

import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.lock.SyncView;
import io.millrace.shm.internal.queue.QueueView;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.ring.BroadcastView;
import io.millrace.shm.internal.ring.PipeView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// The regions that processes wait on and send messages through, at about one moment.
///
/// @param waits locks, conditions, semaphores, events and barriers, by kind
/// @param queues in directory order, as are pipes and broadcasts
public record Traffic(
        List<SyncView> waits, List<QueueView> queues, List<PipeView> pipes, List<BroadcastView> broadcasts) {

    /// Keeps copies of the lists.
    public Traffic {
        waits = List.copyOf(waits);
        queues = List.copyOf(queues);
        pipes = List.copyOf(pipes);
        broadcasts = List.copyOf(broadcasts);
    }

    static Traffic of(Regions memory, List<RegionInfo> regions) {
        return new Traffic(
                SyncView.all(memory),
                views(memory, regions, RegionKind.QUEUE, QueueView::of),
                views(memory, regions, RegionKind.PIPE, PipeView::of),
                views(memory, regions, RegionKind.BROADCAST, BroadcastView::of));
    }

    /// Reads all regions of a kind; leaves out a region that is dropped meanwhile.
    private static <V> List<V> views(
            Regions memory, List<RegionInfo> regions, RegionKind kind, BiFunction<Regions, String, V> look) {
        List<V> views = new ArrayList<>();
        for (RegionInfo region : regions) {
            if (region.kind() == kind) {
                try {
                    views.add(look.apply(memory, region.name()));
                } catch (NoSuchRegionException | RegionDroppedException gone) {
                    continue;
                }
            }
        }
        return views;
    }
}
