package io.millrace.shm.internal.ring;

import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.internal.layout.Words;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.view.BroadcastView;

/// Looks at broadcasts. Writes nothing and needs no JVM flag: works on a memory that was attached
/// read-only, with any codec.
///
/// @param processes the processes of the snapshot
public record BroadcastViews(ProcessViews processes) {
    /// Looks at one broadcast.
    ///
    /// @throws io.millrace.shm.FileFormatException its size is impossible
    public BroadcastView of(Region region) {
        long capacity = BroadcastState.checkShape(region);
        return new BroadcastView(
                region.name(),
                CodecName.read(region.segment(), BroadcastHeader.offset("codec")),
                capacity,
                new EndState(region, BroadcastHeader.offset("sender"), "sender").view(processes),
                (long) Words.LONGS.getAcquire(region.segment(), BroadcastHeader.offset("next")));
    }
}
