package io.millrace.shm;

import io.millrace.shm.region.Regions;

/// From names to typed handles. For each kind X: `newX` makes a region (`RegionExistsException` when the name is taken,
/// `OutOfSpaceException`), `x` opens one (`NoSuchRegionException`, `WrongRegionTypeException`), `openOrNewX` does
/// whichever is needed. Without a name one is made up. New memory is zero.
public abstract sealed class NamedRegions implements Regions permits SharedMemory {
    NamedRegions() {}
}
