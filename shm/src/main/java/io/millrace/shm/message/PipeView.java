package io.millrace.shm.message;

import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.PipeHeader;
import io.millrace.shm.layout.Text;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;

/// A pipe seen from outside, at one moment, as far as it held still. Writes nothing and needs no JVM
/// flag: works on a memory that was attached read-only, with any codecs.
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

    /// Looks at the pipe of that name. `NoSuchRegionException`, `WrongRegionTypeException`,
    /// `FileFormatException`.
    public static PipeView of(Regions memory, String name) {
        Region region = memory.openRegion(name, RegionKind.PIPE);
        long capacity = PipeState.checkShape(region);
        MemorySegment segment = region.segment();
        return new PipeView(
                name,
                text(segment, "toSecondCodec"),
                text(segment, "toFirstCodec"),
                capacity,
                new End(region, PipeHeader.offset("first"), "first").view(),
                new End(region, PipeHeader.offset("second"), "second").view(),
                RingPositions.used(segment, PipeHeader.toSecond(), capacity),
                RingPositions.used(segment, PipeHeader.toFirst(capacity), capacity));
    }

    private static String text(MemorySegment segment, String field) {
        return Text.read(segment.asSlice(PipeHeader.offset(field), 64));
    }
}
