// Generated from X-Loops.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.LongBinary;
import io.millrace.engine.LongTernary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.internal.kernel.functions.LongParameterOp;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.LongUnaryOp;

/// Loops over a block of `long` elements, in place. Each cheap built-in function has its own
/// loop, which the JIT compiler vectorizes.
final class LongLoops {

    private LongLoops() {}

    static void map(LongUnary op, long[] block, int n) {
        if (op instanceof LongUnaryOp named) {
            map(named, block, n);
        } else {
            call(op instanceof LongParameterOp other ? other.inLoops() : op, block, n);
        }
    }

    /// Combines the elements of two blocks, with the results in `left`.
    static void zip(LongBinary op, long[] left, long[] right, int n) {
        if (op instanceof LongBinaryOp named) {
            zip(named, left, right, n);
        } else {
            LongFunctionLoops.ZIP.of(op).run(op, left, right, n);
        }
    }

    /// Combines the elements of three blocks, with the results in `first`.
    static void zip3(LongTernary op, long[] first, long[] second, long[] third, int n) {
        if (op instanceof LongTernaryOp named) {
            zip3(named, first, second, third, n);
        } else {
            LongFunctionLoops.ZIP3.of(op).run(op, first, second, third, n);
        }
    }

    /// The exception for elements on which [#map] failed: it names the first one that `op` cannot
    /// compute. The exception of the JDK does not help here: after it was thrown many times, it has
    /// no message.
    static ArithmeticException failure(LongUnary op, long firstIndex, int n, long[] x) {
        for (int i = 0; i < n; i++) {
            try {
                var _ = op.applyAsLong(x[i]);
            } catch (ArithmeticException overflow) {
                return new ArithmeticException(
                        "%s overflows: index=%s, value=%s".formatted(op, firstIndex + i, x[i]));
            }
        }
        return new ArithmeticException(op + ": the elements changed while they were computed");
    }

    /// The exception for elements on which [#zip] failed.
    static ArithmeticException failure(
            LongBinary op, long firstIndex, int n, long[] a, long[] b) {
        for (int i = 0; i < n; i++) {
            try {
                var _ = op.applyAsLong(a[i], b[i]);
            } catch (ArithmeticException failed) {
                String what = op == LongBinaryOp.DIVIDE ? "by zero" : "overflows";
                return new ArithmeticException(
                        "%s %s: index=%s, values=%s and %s"
                                .formatted(op, what, firstIndex + i, a[i], b[i]));
            }
        }
        return new ArithmeticException(op + ": the elements changed while they were computed");
    }

    private static void call(LongUnary function, long[] block, int n) {
        LongFunctionLoops.MAP.of(function).run(function, block, n);
    }

    private static void map(LongUnaryOp op, long[] block, int n) {
        switch (op) {
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    long x = block[i];
                    block[i] = x * x;
                }
            }
            case NEGATE -> {
                for (int i = 0; i < n; i++) {
                    long x = block[i];
                    block[i] = -x;
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    long x = block[i];
                    block[i] = Math.abs(x);
                }
            }
            case SQUARE_EXACT -> {
                for (int i = 0; i < n; i++) {
                    long x = block[i];
                    block[i] = Math.multiplyExact(x, x);
                }
            }
            case NEGATE_EXACT -> {
                for (int i = 0; i < n; i++) {
                    long x = block[i];
                    block[i] = Math.negateExact(x);
                }
            }
            case ABS_EXACT -> {
                for (int i = 0; i < n; i++) {
                    long x = block[i];
                    block[i] = Math.absExact(x);
                }
            }
            case CUBE -> {
                for (int i = 0; i < n; i++) {
                    long x = block[i];
                    block[i] = x * x * x;
                }
            }
        }
    }

    private static void zip(LongBinaryOp op, long[] left, long[] right, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a + b;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a - b;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a * b;
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a / b;
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = Math.min(a, b);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = Math.max(a, b);
                }
            }
            case AND -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a & b;
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a | b;
                }
            }
            case XOR -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a ^ b;
                }
            }
            case ADD_EXACT -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = Math.addExact(a, b);
                }
            }
            case SUBTRACT_EXACT -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = Math.subtractExact(a, b);
                }
            }
            case MULTIPLY_EXACT -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = Math.multiplyExact(a, b);
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a < b ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a <= b ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a > b ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a >= b ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a == b ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    long a = left[i];
                    long b = right[i];
                    left[i] = a != b ? 1 : 0;
                }
            }
        }
    }

    private static void zip3(LongTernaryOp op, long[] first, long[] second, long[] third, int n) {
        switch (op) {
            case FMA -> {
                for (int i = 0; i < n; i++) {
                    long a = first[i];
                    long b = second[i];
                    long c = third[i];
                    first[i] = a * b + c;
                }
            }
        }
    }
}
