// Generated from X-Source.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatCondition;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatTernary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.RandomToFloat;
import java.lang.foreign.MemorySegment;

/// A source of blocks of `float` elements: it loads, maps, combines or generates them. The caller
/// stores or reduces a block.
@FunctionalInterface
public interface FloatSource {

    /// Computes elements 0 to `n` of the operands into `block`.
    ///
    /// @param firstIndex index of element 0 in the whole array
    void load(Operands operands, long firstIndex, int n, float[] block);

    /// Loads the elements of the first operand.
    static FloatSource of() {
        return (operands, firstIndex, n, block) -> Elements.load(operands.first(), n, block);
    }

    /// Computes elements from their index.
    static FloatSource of(FloatGenerator generator) {
        FloatFunctionLoops.Generate loop = FloatFunctionLoops.GENERATE.of(generator);
        return (operands, firstIndex, n, block) -> loop.run(generator, firstIndex, block, n);
    }

    /// Computes elements from the random stream of their block.
    static FloatSource of(RandomToFloat generator, long seed) {
        FloatFunctionLoops.Draw loop = FloatFunctionLoops.DRAW.of(generator);
        return (operands, firstIndex, n, block) ->
                loop.run(generator, Blocks.random(seed, firstIndex), firstIndex, block, n);
    }

    /// Maps each element.
    default FloatSource map(FloatUnary op) {
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            FloatLoops.map(op, block, n);
        };
    }

    /// Maps each element and its index.
    default FloatSource map(FloatIndexed op) {
        FloatFunctionLoops.MapIndexed loop = FloatFunctionLoops.MAP_INDEXED.of(op);
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            loop.run(op, firstIndex, block, n);
        };
    }

    /// Combines each element with that of the same source over the second operand.
    default FloatSource zip(FloatBinary op) {
        ThreadLocal<float[]> buffer = Blocks.floats();
        return (operands, firstIndex, n, block) -> {
            float[] right = buffer.get();
            load(operands, firstIndex, n, block);
            load(operands.withFirst(operands.second()), firstIndex, n, right);
            FloatLoops.zip(op, block, right, n);
        };
    }

    /// Combines each element with those of the same source over the second and the third operand.
    default FloatSource zip3(FloatTernary op) {
        ThreadLocal<float[]> seconds = Blocks.floats();
        ThreadLocal<float[]> thirds = Blocks.floats();
        return (operands, firstIndex, n, block) -> {
            float[] second = seconds.get();
            float[] third = thirds.get();
            load(operands, firstIndex, n, block);
            load(operands.withFirst(operands.second()), firstIndex, n, second);
            load(operands.withFirst(operands.third()), firstIndex, n, third);
            FloatLoops.zip3(op, block, second, third, n);
        };
    }

    /// Gives each block as a segment of the heap, which the next call in the same thread overwrites.
    default BlockSource blocks() {
        ThreadLocal<float[]> buffer = Blocks.floats();
        return (operands, firstIndex, n) -> {
            float[] block = buffer.get();
            load(operands, firstIndex, n, block);
            return MemorySegment.ofArray(block);
        };
    }

    /// Counts the elements that a condition holds for.
    default BlockQuery count(FloatCondition condition) {
        ThreadLocal<float[]> buffer = Blocks.floats();
        FloatFunctionLoops.Count loop = FloatFunctionLoops.COUNT.of(condition);
        return (operands, n) -> {
            float[] block = buffer.get();
            load(operands, 0, n, block);
            return loop.run(condition, block, n);
        };
    }

    /// Gives the place of the first element for which the condition is `wanted`, or -1.
    default BlockQuery search(FloatCondition condition, boolean wanted) {
        ThreadLocal<float[]> buffer = Blocks.floats();
        FloatFunctionLoops.Search loop = FloatFunctionLoops.SEARCH.of(condition);
        return (operands, n) -> {
            float[] block = buffer.get();
            load(operands, 0, n, block);
            return loop.run(condition, wanted, block, n);
        };
    }

    /// The same elements, as `double`.
    default DoubleSource widened() {
        ThreadLocal<float[]> buffer = Blocks.floats();
        return (operands, firstIndex, n, block) -> {
            float[] narrow = buffer.get();
            load(operands, firstIndex, n, narrow);
            for (int i = 0; i < n; i++) {
                block[i] = narrow[i];
            }
        };
    }

    /// A step that writes the elements to the output.
    default BlockStep toOutput() {
        ThreadLocal<float[]> buffer = Blocks.floats();
        return (operands, firstIndex, n) -> {
            float[] block = buffer.get();
            load(operands, firstIndex, n, block);
            Elements.store(block, n, operands.out());
        };
    }
}
