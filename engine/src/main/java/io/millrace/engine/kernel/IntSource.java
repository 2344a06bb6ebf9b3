package io.millrace.engine.kernel;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntUnary;
import io.millrace.engine.RandomToInt;

/// Where a block of `int` elements comes from: loaded, mapped, combined or made. What becomes of
/// the block, memory or a node, is the business of others.
@FunctionalInterface
interface IntSource {

    /// Computes elements 0 to `n` of the operands into `block`.
    ///
    /// @param firstIndex index of element 0 in the whole array
    void load(Operands operands, long firstIndex, int n, int[] block);

    /// The elements of the first operand.
    static IntSource of() {
        return (operands, firstIndex, n, block) -> Elements.load(operands.first(), n, block);
    }

    /// Elements made from their index.
    static IntSource of(IntGenerator generator) {
        IntFunctionLoops.Generate loop = IntFunctionLoops.GENERATE.of(generator);
        return (operands, firstIndex, n, block) -> loop.run(generator, firstIndex, block, n);
    }

    /// Elements made from the random stream of their block.
    static IntSource of(RandomToInt generator, long seed) {
        IntFunctionLoops.Draw loop = IntFunctionLoops.DRAW.of(generator);
        return (operands, firstIndex, n, block) ->
                loop.run(generator, Blocks.random(seed, firstIndex), firstIndex, block, n);
    }

    default IntSource map(IntUnary op) {
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            try {
                IntLoops.map(op, block, n);
            } catch (ArithmeticException failed) {
                if (!IntLoops.isBuiltIn(op)) {
                    throw failed;
                }
                load(operands, firstIndex, n, block);
                throw IntLoops.failure(op, firstIndex, n, block);
            }
        };
    }

    /// Mapped with a look at the index.
    default IntSource map(IntIndexed op) {
        IntFunctionLoops.MapIndexed loop = IntFunctionLoops.MAP_INDEXED.of(op);
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            loop.run(op, firstIndex, block, n);
        };
    }

    /// Combined with the same source of the second operand.
    default IntSource zip(IntBinary op) {
        ThreadLocal<int[]> buffer = Blocks.ints();
        return (operands, firstIndex, n, block) -> {
            int[] right = buffer.get();
            load(operands, firstIndex, n, block);
            load(operands.swapped(), firstIndex, n, right);
            try {
                IntLoops.zip(op, block, right, n);
            } catch (ArithmeticException failed) {
                if (!(op instanceof IntBinaryOp)) {
                    throw failed;
                }
                load(operands, firstIndex, n, block);
                throw IntLoops.failure(op, firstIndex, n, block, right);
            }
        };
    }

    /// The same elements as `long`.
    default LongSource widened() {
        ThreadLocal<int[]> buffer = Blocks.ints();
        return (operands, firstIndex, n, block) -> {
            int[] narrow = buffer.get();
            load(operands, firstIndex, n, narrow);
            for (int i = 0; i < n; i++) {
                block[i] = narrow[i];
            }
        };
    }

    /// Written to the output.
    default Chunked.Step toOutput() {
        ThreadLocal<int[]> buffer = Blocks.ints();
        return (operands, firstIndex, n) -> {
            int[] block = buffer.get();
            load(operands, firstIndex, n, block);
            Elements.store(block, n, operands.out());
        };
    }
}
