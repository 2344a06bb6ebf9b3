package io.millrace.engine.kernel;

import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.RandomToFloat;

/// Where a block of `float` elements comes from: loaded, mapped, combined or made. What becomes of
/// the block, memory or a node, is the business of others.
@FunctionalInterface
interface FloatSource {

    /// Computes elements 0 to `n` of the operands into `block`.
    ///
    /// @param firstIndex index of element 0 in the whole array
    void load(Operands operands, long firstIndex, int n, float[] block);

    /// The elements of the first operand.
    static FloatSource of() {
        return (operands, firstIndex, n, block) -> Elements.load(operands.first(), n, block);
    }

    /// Elements made from their index.
    static FloatSource of(FloatGenerator generator) {
        FloatFunctionLoops.Generate loop = FloatFunctionLoops.GENERATE.of(generator);
        return (operands, firstIndex, n, block) -> loop.run(generator, firstIndex, block, n);
    }

    /// Elements made from the random stream of their block.
    static FloatSource of(RandomToFloat generator, long seed) {
        FloatFunctionLoops.Draw loop = FloatFunctionLoops.DRAW.of(generator);
        return (operands, firstIndex, n, block) ->
                loop.run(generator, Blocks.random(seed, firstIndex), firstIndex, block, n);
    }

    default FloatSource map(FloatUnary op) {
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            FloatLoops.map(op, block, n);
        };
    }

    /// Mapped with a look at the index.
    default FloatSource map(FloatIndexed op) {
        FloatFunctionLoops.MapIndexed loop = FloatFunctionLoops.MAP_INDEXED.of(op);
        return (operands, firstIndex, n, block) -> {
            load(operands, firstIndex, n, block);
            loop.run(op, firstIndex, block, n);
        };
    }

    /// Combined with the same source of the second operand.
    default FloatSource zip(FloatBinary op) {
        ThreadLocal<float[]> buffer = Blocks.floats();
        return (operands, firstIndex, n, block) -> {
            float[] right = buffer.get();
            load(operands, firstIndex, n, block);
            load(operands.swapped(), firstIndex, n, right);
            FloatLoops.zip(op, block, right, n);
        };
    }

    /// The same elements as `double`.
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

    /// Written to the output.
    default Chunked.Step toOutput() {
        ThreadLocal<float[]> buffer = Blocks.floats();
        return (operands, firstIndex, n) -> {
            float[] block = buffer.get();
            load(operands, firstIndex, n, block);
            Elements.store(block, n, operands.out());
        };
    }
}
