package io.millrace.engine.kernel;

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
import io.millrace.engine.kernel.BlockKernel.Elementwise;

/// Kernels that take the user's functions from memory to memory, without a buffer. They take a block at
/// a time, whose number of elements fits an `int`.
@SuppressWarnings("overloads") // the casts at the calls decide
final class DirectLoops {

    private DirectLoops() {}

    /// The kernel of a map, with index or without, or of a zip.
    static Elementwise of(UserOp op) {
        Object function = op.function();
        return switch (op.family()) {
            case DOUBLE_UNARY -> of((DoubleUnary) function);
            case DOUBLE_INDEXED -> of((DoubleIndexed) function);
            case DOUBLE_BINARY -> of((DoubleBinary) function);
            case FLOAT_UNARY -> of((FloatUnary) function);
            case FLOAT_INDEXED -> of((FloatIndexed) function);
            case FLOAT_BINARY -> of((FloatBinary) function);
            case LONG_UNARY -> of((LongUnary) function);
            case LONG_INDEXED -> of((LongIndexed) function);
            case LONG_BINARY -> of((LongBinary) function);
            case INT_UNARY -> of((IntUnary) function);
            case INT_INDEXED -> of((IntIndexed) function);
            case INT_BINARY -> of((IntBinary) function);
            default -> throw new IllegalArgumentException("takes no elements: " + op);
        };
    }

    private static Elementwise of(DoubleUnary function) {
        DoubleFunctionLoops.DirectMap loop = DoubleFunctionLoops.DIRECT_MAP.of(function);
        return (operands, firstIndex, n) -> loop.run(function, operands.first(), operands.out(), (int) n);
    }

    private static Elementwise of(DoubleIndexed function) {
        DoubleFunctionLoops.DirectMapIndexed loop = DoubleFunctionLoops.DIRECT_MAP_INDEXED.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, firstIndex, operands.first(), operands.out(), (int) n);
    }

    private static Elementwise of(DoubleBinary function) {
        DoubleFunctionLoops.DirectZip loop = DoubleFunctionLoops.DIRECT_ZIP.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, operands.first(), operands.second(), operands.out(), (int) n);
    }

    private static Elementwise of(FloatUnary function) {
        FloatFunctionLoops.DirectMap loop = FloatFunctionLoops.DIRECT_MAP.of(function);
        return (operands, firstIndex, n) -> loop.run(function, operands.first(), operands.out(), (int) n);
    }

    private static Elementwise of(FloatIndexed function) {
        FloatFunctionLoops.DirectMapIndexed loop = FloatFunctionLoops.DIRECT_MAP_INDEXED.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, firstIndex, operands.first(), operands.out(), (int) n);
    }

    private static Elementwise of(FloatBinary function) {
        FloatFunctionLoops.DirectZip loop = FloatFunctionLoops.DIRECT_ZIP.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, operands.first(), operands.second(), operands.out(), (int) n);
    }

    private static Elementwise of(LongUnary function) {
        LongFunctionLoops.DirectMap loop = LongFunctionLoops.DIRECT_MAP.of(function);
        return (operands, firstIndex, n) -> loop.run(function, operands.first(), operands.out(), (int) n);
    }

    private static Elementwise of(LongIndexed function) {
        LongFunctionLoops.DirectMapIndexed loop = LongFunctionLoops.DIRECT_MAP_INDEXED.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, firstIndex, operands.first(), operands.out(), (int) n);
    }

    private static Elementwise of(LongBinary function) {
        LongFunctionLoops.DirectZip loop = LongFunctionLoops.DIRECT_ZIP.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, operands.first(), operands.second(), operands.out(), (int) n);
    }

    private static Elementwise of(IntUnary function) {
        IntFunctionLoops.DirectMap loop = IntFunctionLoops.DIRECT_MAP.of(function);
        return (operands, firstIndex, n) -> loop.run(function, operands.first(), operands.out(), (int) n);
    }

    private static Elementwise of(IntIndexed function) {
        IntFunctionLoops.DirectMapIndexed loop = IntFunctionLoops.DIRECT_MAP_INDEXED.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, firstIndex, operands.first(), operands.out(), (int) n);
    }

    private static Elementwise of(IntBinary function) {
        IntFunctionLoops.DirectZip loop = IntFunctionLoops.DIRECT_ZIP.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, operands.first(), operands.second(), operands.out(), (int) n);
    }
}
