package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.shm.ElementType;

/// Where a block of `double` elements comes from: loaded, mapped, combined or made. What becomes of
/// the block, memory or a node, is the business of others.
@FunctionalInterface
interface DoubleSource {

    /// Computes elements 0 to `n` of the operands into `block`.
    ///
    /// @param firstIndex index of element 0 in the whole array
    void load(Operands operands, long firstIndex, int n, double[] block);

    /// The elements of the first operand, `float` widened.
    static DoubleSource of(ElementType type) {
        return type == ElementType.FLOAT
                ? (operands, firstIndex, n, block) ->
                        Elements.loadFloats(operands.first(), n, block)
                : (operands, firstIndex, n, block) -> Elements.load(operands.first(), n, block);
    }

    /// Elements made from their index.
    static DoubleSource of(DoubleGenerator generator) {
        DoubleFunctionLoops.Generate loop = DoubleFunctionLoops.GENERATE.of(generator);
        return (operands, firstIndex, n, block) -> loop.run(generator, firstIndex, block, n);
    }

    /// Elements made from the random stream of their block.
    static DoubleSource of(RandomToDouble generator, long seed) {
        DoubleFunctionLoops.Draw loop = DoubleFunctionLoops.DRAW.of(generator);
        return (operands, firstIndex, n, block) ->
                loop.run(generator, Blocks.random(seed, firstIndex), firstIndex, block, n);
    }

    default DoubleSource map(DoubleUnary op) {
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            DoubleLoops.map(op, block, n);
        };
    }

    /// Mapped with a look at the index.
    default DoubleSource map(DoubleIndexed op) {
        DoubleFunctionLoops.MapIndexed loop = DoubleFunctionLoops.MAP_INDEXED.of(op);
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            loop.run(op, firstIndex, block, n);
        };
    }

    /// Combined with the same source of the second operand.
    default DoubleSource zip(DoubleBinary op) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, block) -> {
            double[] right = buffer.get();
            load(operands, firstIndex, n, block);
            load(operands.swapped(), firstIndex, n, right);
            DoubleLoops.zip(op, block, right, n);
        };
    }

    /// Written to the output, cast to its type.
    default Chunked.Step to(ElementType out) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n) -> {
            double[] block = buffer.get();
            load(operands, firstIndex, n, block);
            Elements.store(block, n, out, operands.out());
        };
    }
}
