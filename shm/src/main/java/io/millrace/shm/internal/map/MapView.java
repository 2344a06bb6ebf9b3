package io.millrace.shm.internal.map;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.MapHeader;
import io.millrace.shm.internal.region.Regions;

/// A map seen from outside. Writes nothing: works on a memory that was attached read-only, with any
/// codec, and on a file whose processes are dead.
///
/// @param keyCodec name of it
/// @param valueCodec name of it
/// @param entries about now: other processes may change the map
public record MapView(
        String name,
        String keyCodec,
        String valueCodec,
        int entries,
        int maxEntries,
        int maxKeyByteSize,
        int maxValueByteSize) {

    /// Looks at the map of that name.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException there is no region of that name
    /// @throws io.millrace.shm.WrongRegionTypeException it is no map
    /// @throws io.millrace.shm.FileFormatException it is damaged
    public static MapView of(Regions memory, String name) {
        MapCore core = MapCore.over(memory.openRegion(name, RegionKind.MAP));
        MapHeader.Constants constants = core.map().constants();
        return new MapView(
                name,
                constants.keyCodec(),
                constants.valueCodec(),
                core.countEntries(),
                constants.maxEntries(),
                constants.maxKeyByteSize(),
                constants.maxValueByteSize());
    }
}
