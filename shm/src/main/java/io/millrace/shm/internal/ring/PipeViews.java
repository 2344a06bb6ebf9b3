package io.millrace.shm.internal.ring;

import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.view.PipeView;
import java.lang.foreign.MemorySegment;

/// Looks at pipes. Writes nothing and needs no JVM flag: works on a memory that was attached read-only,
/// with any codecs.
///
/// @param processes the processes of the snapshot
public record PipeViews(ProcessViews processes) {
    /// Looks at one pipe.
    ///
    /// @throws io.millrace.shm.FileFormatException its size is impossible
    public PipeView of(Region region) {
        long capacity = PipeState.checkShape(region);
        MemorySegment segment = region.segment();
        long toSecond = PipeHeader.toSecond();
        long toFirst = PipeHeader.toFirst(capacity);
        return new PipeView(
                region.name(),
                CodecName.read(segment, PipeHeader.offset("toSecondCodec")),
                CodecName.read(segment, PipeHeader.offset("toFirstCodec")),
                capacity,
                new EndState(region, PipeHeader.offset("first"), "first").view(processes),
                new EndState(region, PipeHeader.offset("second"), "second").view(processes),
                RingPositions.used(segment, toSecond, capacity),
                RingPositions.used(segment, toFirst, capacity),
                RingPositions.tail(segment, toSecond, capacity),
                RingPositions.tail(segment, toFirst, capacity));
    }
}
