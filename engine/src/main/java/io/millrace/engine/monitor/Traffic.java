package io.millrace.engine.monitor;

import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.message.BroadcastView;
import io.millrace.shm.message.PipeView;
import io.millrace.shm.message.QueueView;
import io.millrace.shm.region.Regions;
import io.millrace.shm.sync.SyncView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// What processes wait on and what carries their messages, at about one moment.
///
/// @param waits locks and their kin, by kind
/// @param queues in directory order, as are the others
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

    /// What is dropped while it is looked at is left out.
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
