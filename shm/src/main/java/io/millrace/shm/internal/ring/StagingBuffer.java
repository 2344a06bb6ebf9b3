package io.millrace.shm.internal.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The segments into which claimed messages are written: short messages beside the ring, from where
/// they are copied into it when they are published, longer ones in their place. Segments are made once
/// and used again.
///
/// A stream of short messages would use all the segments of a ring in turns, which take more of the
/// processor's cache than the messages; so it costs less to copy short messages.
final class StagingBuffer {
    /// Size of the largest message that is copied.
    static final int MAX_STAGED_BYTES = 128;

    private static final int MAX_CACHED_SLICES = 1 << 16;

    private final MemorySegment ring;
    private final MemorySegment staging = Arena.ofAuto().allocate(MAX_STAGED_BYTES, Long.BYTES);
    private final @Nullable MemorySegment[] bySize = new MemorySegment[MAX_STAGED_BYTES + 1];

    /// Slices given out before: messages of one size meet the same places lap after lap, so that
    /// no object is made for them. Two records hardly ever share a place in rings up to 1 MiB.
    private @Nullable MemorySegment[] slices = {};

    StagingBuffer(Direction direction) {
        ring = direction.segment;
    }

    /// Where a message begins that is copied.
    MemorySegment staging() {
        return staging;
    }

    MemorySegment segment(int index, int byteSize) {
        return byteSize <= MAX_STAGED_BYTES ? staging(byteSize) : inPlace(index, byteSize);
    }

    private MemorySegment staging(int byteSize) {
        MemorySegment known = bySize[byteSize];
        if (known == null) {
            known = staging.asSlice(0, byteSize);
            bySize[byteSize] = known;
        }
        return known;
    }

    private MemorySegment inPlace(int index, int byteSize) {
        if (slices.length == 0) {
            slices = new MemorySegment[(int) Math.min(Long.highestOneBit(ring.byteSize()) / 16, MAX_CACHED_SLICES)];
        }
        int place = index >>> 4 & slices.length - 1;
        MemorySegment known = slices[place];
        if (known == null || known.byteSize() != byteSize || known.address() != ring.address() + index) {
            known = ring.asSlice(index, byteSize);
            slices[place] = known;
        }
        return known;
    }
}
