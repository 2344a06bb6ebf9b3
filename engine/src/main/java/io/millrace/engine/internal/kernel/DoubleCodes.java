// Generated from X-Codes.java.template
package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleTernary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.internal.kernel.functions.BuiltInOp.Cost;
import io.millrace.engine.internal.kernel.functions.DoubleLinear;
import io.millrace.engine.internal.kernel.functions.DoubleParameterOp;
import io.millrace.engine.internal.kernel.functions.NamedOp;
import io.millrace.engine.internal.kernel.functions.ParameterOp;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;

/// The built-in functions of `double` elements by their numbers in the file. A number never changes, and
/// that of a function that goes is not used again.
final class DoubleCodes {
    private static final DoubleUnaryOp[] UNARY = DoubleUnaryOp.values();
    private static final DoubleBinaryOp[] BINARY = DoubleBinaryOp.values();
    private static final DoubleTernaryOp[] TERNARY = DoubleTernaryOp.values();
    private static final NamedOp[] NAMED_UNARY = new NamedOp[UNARY.length];
    private static final NamedOp[] NAMED_BINARY = new NamedOp[BINARY.length];
    private static final NamedOp[] NAMED_TERNARY = new NamedOp[TERNARY.length];

    static {
        for (DoubleUnaryOp op : UNARY) {
            NAMED_UNARY[op.ordinal()] = named(op);
        }
        for (DoubleBinaryOp op : BINARY) {
            NAMED_BINARY[op.ordinal()] = named(op);
        }
        for (DoubleTernaryOp op : TERNARY) {
            NAMED_TERNARY[op.ordinal()] = named(op);
        }
    }

    private DoubleCodes() {}

    private static NamedOp named(DoubleUnaryOp op) {
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

    private static NamedOp named(DoubleBinaryOp op) {
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

    private static NamedOp named(DoubleTernaryOp op) {
        return switch (op) {
            case FMA -> new NamedOp(op, 0, Cost.CHEAP);
        };
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(DoubleUnaryOp op) {
        return NAMED_UNARY[op.ordinal()];
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(DoubleBinaryOp op) {
        return NAMED_BINARY[op.ordinal()];
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(DoubleTernaryOp op) {
        return NAMED_TERNARY[op.ordinal()];
    }

    /// The map with that number and raw bits of parameters.
    ///
    /// @throws IllegalArgumentException if there is none
    static DoubleUnary unary(int code, long first, long second) {
        if (code >= ParameterOp.FIRST_CODE) {
            return new DoubleParameterOp(
                    ParameterOp.ofCode(code), Double.longBitsToDouble(first), Double.longBitsToDouble(second));
        }
        for (DoubleUnaryOp op : UNARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("map of double", code);
    }

    /// The combination with that number.
    ///
    /// @throws IllegalArgumentException if there is none
    static DoubleBinary binary(int code) {
        for (DoubleBinaryOp op : BINARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("combination of double", code);
    }

    /// The combination of three with that number.
    ///
    /// @throws IllegalArgumentException if there is none
    static DoubleTernary ternary(int code) {
        for (DoubleTernaryOp op : TERNARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("combination of three double", code);
    }

    /// The generator with that number and raw bits of parameters.
    ///
    /// @throws IllegalArgumentException if there is none
    static DoubleGenerator generator(int code, long first, long second) {
        if (code != DoubleLinear.CODE) {
            throw BuiltInOp.unknown("generator of double", code);
        }
        return new DoubleLinear(Double.longBitsToDouble(first), Double.longBitsToDouble(second));
    }
}
