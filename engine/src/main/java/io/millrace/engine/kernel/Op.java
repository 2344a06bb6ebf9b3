package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;

/// One function over elements: a built-in one is a code, which every kernel knows; one of the user's
/// is an object, which travels beside the work.
@SuppressWarnings("overloads") // the typed calls of a pool decide
public sealed interface Op permits OpCode, UserOp {

    static Op of(DoubleUnary op) {
        return OpFamily.DOUBLE_UNARY.op(op);
    }

    static Op of(FloatUnary op) {
        return OpFamily.FLOAT_UNARY.op(op);
    }

    static Op of(LongUnary op) {
        return OpFamily.LONG_UNARY.op(op);
    }

    static Op of(IntUnary op) {
        return OpFamily.INT_UNARY.op(op);
    }

    static Op of(DoubleBinary op) {
        return OpFamily.DOUBLE_BINARY.op(op);
    }

    static Op of(FloatBinary op) {
        return OpFamily.FLOAT_BINARY.op(op);
    }

    static Op of(LongBinary op) {
        return OpFamily.LONG_BINARY.op(op);
    }

    static Op of(IntBinary op) {
        return OpFamily.INT_BINARY.op(op);
    }

    static Op of(DoubleIndexed op) {
        return OpFamily.DOUBLE_INDEXED.op(op);
    }

    static Op of(FloatIndexed op) {
        return OpFamily.FLOAT_INDEXED.op(op);
    }

    static Op of(LongIndexed op) {
        return OpFamily.LONG_INDEXED.op(op);
    }

    static Op of(IntIndexed op) {
        return OpFamily.INT_INDEXED.op(op);
    }

    static Op of(DoubleGenerator op) {
        return OpFamily.DOUBLE_GENERATOR.op(op);
    }

    static Op of(FloatGenerator op) {
        return OpFamily.FLOAT_GENERATOR.op(op);
    }

    static Op of(LongGenerator op) {
        return OpFamily.LONG_GENERATOR.op(op);
    }

    static Op of(IntGenerator op) {
        return OpFamily.INT_GENERATOR.op(op);
    }

    static Op of(RandomToDouble op) {
        return OpFamily.DOUBLE_RANDOM.op(op);
    }

    static Op of(RandomToFloat op) {
        return OpFamily.FLOAT_RANDOM.op(op);
    }

    static Op of(RandomToLong op) {
        return OpFamily.LONG_RANDOM.op(op);
    }

    static Op of(RandomToInt op) {
        return OpFamily.INT_RANDOM.op(op);
    }

    /// What is called for each element, or each pair.
    ///
    /// @throws IllegalArgumentException if this is a code of none
    Object function();

    /// Name of a unary or binary function without its parameters: `SQUARE`, `SCALE`; the class of one
    /// of the user's.
    String name();
}
