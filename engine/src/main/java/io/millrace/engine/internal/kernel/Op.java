package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleCondition;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleTernary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatCondition;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatTernary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntCondition;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntTernary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongCondition;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongTernary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;

/// One function over elements. A built-in function is a code, which every kernel knows; a function
/// of the user is an object, which is sent beside the work.
@SuppressWarnings("overloads") // the typed methods of a pool choose the overload
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

    static Op of(DoubleTernary op) {
        return OpFamily.DOUBLE_TERNARY.op(op);
    }

    static Op of(FloatTernary op) {
        return OpFamily.FLOAT_TERNARY.op(op);
    }

    static Op of(LongTernary op) {
        return OpFamily.LONG_TERNARY.op(op);
    }

    static Op of(IntTernary op) {
        return OpFamily.INT_TERNARY.op(op);
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

    static Op of(DoubleCondition condition) {
        return OpFamily.DOUBLE_CONDITION.op(condition);
    }

    static Op of(FloatCondition condition) {
        return OpFamily.FLOAT_CONDITION.op(condition);
    }

    static Op of(LongCondition condition) {
        return OpFamily.LONG_CONDITION.op(condition);
    }

    static Op of(IntCondition condition) {
        return OpFamily.INT_CONDITION.op(condition);
    }

    /// The object that a loop calls for each element or each pair.
    ///
    /// @throws IllegalArgumentException when this code is unknown
    Object function();

    /// Name of the function without its parameters, such as `SQUARE` or `SCALE`; for a function of
    /// the user, the name of its class.
    String name();
}
