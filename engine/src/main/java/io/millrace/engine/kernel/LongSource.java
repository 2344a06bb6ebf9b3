package io.millrace.engine.kernel;

import io.millrace.engine.LongBinary;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToLong;
import io.millrace.shm.ElementType;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Where a block of `long` elements comes from: loaded, mapped, combined or made. What becomes of
/// the block, memory or a node, is the business of others.
@FunctionalInterface
interface LongSource {

    /// Computes elements 0 to `n` of the operands into `block`.
    ///
    /// @param firstIndex index of element 0 in the whole array
    void load(Operands operands, long firstIndex, int n, long[] block);

    /// The elements of the first operand, shorter integers widened.
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

    /// Elements made from their index.
    static LongSource of(LongGenerator generator) {
        return (operands, firstIndex, n, block) -> {
            for (int i = 0; i < n; i++) {
                block[i] = generator.applyAsLong(firstIndex + i);
            }
        };
    }

    /// Elements made from the random stream of their block.
    static LongSource of(RandomToLong generator, long seed) {
        return (operands, firstIndex, n, block) -> {
            RandomGenerator random = Blocks.random(seed, firstIndex);
            for (int i = 0; i < n; i++) {
                block[i] = generator.applyAsLong(random, firstIndex + i);
            }
        };
    }

    /// One number everywhere.
    static LongSource constant(long value) {
        return (operands, firstIndex, n, block) -> Arrays.fill(block, 0, n, value);
    }

    default LongSource map(LongUnary op) {
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            try {
                LongLoops.map(op, block, n);
            } catch (ArithmeticException failed) {
                load(operands, firstIndex, n, block);
                throw LongLoops.failure(op, firstIndex, n, block);
            }
        };
    }

    /// Combined with the same source of the second operand.
    default LongSource zip(LongBinary op) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n, block) -> {
            long[] right = buffer.get();
            load(operands, firstIndex, n, block);
            load(operands.swapped(), firstIndex, n, right);
            try {
                LongLoops.zip(op, block, right, n);
            } catch (ArithmeticException failed) {
                load(operands, firstIndex, n, block);
                throw LongLoops.failure(op, firstIndex, n, block, right);
            }
        };
    }

    /// Written to the output, cast to its type.
    default Chunked.Step to(ElementType out) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n) -> {
            long[] block = buffer.get();
            load(operands, firstIndex, n, block);
            Elements.store(block, n, out, operands.out());
        };
    }
}
