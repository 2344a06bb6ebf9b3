package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;

/// A stripe of a counter: what some of the threads have added. 128 bytes: no two stripes share a
/// cache line, nor two lines that the processor fetches as a pair.
///
/// | field     | offset | bytes | written by | order            |
/// |-----------|-------:|------:|------------|------------------|
/// | `count`   |      0 |     8 | any thread | get-and-add      |
/// | `padding` |      8 |   120 | nobody     | zero             |
///
/// `count` is a number modulo 2^64, which only additions change. The step N1 stands in `CounterRegion`.
public final class CounterStripe {
    /// The layout of the table above.
    public static final Struct LAYOUT =
            Struct.builder().longs("count").bytes(120, "padding").build();

    private static final long COUNT = LAYOUT.offset("count");

    private CounterStripe() {}

    /// Where a stripe begins in the region.
    public static long offset(int stripe) {
        return CounterHeader.LAYOUT.byteSize() + stripe * LAYOUT.byteSize();
    }

    /// The count; sees what stood before the additions that it contains.
    public static long countVolatile(MemorySegment region, long stripe) {
        return (long) Words.LONGS.getVolatile(region, stripe + COUNT);
    }

    /// Adds to the count in one step, with the memory effects of a volatile read and a volatile write;
    /// returns what stood there before.
    public static long countGetAndAdd(MemorySegment region, long stripe, long delta) {
        return (long) Words.LONGS.getAndAdd(region, stripe + COUNT, delta);
    }
}
