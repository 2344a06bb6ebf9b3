package io.millrace.bench;

import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/// A block of doubles for each operand, aligned to 64 bytes. The inputs hold numbers between 1 and
/// 2.
final class BlockOperands implements AutoCloseable {
    static final int LENGTH = 4096;
    private static final long SEED = 20_260_101;
    private static final long ALIGNMENT_BYTES = 64;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment first = input(SEED);
    private final MemorySegment second = input(SEED + 1);
    private final MemorySegment out = allocate();

    Operands of(Store store) {
        return new Operands(first, second, out, store);
    }

    private MemorySegment input(long seed) {
        MemorySegment segment = allocate();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < LENGTH; i++) {
            segment.setAtIndex(ValueLayout.JAVA_DOUBLE, i, random.nextDouble(1, 2));
        }
        return segment;
    }

    private MemorySegment allocate() {
        return arena.allocate(LENGTH * ValueLayout.JAVA_DOUBLE.byteSize(), ALIGNMENT_BYTES);
    }

    @Override
    public void close() {
        arena.close();
    }
}
