package io.millrace.shm.internal.map;

import io.millrace.shm.internal.layout.MapHeader;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.view.MapView;

/// Looks at maps. Writes nothing: works on a memory that was attached read-only, with any codec, and on
/// a file whose processes are dead.
public final class MapViews {
    private MapViews() {}

    /// Looks at one map.
    ///
    /// @throws io.millrace.shm.FileFormatException it is damaged
    public static MapView of(Region region) {
        MapCore core = MapCore.over(region);
        MapHeader.Constants constants = core.map().constants();
        return new MapView(
                region.name(),
                constants.keyCodec(),
                constants.valueCodec(),
                core.countEntries(),
                constants.maxEntries(),
                constants.maxKeyByteSize(),
                constants.maxValueByteSize());
    }
}
