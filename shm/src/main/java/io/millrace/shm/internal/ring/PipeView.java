package io.millrace.shm.internal.ring;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;

/// A pipe seen from outside. The numbers are of about one moment: other processes may change the pipe
/// while they are read. Writes nothing and needs no JVM flag: works on a memory that was attached
/// read-only, with any codecs.
///
/// @param toSecondCodec name of it
/// @param toFirstCodec name of it
/// @param capacityBytes of each direction
/// @param toSecondBytes bytes of records on their way to the second end
/// @param toFirstBytes bytes of records on their way to the first end
public record PipeView(
        String name,
        String toSecondCodec,
        String toFirstCodec,
        long capacityBytes,
        EndView first,
        EndView second,
        long toSecondBytes,
        long toFirstBytes) {

    /// Looks at the pipe of that name.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException there is no region of that name
    /// @throws io.millrace.shm.WrongRegionTypeException it is no pipe
    /// @throws io.millrace.shm.FileFormatException its size is impossible
    public static PipeView of(Regions memory, String name) {
        Region region = memory.openRegion(name, RegionKind.PIPE);
        long capacity = PipeState.checkShape(region);
        MemorySegment segment = region.segment();
        return new PipeView(
                name,
                CodecName.read(segment, PipeHeader.offset("toSecondCodec")),
                CodecName.read(segment, PipeHeader.offset("toFirstCodec")),
                capacity,
                EndView.of(new EndState(region, PipeHeader.offset("first"), "first")),
                EndView.of(new EndState(region, PipeHeader.offset("second"), "second")),
                RingPositions.used(segment, PipeHeader.toSecond(), capacity),
                RingPositions.used(segment, PipeHeader.toFirst(capacity), capacity));
    }
}
