// Generated from X-Source.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntUnary;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntUnaryOp;

/// A source of blocks of `int` elements: it loads, maps, combines or generates them. The caller
/// stores or reduces a block.
@FunctionalInterface
public interface IntSource {

    /// Computes elements 0 to `n` of the operands into `block`.
    ///
    /// @param firstIndex index of element 0 in the whole array
    void load(Operands operands, long firstIndex, int n, int[] block);

    /// Loads the elements of the first operand.
    static IntSource of() {
        return (operands, firstIndex, n, block) -> Elements.load(operands.first(), n, block);
    }

    /// Computes elements from their index.
    static IntSource of(IntGenerator generator) {
        IntFunctionLoops.Generate loop = IntFunctionLoops.GENERATE.of(generator);
        return (operands, firstIndex, n, block) -> loop.run(generator, firstIndex, block, n);
    }

    /// Computes elements from the random stream of their block.
    static IntSource of(RandomToInt generator, long seed) {
        IntFunctionLoops.Draw loop = IntFunctionLoops.DRAW.of(generator);
        return (operands, firstIndex, n, block) ->
                loop.run(generator, Blocks.random(seed, firstIndex), firstIndex, block, n);
    }

    /// Maps each element.
    default IntSource map(IntUnary op) {
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            try {
                IntLoops.map(op, block, n);
            } catch (ArithmeticException failed) {
                if (!(op instanceof IntUnaryOp)) {
                    throw failed;
                }
                load(operands, firstIndex, n, block);
                throw IntLoops.failure(op, firstIndex, n, block);
            }
        };
    }

    /// Maps each element and its index.
    default IntSource map(IntIndexed op) {
        IntFunctionLoops.MapIndexed loop = IntFunctionLoops.MAP_INDEXED.of(op);
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            loop.run(op, firstIndex, block, n);
        };
    }

    /// Combines each element with that of the same source over the second operand.
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

    /// The same elements, as `long`.
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

    /// A step that writes the elements to the output.
    default BlockStep toOutput() {
        ThreadLocal<int[]> buffer = Blocks.ints();
        return (operands, firstIndex, n) -> {
            int[] block = buffer.get();
            load(operands, firstIndex, n, block);
            Elements.store(block, n, operands.out());
        };
    }
}
