package io.millrace.engine.internal.kernel.loops;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The scratch blocks of a thread in which it evaluates expressions: made when it first needs them, and
/// kept for all expressions of the thread.
public final class Registers {
    /// Bytes from one register to the next: a block of the widest elements, and a line more, so that the same
    /// element of two registers does not lie in the same set of the first-level cache.
    public static final long STRIDE = Blocks.LENGTH * 8L + 64;

    private static final ThreadLocal<MemorySegment[]> ALL = ThreadLocal.withInitial(() -> new MemorySegment[0]);

    private Registers() {}

    /// The registers of the calling thread, `count` or more.
    public static MemorySegment[] atLeast(int count) {
        MemorySegment[] known = ALL.get();
        if (known.length >= count) {
            return known;
        }
        MemorySegment[] more = Arrays.copyOf(known, count);
        MemorySegment room = Arena.ofAuto().allocate((count - known.length) * STRIDE, 64);
        for (int register = known.length; register < count; register++) {
            more[register] = room.asSlice((register - known.length) * STRIDE, Blocks.LENGTH * 8L);
        }
        ALL.set(more);
        return more;
    }
}
