// Generated from X-Codes.java.template
package io.millrace.engine.internal.kernel;

import io.millrace.engine.LongBinary;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongTernary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.internal.kernel.functions.BuiltInOp.Cost;
import io.millrace.engine.internal.kernel.functions.LongLinear;
import io.millrace.engine.internal.kernel.functions.LongParameterOp;
import io.millrace.engine.internal.kernel.functions.NamedOp;
import io.millrace.engine.internal.kernel.functions.ParameterOp;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.LongUnaryOp;

/// The built-in functions of `long` elements by their numbers in the file. A number never changes, and
/// that of a function that goes is not used again.
final class LongCodes {
    private static final LongUnaryOp[] UNARY = LongUnaryOp.values();
    private static final LongBinaryOp[] BINARY = LongBinaryOp.values();
    private static final LongTernaryOp[] TERNARY = LongTernaryOp.values();
    private static final NamedOp[] NAMED_UNARY = new NamedOp[UNARY.length];
    private static final NamedOp[] NAMED_BINARY = new NamedOp[BINARY.length];
    private static final NamedOp[] NAMED_TERNARY = new NamedOp[TERNARY.length];

    static {
        for (LongUnaryOp op : UNARY) {
            NAMED_UNARY[op.ordinal()] = named(op);
        }
        for (LongBinaryOp op : BINARY) {
            NAMED_BINARY[op.ordinal()] = named(op);
        }
        for (LongTernaryOp op : TERNARY) {
            NAMED_TERNARY[op.ordinal()] = named(op);
        }
    }

    private LongCodes() {}

    private static NamedOp named(LongUnaryOp op) {
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

    private static NamedOp named(LongBinaryOp op) {
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

    private static NamedOp named(LongTernaryOp op) {
        return switch (op) {
            case FMA -> new NamedOp(op, 0, Cost.CHEAP);
        };
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(LongUnaryOp op) {
        return NAMED_UNARY[op.ordinal()];
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(LongBinaryOp op) {
        return NAMED_BINARY[op.ordinal()];
    }

    /// What the file and the planning of chunks need of a constant.
    static NamedOp of(LongTernaryOp op) {
        return NAMED_TERNARY[op.ordinal()];
    }

    /// The map with that number and raw bits of parameters.
    ///
    /// @throws IllegalArgumentException if there is none
    static LongUnary unary(int code, long first, long second) {
        if (code >= ParameterOp.FIRST_CODE) {
            return new LongParameterOp(
                    ParameterOp.ofCode(code), first, second);
        }
        for (LongUnaryOp op : UNARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("map of long", code);
    }

    /// The combination with that number.
    ///
    /// @throws IllegalArgumentException if there is none
    static LongBinary binary(int code) {
        for (LongBinaryOp op : BINARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("combination of long", code);
    }

    /// The combination of three with that number.
    ///
    /// @throws IllegalArgumentException if there is none
    static LongTernary ternary(int code) {
        for (LongTernaryOp op : TERNARY) {
            if (of(op).code() == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("combination of three long", code);
    }

    /// The generator with that number and raw bits of parameters.
    ///
    /// @throws IllegalArgumentException if there is none
    static LongGenerator generator(int code, long first, long second) {
        if (code != LongLinear.CODE) {
            throw BuiltInOp.unknown("generator of long", code);
        }
        return new LongLinear(first, second);
    }
}
