// Generated from X-Codes.java.template
package io.millrace.engine.internal.kernel;

import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatTernary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.internal.kernel.functions.BuiltInOp.Cost;
import io.millrace.engine.internal.kernel.functions.FloatLinear;
import io.millrace.engine.internal.kernel.functions.FloatParameterOp;
import io.millrace.engine.internal.kernel.functions.NamedOp;
import io.millrace.engine.internal.kernel.functions.ParameterOp;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;

/// The built-in functions of `float` elements by their numbers in the file. A number never changes, and
/// that of a function that goes is not used again.
final class FloatCodes {
    private static final FloatUnaryOp[] UNARY = FloatUnaryOp.values();
    private static final FloatBinaryOp[] BINARY = FloatBinaryOp.values();
    private static final FloatTernaryOp[] TERNARY = FloatTernaryOp.values();
    private static final NamedOp[] NAMED_UNARY = new NamedOp[UNARY.length];
    private static final NamedOp[] NAMED_BINARY = new NamedOp[BINARY.length];
    private static final NamedOp[] NAMED_TERNARY = new NamedOp[TERNARY.length];

    static {
        for (FloatUnaryOp op : UNARY) {
            NAMED_UNARY[op.ordinal()] = named(op);
        }
        for (FloatBinaryOp op : BINARY) {
            NAMED_BINARY[op.ordinal()] = named(op);
        }
        for (FloatTernaryOp op : TERNARY) {
            NAMED_TERNARY[op.ordinal()] = named(op);
        }
    }

    private FloatCodes() {}

    private static NamedOp named(FloatUnaryOp op) {
        return switch (op) {
            case SQUARE -> new NamedOp(op, 0, Cost.CHEAP);
            case NEGATE -> new NamedOp(op, 1, Cost.CHEAP);
            case ABS -> new NamedOp(op, 2, Cost.CHEAP);
            case SQRT -> new NamedOp(op, 3, Cost.CHEAP);
            case RECIPROCAL -> new NamedOp(op, 4, Cost.CHEAP);
            case FLOOR -> new NamedOp(op, 5, Cost.CHEAP);
            case CEIL -> new NamedOp(op, 6, Cost.CHEAP);
            case RINT -> new NamedOp(op, 7, Cost.CHEAP);
            case SIGNUM -> new NamedOp(op, 8, Cost.CHEAP);
            case EXP -> new NamedOp(op, 9, Cost.EXPENSIVE);
            case EXPM1 -> new NamedOp(op, 10, Cost.EXPENSIVE);
            case LOG -> new NamedOp(op, 11, Cost.EXPENSIVE);
            case LOG1P -> new NamedOp(op, 12, Cost.EXPENSIVE);
            case LOG10 -> new NamedOp(op, 13, Cost.EXPENSIVE);
            case SIN -> new NamedOp(op, 14, Cost.EXPENSIVE);
            case COS -> new NamedOp(op, 15, Cost.EXPENSIVE);
            case TAN -> new NamedOp(op, 16, Cost.EXPENSIVE);
            case ASIN -> new NamedOp(op, 17, Cost.EXPENSIVE);
            case ACOS -> new NamedOp(op, 18, Cost.EXPENSIVE);
            case ATAN -> new NamedOp(op, 19, Cost.EXPENSIVE);
            case SINH -> new NamedOp(op, 20, Cost.EXPENSIVE);
            case COSH -> new NamedOp(op, 21, Cost.EXPENSIVE);
            case TANH -> new NamedOp(op, 22, Cost.EXPENSIVE);
            case CBRT -> new NamedOp(op, 23, Cost.EXPENSIVE);
            case CUBE -> new NamedOp(op, 24, Cost.CHEAP);
        };
    }

    private static NamedOp named(FloatBinaryOp op) {
        return switch (op) {
            case ADD -> new NamedOp(op, 0, Cost.CHEAP);
            case SUBTRACT -> new NamedOp(op, 1, Cost.CHEAP);
            case MULTIPLY -> new NamedOp(op, 2, Cost.CHEAP);
            case DIVIDE -> new NamedOp(op, 3, Cost.CHEAP);
            case MIN -> new NamedOp(op, 4, Cost.CHEAP);
            case MAX -> new NamedOp(op, 5, Cost.CHEAP);
            case POWER -> new NamedOp(op, 6, Cost.EXPENSIVE);
            case ATAN2 -> new NamedOp(op, 7, Cost.EXPENSIVE);
            case HYPOT -> new NamedOp(op, 8, Cost.EXPENSIVE);
            case LESS -> new NamedOp(op, 12, Cost.CHEAP);
            case LESS_OR_EQUAL -> new NamedOp(op, 13, Cost.CHEAP);
            case GREATER -> new NamedOp(op, 14, Cost.CHEAP);
            case GREATER_OR_EQUAL -> new NamedOp(op, 15, Cost.CHEAP);
            case EQUAL -> new NamedOp(op, 16, Cost.CHEAP);
            case NOT_EQUAL -> new NamedOp(op, 17, Cost.CHEAP);
        };
    }

    private static NamedOp named(FloatTernaryOp op) {
        return switch (op) {
            case FMA -> new NamedOp(op, 0, Cost.CHEAP);
        };
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(FloatUnaryOp op) {
        return NAMED_UNARY[op.ordinal()];
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(FloatBinaryOp op) {
        return NAMED_BINARY[op.ordinal()];
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(FloatTernaryOp op) {
        return NAMED_TERNARY[op.ordinal()];
    }

    /// The map with that number and raw bits of parameters.
    ///
    /// @throws IllegalArgumentException if there is none
    static FloatUnary unary(int code, long first, long second) {
        if (code >= ParameterOp.FIRST_CODE) {
            return new FloatParameterOp(
                    ParameterOp.ofCode(code), Float.intBitsToFloat((int) first), Float.intBitsToFloat((int) second));
        }
        for (FloatUnaryOp op : UNARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("map of float", code);
    }

    /// The combination with that number.
    ///
    /// @throws IllegalArgumentException if there is none
    static FloatBinary binary(int code) {
        for (FloatBinaryOp op : BINARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("combination of float", code);
    }

    /// The combination of three with that number.
    ///
    /// @throws IllegalArgumentException if there is none
    static FloatTernary ternary(int code) {
        for (FloatTernaryOp op : TERNARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("combination of three float", code);
    }

    /// The generator with that number and raw bits of parameters.
    ///
    /// @throws IllegalArgumentException if there is none
    static FloatGenerator generator(int code, long first, long second) {
        if (code != FloatLinear.CODE) {
            throw BuiltInOp.unknown("generator of float", code);
        }
        return new FloatLinear(Float.intBitsToFloat((int) first), Float.intBitsToFloat((int) second));
    }
}
