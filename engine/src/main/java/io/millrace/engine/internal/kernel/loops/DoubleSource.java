// Generated from X-Source.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleCondition;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleTernary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;

/// A source of blocks of `double` elements: it loads, maps, combines or generates them. The caller
/// stores or reduces a block.
@FunctionalInterface
public interface DoubleSource {

    /// Computes elements 0 to `n` of the operands into `block`.
    ///
    /// @param firstIndex index of element 0 in the whole array
    void load(Operands operands, long firstIndex, int n, double[] block);

    /// Loads the elements of the first operand; `float` is widened.
    static DoubleSource of(ElementType type) {
        return type == ElementType.FLOAT
                ? FloatSource.of().widened() // a loop over a segment of them is not vectorized
                : (operands, firstIndex, n, block) -> Elements.load(operands.first(), n, block);
    }

    /// Computes elements from their index.
    static DoubleSource of(DoubleGenerator generator) {
        DoubleFunctionLoops.Generate loop = DoubleFunctionLoops.GENERATE.of(generator);
        return (operands, firstIndex, n, block) -> loop.run(generator, firstIndex, block, n);
    }

    /// Computes elements from the random stream of their block.
    static DoubleSource of(RandomToDouble generator, long seed) {
        DoubleFunctionLoops.Draw loop = DoubleFunctionLoops.DRAW.of(generator);
        return (operands, firstIndex, n, block) ->
                loop.run(generator, Blocks.random(seed, firstIndex), firstIndex, block, n);
    }

    /// Maps each element.
    default DoubleSource map(DoubleUnary op) {
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            DoubleLoops.map(op, block, n);
        };
    }

    /// Maps each element and its index.
    default DoubleSource map(DoubleIndexed op) {
        DoubleFunctionLoops.MapIndexed loop = DoubleFunctionLoops.MAP_INDEXED.of(op);
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            loop.run(op, firstIndex, block, n);
        };
    }

    /// Combines each element with that of the same source over the second operand.
    default DoubleSource zip(DoubleBinary op) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, block) -> {
            double[] right = buffer.get();
            load(operands, firstIndex, n, block);
            load(operands.withFirst(operands.second()), firstIndex, n, right);
            DoubleLoops.zip(op, block, right, n);
        };
    }

    /// Combines each element with those of the same source over the second and the third operand.
    default DoubleSource zip3(DoubleTernary op) {
        ThreadLocal<double[]> seconds = Blocks.doubles();
        ThreadLocal<double[]> thirds = Blocks.doubles();
        return (operands, firstIndex, n, block) -> {
            double[] second = seconds.get();
            double[] third = thirds.get();
            load(operands, firstIndex, n, block);
            load(operands.withFirst(operands.second()), firstIndex, n, second);
            load(operands.withFirst(operands.third()), firstIndex, n, third);
            DoubleLoops.zip3(op, block, second, third, n);
        };
    }

    /// Gives each block as a segment of the heap, which the next call in the same thread overwrites.
    default BlockSource blocks() {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n) -> {
            double[] block = buffer.get();
            load(operands, firstIndex, n, block);
            return MemorySegment.ofArray(block);
        };
    }

    /// Counts the elements that a condition holds for.
    default BlockQuery count(DoubleCondition condition) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        DoubleFunctionLoops.Count loop = DoubleFunctionLoops.COUNT.of(condition);
        return (operands, n) -> {
            double[] block = buffer.get();
            load(operands, 0, n, block);
            return loop.run(condition, block, n);
        };
    }

    /// Gives the place of the first element for which the condition is `wanted`, or -1.
    default BlockQuery search(DoubleCondition condition, boolean wanted) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        DoubleFunctionLoops.Search loop = DoubleFunctionLoops.SEARCH.of(condition);
        return (operands, n) -> {
            double[] block = buffer.get();
            load(operands, 0, n, block);
            return loop.run(condition, wanted, block, n);
        };
    }

    /// A step that casts the elements to the type of the output and writes them.
    default BlockStep to(ElementType out) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n) -> {
            double[] block = buffer.get();
            load(operands, firstIndex, n, block);
            Elements.store(block, n, out, operands.out());
        };
    }
}
