// Generated from X-Codes.java.template
package io.millrace.engine.internal.kernel;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntTernary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.internal.kernel.functions.BuiltInOp.Cost;
import io.millrace.engine.internal.kernel.functions.IntLinear;
import io.millrace.engine.internal.kernel.functions.IntParameterOp;
import io.millrace.engine.internal.kernel.functions.NamedOp;
import io.millrace.engine.internal.kernel.functions.ParameterOp;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.IntUnaryOp;

/// The built-in functions of `int` elements by their numbers in the file. A number never changes, and
/// that of a function that goes is not used again.
final class IntCodes {
    private static final IntUnaryOp[] UNARY = IntUnaryOp.values();
    private static final IntBinaryOp[] BINARY = IntBinaryOp.values();
    private static final IntTernaryOp[] TERNARY = IntTernaryOp.values();
    private static final NamedOp[] NAMED_UNARY = new NamedOp[UNARY.length];
    private static final NamedOp[] NAMED_BINARY = new NamedOp[BINARY.length];
    private static final NamedOp[] NAMED_TERNARY = new NamedOp[TERNARY.length];

    static {
        for (IntUnaryOp op : UNARY) {
            NAMED_UNARY[op.ordinal()] = named(op);
        }
        for (IntBinaryOp op : BINARY) {
            NAMED_BINARY[op.ordinal()] = named(op);
        }
        for (IntTernaryOp op : TERNARY) {
            NAMED_TERNARY[op.ordinal()] = named(op);
        }
    }

    private IntCodes() {}

    private static NamedOp named(IntUnaryOp op) {
        return switch (op) {
            case SQUARE -> new NamedOp(op, 0, Cost.CHEAP);
            case NEGATE -> new NamedOp(op, 1, Cost.CHEAP);
            case ABS -> new NamedOp(op, 2, Cost.CHEAP);
            case SQUARE_EXACT -> new NamedOp(op, 3, Cost.CHEAP);
            case NEGATE_EXACT -> new NamedOp(op, 4, Cost.CHEAP);
            case ABS_EXACT -> new NamedOp(op, 5, Cost.CHEAP);
            case CUBE -> new NamedOp(op, 24, Cost.CHEAP);
        };
    }

    private static NamedOp named(IntBinaryOp op) {
        return switch (op) {
            case ADD -> new NamedOp(op, 0, Cost.CHEAP);
            case SUBTRACT -> new NamedOp(op, 1, Cost.CHEAP);
            case MULTIPLY -> new NamedOp(op, 2, Cost.CHEAP);
            case DIVIDE -> new NamedOp(op, 3, Cost.CHEAP);
            case MIN -> new NamedOp(op, 4, Cost.CHEAP);
            case MAX -> new NamedOp(op, 5, Cost.CHEAP);
            case AND -> new NamedOp(op, 6, Cost.CHEAP);
            case OR -> new NamedOp(op, 7, Cost.CHEAP);
            case XOR -> new NamedOp(op, 8, Cost.CHEAP);
            case ADD_EXACT -> new NamedOp(op, 9, Cost.CHEAP);
            case SUBTRACT_EXACT -> new NamedOp(op, 10, Cost.CHEAP);
            case MULTIPLY_EXACT -> new NamedOp(op, 11, Cost.CHEAP);
            case LESS -> new NamedOp(op, 12, Cost.CHEAP);
            case LESS_OR_EQUAL -> new NamedOp(op, 13, Cost.CHEAP);
            case GREATER -> new NamedOp(op, 14, Cost.CHEAP);
            case GREATER_OR_EQUAL -> new NamedOp(op, 15, Cost.CHEAP);
            case EQUAL -> new NamedOp(op, 16, Cost.CHEAP);
            case NOT_EQUAL -> new NamedOp(op, 17, Cost.CHEAP);
        };
    }

    private static NamedOp named(IntTernaryOp op) {
        return switch (op) {
            case FMA -> new NamedOp(op, 0, Cost.CHEAP);
        };
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(IntUnaryOp op) {
        return NAMED_UNARY[op.ordinal()];
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(IntBinaryOp op) {
        return NAMED_BINARY[op.ordinal()];
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(IntTernaryOp op) {
        return NAMED_TERNARY[op.ordinal()];
    }

    /// The map with that number and raw bits of parameters.
    ///
    /// @throws IllegalArgumentException if there is none
    static IntUnary unary(int code, long first, long second) {
        if (code >= ParameterOp.FIRST_CODE) {
            return new IntParameterOp(
                    ParameterOp.ofCode(code), (int) first, (int) second);
        }
        for (IntUnaryOp op : UNARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("map of int", code);
    }

    /// The combination with that number.
    ///
    /// @throws IllegalArgumentException if there is none
    static IntBinary binary(int code) {
        for (IntBinaryOp op : BINARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("combination of int", code);
    }

    /// The combination of three with that number.
    ///
    /// @throws IllegalArgumentException if there is none
    static IntTernary ternary(int code) {
        for (IntTernaryOp op : TERNARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("combination of three int", code);
    }

    /// The generator with that number and raw bits of parameters.
    ///
    /// @throws IllegalArgumentException if there is none
    static IntGenerator generator(int code, long first, long second) {
        if (code != IntLinear.CODE) {
            throw BuiltInOp.unknown("generator of int", code);
        }
        return new IntLinear((int) first, (int) second);
    }
}
