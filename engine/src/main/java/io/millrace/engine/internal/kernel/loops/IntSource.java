// Generated from X-Source.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntCondition;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntTernary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import java.lang.foreign.MemorySegment;

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
            load(operands.withFirst(operands.second()), firstIndex, n, right);
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

    /// Combines each element with those of the same source over the second and the third operand.
    default IntSource zip3(IntTernary op) {
        ThreadLocal<int[]> seconds = Blocks.ints();
        ThreadLocal<int[]> thirds = Blocks.ints();
        return (operands, firstIndex, n, block) -> {
            int[] second = seconds.get();
            int[] third = thirds.get();
            load(operands, firstIndex, n, block);
            load(operands.withFirst(operands.second()), firstIndex, n, second);
            load(operands.withFirst(operands.third()), firstIndex, n, third);
            IntLoops.zip3(op, block, second, third, n);
        };
    }

    /// Gives each block as a segment of the heap, which the next call in the same thread overwrites.
    default BlockSource blocks() {
        ThreadLocal<int[]> buffer = Blocks.ints();
        return (operands, firstIndex, n) -> {
            int[] block = buffer.get();
            load(operands, firstIndex, n, block);
            return MemorySegment.ofArray(block);
        };
    }

    /// Counts the elements that a condition holds for.
    default BlockQuery count(IntCondition condition) {
        ThreadLocal<int[]> buffer = Blocks.ints();
        IntFunctionLoops.Count loop = IntFunctionLoops.COUNT.of(condition);
        return (operands, n) -> {
            int[] block = buffer.get();
            load(operands, 0, n, block);
            return loop.run(condition, block, n);
        };
    }

    /// Gives the place of the first element for which the condition is `wanted`, or -1.
    default BlockQuery search(IntCondition condition, boolean wanted) {
        ThreadLocal<int[]> buffer = Blocks.ints();
        IntFunctionLoops.Search loop = IntFunctionLoops.SEARCH.of(condition);
        return (operands, n) -> {
            int[] block = buffer.get();
            load(operands, 0, n, block);
            return loop.run(condition, wanted, block, n);
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
