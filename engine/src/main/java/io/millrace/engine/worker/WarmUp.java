package io.millrace.engine.worker;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.kernel.BlockKernel.Elementwise;
import io.millrace.engine.kernel.BlockKernel.Folding;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Kernels;
import io.millrace.engine.kernel.Op;
import io.millrace.engine.kernel.Operands;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Store;
import io.millrace.engine.kernel.Work;
import io.millrace.shm.ElementType;
import io.millrace.shm.message.Codec;
import io.millrace.shm.region.Regions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Loads and links, before a worker takes its seat, what its first chunk or task would otherwise wait
/// for: each is to be held for milliseconds, so that a kill from outside seldom meets the same one
/// twice.
final class WarmUp {
    private static final int ELEMENTS = 64;
    private static final int ROOM = 4096;

    private WarmUp() {}

    static void run(Kernels kernels, Regions memory) {
        tasks(memory);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment elements = arena.allocate(ELEMENTS * 8L, 64);
            Work sum = new Work.Reduce(null, ElementType.DOUBLE, Reduction.SUM);
            if (kernels.compile(sum) instanceof Folding fold) {
                fold.fold(Operands.in(elements), ELEMENTS, new long[fold.nodeWords() * fold.blocksPerCall()]);
            }
            Work square = new Work.Map(Op.of(DoubleUnaryOp.SQUARE), ElementType.DOUBLE, ElementType.DOUBLE);
            if (kernels.compile(square) instanceof Elementwise map) {
                map.run(new Operands(elements, MemorySegment.NULL, elements, Store.CACHED), 0, ELEMENTS);
            }
        }
    }

    /// The way of a function and of values into a worker and out again.
    @SuppressWarnings("unchecked")
    private static void tasks(Regions memory) {
        Codec<Object> codec = Codec.any().bind(memory);
        RemoteFunction<Integer, List<String>> function = number -> List.of("number " + number);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(ROOM);
            var there = (RemoteFunction<Integer, List<String>>) codec.decode(room.asSlice(0, codec.encode(function, room)));
            codec.decode(room.asSlice(0, codec.encode(there.apply(ELEMENTS), room)));
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
