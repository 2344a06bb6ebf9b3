package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.RedoChunk;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.BlockKernel.Redoing;
import io.millrace.engine.internal.kernel.BlockKernel.Scanning;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ScratchBlocks;
import io.millrace.shm.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// One run of a kernel over seeded elements, and what came of it as numbers that can be compared.
///
/// @param start elements left out at the front of every array: odd ones are not aligned to vectors
record Trial(Work work, Numbers numbers, int length, int start, long seed) {

    private static final byte GUARD = 0x5A;
    private static final int GUARD_BYTES = 64;

    /// What a run gave: bits of the output or words of the root, or the message of an error.
    record Result(long[] words, String failure) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Result result
                    && Arrays.equals(words, result.words)
                    && failure.equals(result.failure);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(words);
        }

        /// Where it differs from what is expected.
        String difference(Result expected) {
            int at = Arrays.mismatch(words, expected.words);
            return at < 0 || at >= Math.min(words.length, expected.words.length)
                    ? "failure: <%s>, expected <%s>".formatted(failure, expected.failure)
                    : "word %d: %016x, expected %016x".formatted(at, words[at], expected.words[at]);
        }
    }

    Result run(BlockKernel kernel, Store store) {
        return switch (kernel) {
            case Elementwise elementwise -> write(elementwise, store, false);
            case Scanning scan -> write((operands, firstIndex, n) -> scan.runWhole(operands, n), store, false);
            case Folding folding -> fold(folding);
        };
    }

    Result run(Kernels kernels) {
        return run(kernels.compile(work), Store.CACHED);
    }

    /// The output is the first input.
    Result runInPlace(Kernels kernels) {
        return write((Elementwise) kernels.compile(work), Store.CACHED, true);
    }

    /// As above, in one call with a redo record.
    Result redo(Redoing kernel) {
        return write((operands, firstIndex, n) -> redo(kernel, operands, n), Store.CACHED, true);
    }

    private static void redo(Redoing kernel, Operands operands, long n) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment even = arena.allocate(ScratchBlocks.BLOCK_BYTES, 64);
            MemorySegment odd = arena.allocate(ScratchBlocks.BLOCK_BYTES, 64);
            RedoChunk chunk = new RedoChunk();
            RedoChunk.Word word = new RedoChunk.Word(arena.allocate(ValueLayout.JAVA_LONG), 0, 2, 1);
            chunk.begin(new RedoChunk.Scratch(even, odd), word, operands.out());
            long done = kernel.redo(operands, 0, n, chunk, Watch.NONE);
            if (done != n || word.progress().get(ValueLayout.JAVA_LONG, 0) != 2 * Block.count(n)) {
                throw new AssertionError("a call ended early: done=" + done);
            }
        }
    }

    private Result write(Elementwise kernel, Store store, boolean inPlace) {
        ElementType in = inputType(work);
        ElementType out = outputType(work);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = input(arena, in, seed);
            MemorySegment second = input(arena, in, seed + 1);
            MemorySegment third = input(arena, in, seed + 2);
            long byteSize = (long) length * out.byteSize();
            long from = (long) start * out.byteSize();
            MemorySegment guarded = arena.allocate(from + byteSize + GUARD_BYTES, 64).fill(GUARD);
            MemorySegment target = inPlace ? first : guarded.asSlice(from, byteSize);
            String failure = "";
            try {
                kernel.run(new Operands(first, second, third, target, store, Operands.NONE), 0, length);
            } catch (ArithmeticException expected) {
                failure = expected.getMessage();
            }
            checkGuard(guarded.asSlice(0, from));
            checkGuard(guarded.asSlice(from + byteSize));
            long[] words = new long[length];
            for (int i = 0; i < length; i++) {
                words[i] = Numbers.bits(target, out, i);
            }
            return new Result(words, failure);
        }
    }

    private Result fold(Folding kernel) {
        ElementType in = inputType(work);
        try (Arena arena = Arena.ofConfined()) {
            Operands operands = Operands.in(input(arena, in, seed), input(arena, in, seed + 1));
            SummationTree tree = new SummationTree(kernel);
            long[] node = new long[kernel.nodeWords()];
            try {
                for (int at = 0; at < length; at += Blocks.LENGTH) {
                    int n = Math.min(Blocks.LENGTH, length - at);
                    kernel.fold(operands.from(at, in.byteSize(), in.byteSize()), at, n, node);
                    tree.add(node, n);
                }
            } catch (ArithmeticException expected) {
                return new Result(new long[0], expected.getMessage());
            }
            tree.root(node);
            return new Result(Numbers.canonical(work, node), "");
        }
    }

    /// The node of all elements as a worker computes that of a chunk.
    Result foldChunk(Folding kernel) {
        ElementType in = inputType(work);
        try (Arena arena = Arena.ofConfined()) {
            Operands operands = Operands.in(input(arena, in, seed), input(arena, in, seed + 1));
            RangeFold.Source parts = (element, n) -> operands.from(element, in.byteSize(), in.byteSize());
            long[] node = new RangeFold(kernel, parts, Watch.NONE).node(0, length);
            return new Result(Numbers.canonical(work, node), "");
        } catch (ArithmeticException expected) {
            return new Result(new long[0], expected.getMessage());
        }
    }

    /// The elements of the first operand, for oracles that compute by themselves.
    MemorySegment input(Arena arena, ElementType type, long seed) {
        MemorySegment memory = arena.allocate((long) (start + length) * type.byteSize(), 64);
        MemorySegment input = memory.asSlice((long) start * type.byteSize());
        numbers.write(input, type, length, seed);
        return input;
    }

    private static void checkGuard(MemorySegment guard) {
        for (long i = 0; i < guard.byteSize(); i++) {
            if (guard.get(ValueLayout.JAVA_BYTE, i) != GUARD) {
                throw new AssertionError("wrote beside the output: byte=" + i);
            }
        }
    }

    static ElementType inputType(Work work) {
        return switch (work) {
            case Work.Map(var op, var in, var out) -> in;
            case Work.MapIndexed(var op, var in, var out) -> in;
            case Work.Zip(var op, var type) -> type;
            case Work.Zip3(var op, var type) -> type;
            case Work.Convert(var in, var out) -> in;
            case Work.Fill(var type, var bits) -> type;
            case Work.Generate(var op, var out, var seed) -> out;
            case Work.Reduce(var op, var in, var how) -> in;
            case Work.Dot(var type) -> type;
            case Work.Summary(var type) -> type;
            case Work.Arg(var in, var how) -> in;
            case Work.Scan(var in, var out, var how) -> in;
            case Work.Count(var op, var in) -> in;
            case Work.Search(var op, var in, var goal) -> in;
            case Work.Evaluation(var program, var how) -> program.type();
        };
    }

    static ElementType outputType(Work work) {
        return switch (work) {
            case Work.Map(var op, var in, var out) -> out;
            case Work.MapIndexed(var op, var in, var out) -> out;
            case Work.Convert(var in, var out) -> out;
            case Work.Scan(var in, var out, var how) -> out;
            default -> inputType(work);
        };
    }
}
