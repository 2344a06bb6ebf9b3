package io.millrace.shm.message;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Where the bytes of a claim are written: short ones beside the ring, to be copied into it when they are published, longer
/// ones in their place. No segments are made for it but at the first time.
///
/// A stream of short messages would use all the segments of a ring in turns, and they take more of the cache than the messages;
/// so it costs less to copy them.
final class Draft {
    /// Of those that are copied.
    static final int LARGEST = 128;

    private static final int MOST_PLACES = 1 << 16;

    private final MemorySegment ring;
    private final MemorySegment beside = Arena.ofAuto().allocate(LARGEST, Long.BYTES);
    private final @Nullable MemorySegment[] bySize = new MemorySegment[LARGEST + 1];

    /// Slices given out before: messages of one size meet the same places lap after lap, so that
    /// no object is made for them. Two records hardly ever share a place in rings up to 1 MiB.
    private @Nullable MemorySegment[] places = {};

    Draft(Direction direction) {
        ring = direction.segment;
    }

    /// Of what is copied.
    long address() {
        return beside.address();
    }

    MemorySegment segment(int index, int byteSize) {
        return byteSize <= LARGEST ? beside(byteSize) : inPlace(index, byteSize);
    }

    private MemorySegment beside(int byteSize) {
        MemorySegment known = bySize[byteSize];
        if (known == null) {
            known = beside.asSlice(0, byteSize);
            bySize[byteSize] = known;
        }
        return known;
    }

    private MemorySegment inPlace(int index, int byteSize) {
        if (places.length == 0) {
            places = new MemorySegment[(int) Math.min(Long.highestOneBit(ring.byteSize()) / 16, MOST_PLACES)];
        }
        int place = index >>> 4 & places.length - 1;
        MemorySegment known = places[place];
        if (known == null || known.byteSize() != byteSize || known.address() != ring.address() + index) {
            known = ring.asSlice(index, byteSize);
            places[place] = known;
        }
        return known;
    }
}
