package io.millrace.shm.view;

/// A map seen from outside.
///
/// @param keyCodec name of it
/// @param valueCodec name of it
/// @param entries about now: other processes may change the map
/// @param maxEntries how many it has room for
public record MapView(
        String name,
        String keyCodec,
        String valueCodec,
        int entries,
        int maxEntries,
        int maxKeyByteSize,
        int maxValueByteSize) {}
