package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.internal.kernel.functions.DoubleRandomOps;
import io.millrace.engine.internal.kernel.functions.FloatRandomOps;
import io.millrace.engine.internal.kernel.functions.IntRandomOps;
import io.millrace.engine.internal.kernel.functions.LongRandomOps;
import io.millrace.engine.internal.kernel.functions.ParameterOp;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A built-in function and its parameters, as numbers that fit into the file.
///
/// @param family element type and role: [OpFamily#number]
/// @param code [BuiltInOp#code]; from [ParameterOp#FIRST_CODE] on for functions with parameters
/// @param first first parameter, raw bits of its type
/// @param second second parameter
public record OpCode(int family, int code, long first, long second) implements Op {

    /// The code in the file for a function of the user.
    public static final int USER = -1;

    /// The same map of `int`, computed in `long`. Codes and parameters are the same for both types.
    OpCode widened() {
        return new OpCode(OpFamily.LONG_UNARY.number(), code, first, second);
    }

    @Override
    public Object function() {
        return switch (OpFamily.of(this)) {
            case DOUBLE_UNARY -> DoubleCodes.unary(code, first, second);
            case FLOAT_UNARY -> FloatCodes.unary(code, first, second);
            case LONG_UNARY -> LongCodes.unary(code, first, second);
            case INT_UNARY -> IntCodes.unary(code, first, second);
            case DOUBLE_BINARY -> DoubleCodes.binary(code);
            case FLOAT_BINARY -> FloatCodes.binary(code);
            case LONG_BINARY -> LongCodes.binary(code);
            case INT_BINARY -> IntCodes.binary(code);
            case DOUBLE_TERNARY -> DoubleCodes.ternary(code);
            case FLOAT_TERNARY -> FloatCodes.ternary(code);
            case LONG_TERNARY -> LongCodes.ternary(code);
            case INT_TERNARY -> IntCodes.ternary(code);
            case DOUBLE_GENERATOR -> DoubleCodes.generator(code, first, second);
            case FLOAT_GENERATOR -> FloatCodes.generator(code, first, second);
            case LONG_GENERATOR -> LongCodes.generator(code, first, second);
            case INT_GENERATOR -> IntCodes.generator(code, first, second);
            case DOUBLE_RANDOM -> DoubleRandomOps.ofCode(code, first, second);
            case FLOAT_RANDOM -> FloatRandomOps.ofCode(code, first, second);
            case LONG_RANDOM -> LongRandomOps.ofCode(code, first, second);
            case INT_RANDOM -> IntRandomOps.ofCode(code, first, second);
            case DOUBLE_INDEXED, FLOAT_INDEXED, LONG_INDEXED, INT_INDEXED ->
                    throw BuiltInOp.unknown("map with index", code);
            case DOUBLE_CONDITION, FLOAT_CONDITION, LONG_CONDITION, INT_CONDITION ->
                    throw BuiltInOp.unknown("condition", code);
        };
    }

    /// Whether an element costs about 10 ns or more.
    boolean isExpensive() {
        return builtIn().cost() == BuiltInOp.Cost.EXPENSIVE;
    }

    @Override
    public String name() {
        return builtIn().name();
    }

    /// The name, for messages about a work.
    @Override
    public String toString() {
        return name();
    }

    boolean hasParameters() {
        return code >= ParameterOp.FIRST_CODE;
    }

    private BuiltInOp builtIn() {
        return Objects.requireNonNull(builtIn(function()));
    }

    /// What is built in about a function; null for the user's.
    static @Nullable BuiltInOp builtIn(Object function) {
        if (function instanceof DoubleUnaryOp op) {
            return DoubleCodes.of(op);
        }
        if (function instanceof FloatUnaryOp op) {
            return FloatCodes.of(op);
        }
        if (function instanceof LongUnaryOp op) {
            return LongCodes.of(op);
        }
        if (function instanceof IntUnaryOp op) {
            return IntCodes.of(op);
        }
        if (function instanceof DoubleBinaryOp op) {
            return DoubleCodes.of(op);
        }
        if (function instanceof FloatBinaryOp op) {
            return FloatCodes.of(op);
        }
        if (function instanceof LongBinaryOp op) {
            return LongCodes.of(op);
        }
        if (function instanceof IntBinaryOp op) {
            return IntCodes.of(op);
        }
        if (function instanceof DoubleTernaryOp op) {
            return DoubleCodes.of(op);
        }
        if (function instanceof FloatTernaryOp op) {
            return FloatCodes.of(op);
        }
        if (function instanceof LongTernaryOp op) {
            return LongCodes.of(op);
        }
        if (function instanceof IntTernaryOp op) {
            return IntCodes.of(op);
        }
        return function instanceof BuiltInOp op ? op : null;
    }

    // By hand: the JVM makes the code of a record's methods at their first call, which takes milliseconds.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpCode code
                && family == code.family
                && this.code == code.code
                && first == code.first
                && second == code.second;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * family + code) + Long.hashCode(first)) + Long.hashCode(second);
    }
}
