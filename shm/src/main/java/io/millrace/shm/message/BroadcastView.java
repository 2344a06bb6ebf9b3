package io.millrace.shm.message;

import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.BroadcastHeader;
import io.millrace.shm.layout.Text;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.Regions;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A broadcast seen from outside. Writes nothing and needs no JVM flag: works on a memory that was
/// attached read-only, with any codec.
///
/// @param codec name of it
/// @param sent how many messages were sent since the broadcast was made
public record BroadcastView(String name, String codec, long capacityBytes, EndView sender, long sent) {

    /// Looks at the broadcast of that name. `NoSuchRegionException`, `WrongRegionTypeException`,
    /// `FileFormatException`.
    public static BroadcastView of(Regions memory, String name) {
        Region region = memory.openRegion(name, RegionKind.BROADCAST);
        long capacity = BroadcastState.checkShape(region);
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
        return new BroadcastView(
                name,
                Text.read(region.segment().asSlice(BroadcastHeader.offset("codec"), 64)),
                capacity,
                new End(region, BroadcastHeader.offset("sender"), "sender").view(),
                region.segment().get(number, BroadcastHeader.offset("next")));
    }
}
