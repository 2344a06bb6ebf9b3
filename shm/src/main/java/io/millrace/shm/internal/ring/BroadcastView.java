package io.millrace.shm.internal.ring;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A broadcast seen from outside. Writes nothing and needs no JVM flag: works on a memory that was
/// attached read-only, with any codec.
///
/// @param codec name of it
/// @param sent how many messages were sent since the broadcast was made
public record BroadcastView(String name, String codec, long capacityBytes, EndView sender, long sent) {

    /// Looks at the broadcast of that name.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException there is no region of that name
    /// @throws io.millrace.shm.WrongRegionTypeException it is no broadcast
    /// @throws io.millrace.shm.FileFormatException its size is impossible
    public static BroadcastView of(Regions memory, String name) {
        Region region = memory.openRegion(name, RegionKind.BROADCAST);
        long capacity = BroadcastState.checkShape(region);
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
        return new BroadcastView(
                name,
                CodecName.read(region.segment(), BroadcastHeader.offset("codec")),
                capacity,
                EndView.of(new EndState(region, BroadcastHeader.offset("sender"), "sender")),
                region.segment().get(number, BroadcastHeader.offset("next")));
    }
}
