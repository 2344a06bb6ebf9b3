package io.millrace.engine.internal.worker;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.message.Codec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Loads and links the classes of the first chunk before the worker occupies its slot, and those of
/// the first task before the worker claims one. A worker then holds a chunk or task for milliseconds
/// only, so that kills from outside seldom hit the same one twice.
final class WarmUp {
    private static final int ELEMENTS = 64;
    private static final int ROOM_BYTES = 4096;

    private WarmUp() {}

    /// Computes chunks of nothing.
    static void chunks(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment elements = arena.allocate(ELEMENTS * 8L, 64);
            Work sum = new Work.Reduce(null, ElementType.DOUBLE, Reduction.SUM);
            if (kernels.compile(sum) instanceof Folding fold) {
                fold.fold(Operands.in(elements), ELEMENTS, new long[fold.nodeWords()]);
            }
            Work square = new Work.Map(Op.of(DoubleUnaryOp.SQUARE), ElementType.DOUBLE, ElementType.DOUBLE);
            if (kernels.compile(square) instanceof Elementwise map) {
                map.run(new Operands(elements, MemorySegment.NULL, elements, Store.CACHED), 0, ELEMENTS);
            }
        }
    }

    /// Encodes and decodes a function and values, as a task does.
    @SuppressWarnings("unchecked")
    static void tasks(MemoryHandle memory) {
        Codec<Object> codec = Codec.any().bind(memory);
        RemoteFunction<Integer, List<String>> function = number -> List.of("number " + number);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(ROOM_BYTES);
            var there =
                    (RemoteFunction<Integer, List<String>>) codec.decode(room.asSlice(0, codec.encode(function, room)));
            codec.decode(room.asSlice(0, codec.encode(there.apply(ELEMENTS), room)));
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
