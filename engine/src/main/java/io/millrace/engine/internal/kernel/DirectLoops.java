package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongUnary;
import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.loops.BlockStep;
import io.millrace.engine.internal.kernel.loops.DoubleFunctionLoops;
import io.millrace.engine.internal.kernel.loops.FloatFunctionLoops;
import io.millrace.engine.internal.kernel.loops.IntFunctionLoops;
import io.millrace.engine.internal.kernel.loops.LongFunctionLoops;

/// Kernels that apply functions of the user from memory to memory, without a buffer. One call takes
/// a block, whose number of elements fits an `int`.
public final class DirectLoops {

    private DirectLoops() {}

    /// The kernel of a map, of a map with index, or of a zip.
    static Elementwise of(UserOp op) {
        BlockStep step = step(op.family(), op.function());
        return (operands, firstIndex, n) -> step.run(operands, firstIndex, (int) n);
    }

    private static BlockStep step(OpFamily family, Object function) {
        return switch (family) {
            case DOUBLE_UNARY -> DoubleFunctionLoops.directMap((DoubleUnary) function);
            case DOUBLE_INDEXED -> DoubleFunctionLoops.directMapIndexed((DoubleIndexed) function);
            case DOUBLE_BINARY -> DoubleFunctionLoops.directZip((DoubleBinary) function);
            case FLOAT_UNARY -> FloatFunctionLoops.directMap((FloatUnary) function);
            case FLOAT_INDEXED -> FloatFunctionLoops.directMapIndexed((FloatIndexed) function);
            case FLOAT_BINARY -> FloatFunctionLoops.directZip((FloatBinary) function);
            case LONG_UNARY -> LongFunctionLoops.directMap((LongUnary) function);
            case LONG_INDEXED -> LongFunctionLoops.directMapIndexed((LongIndexed) function);
            case LONG_BINARY -> LongFunctionLoops.directZip((LongBinary) function);
            case INT_UNARY -> IntFunctionLoops.directMap((IntUnary) function);
            case INT_INDEXED -> IntFunctionLoops.directMapIndexed((IntIndexed) function);
            case INT_BINARY -> IntFunctionLoops.directZip((IntBinary) function);
            default -> throw new IllegalArgumentException("not a function of elements: " + family);
        };
    }
}
