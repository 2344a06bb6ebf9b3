// Generated from X-Source.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.LongBinary;
import io.millrace.engine.LongCondition;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongTernary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToLong;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A source of blocks of `long` elements: it loads, maps, combines or generates them. The caller
/// stores or reduces a block.
@FunctionalInterface
public interface LongSource {

    /// Computes elements 0 to `n` of the operands into `block`.
    ///
    /// @param firstIndex index of element 0 in the whole array
    void load(Operands operands, long firstIndex, int n, long[] block);

    /// Loads the elements of the first operand; shorter integers are widened.
    static LongSource of(ElementType type) {
        return switch (type) {
            case BYTE ->
                    (operands, firstIndex, n, block) ->
                            Elements.loadBytes(operands.first(), n, block);
            case SHORT ->
                    (operands, firstIndex, n, block) ->
                            Elements.loadShorts(operands.first(), n, block);
            case INT ->
                    (operands, firstIndex, n, block) ->
                            Elements.loadInts(operands.first(), n, block);
            default ->
                    (operands, firstIndex, n, block) -> Elements.load(operands.first(), n, block);
        };
    }

    /// The same number for each element.
    static LongSource constant(long value) {
        return (operands, firstIndex, n, block) -> Arrays.fill(block, 0, n, value);
    }

    /// Computes elements from their index.
    static LongSource of(LongGenerator generator) {
        LongFunctionLoops.Generate loop = LongFunctionLoops.GENERATE.of(generator);
        return (operands, firstIndex, n, block) -> loop.run(generator, firstIndex, block, n);
    }

    /// Computes elements from the random stream of their block.
    static LongSource of(RandomToLong generator, long seed) {
        LongFunctionLoops.Draw loop = LongFunctionLoops.DRAW.of(generator);
        return (operands, firstIndex, n, block) ->
                loop.run(generator, Blocks.random(seed, firstIndex), firstIndex, block, n);
    }

    /// Maps each element.
    default LongSource map(LongUnary op) {
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            try {
                LongLoops.map(op, block, n);
            } catch (ArithmeticException failed) {
                if (!(op instanceof LongUnaryOp)) {
                    throw failed;
                }
                load(operands, firstIndex, n, block);
                throw LongLoops.failure(op, firstIndex, n, block);
            }
        };
    }

    /// Maps each element and its index.
    default LongSource map(LongIndexed op) {
        LongFunctionLoops.MapIndexed loop = LongFunctionLoops.MAP_INDEXED.of(op);
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            loop.run(op, firstIndex, block, n);
        };
    }

    /// Combines each element with that of the same source over the second operand.
    default LongSource zip(LongBinary op) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n, block) -> {
            long[] right = buffer.get();
            load(operands, firstIndex, n, block);
            load(operands.withFirst(operands.second()), firstIndex, n, right);
            try {
                LongLoops.zip(op, block, right, n);
            } catch (ArithmeticException failed) {
                if (!(op instanceof LongBinaryOp)) {
                    throw failed;
                }
                load(operands, firstIndex, n, block);
                throw LongLoops.failure(op, firstIndex, n, block, right);
            }
        };
    }

    /// Combines each element with those of the same source over the second and the third operand.
    default LongSource zip3(LongTernary op) {
        ThreadLocal<long[]> seconds = Blocks.longs();
        ThreadLocal<long[]> thirds = Blocks.longs();
        return (operands, firstIndex, n, block) -> {
            long[] second = seconds.get();
            long[] third = thirds.get();
            load(operands, firstIndex, n, block);
            load(operands.withFirst(operands.second()), firstIndex, n, second);
            load(operands.withFirst(operands.third()), firstIndex, n, third);
            LongLoops.zip3(op, block, second, third, n);
        };
    }

    /// Gives each block as a segment of the heap, which the next call in the same thread overwrites.
    default BlockSource blocks() {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n) -> {
            long[] block = buffer.get();
            load(operands, firstIndex, n, block);
            return MemorySegment.ofArray(block);
        };
    }

    /// Counts the elements that a condition holds for.
    default BlockQuery count(LongCondition condition) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        LongFunctionLoops.Count loop = LongFunctionLoops.COUNT.of(condition);
        return (operands, n) -> {
            long[] block = buffer.get();
            load(operands, 0, n, block);
            return loop.run(condition, block, n);
        };
    }

    /// Gives the place of the first element for which the condition is `wanted`, or -1.
    default BlockQuery search(LongCondition condition, boolean wanted) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        LongFunctionLoops.Search loop = LongFunctionLoops.SEARCH.of(condition);
        return (operands, n) -> {
            long[] block = buffer.get();
            load(operands, 0, n, block);
            return loop.run(condition, wanted, block, n);
        };
    }

    /// A step that casts the elements to the type of the output and writes them.
    default BlockStep to(ElementType out) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n) -> {
            long[] block = buffer.get();
            load(operands, firstIndex, n, block);
            Elements.store(block, n, out, operands.out());
        };
    }
}
