// Generated from X-Loops.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntTernary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.internal.kernel.functions.IntParameterOp;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.IntUnaryOp;

/// Loops over a block of `int` elements, in place. Each cheap built-in function has its own
/// loop, which the JIT compiler vectorizes.
final class IntLoops {

    private IntLoops() {}

    static void map(IntUnary op, int[] block, int n) {
        if (op instanceof IntUnaryOp named) {
            map(named, block, n);
        } else {
            call(op instanceof IntParameterOp other ? other.inLoops() : op, block, n);
        }
    }

    /// Combines the elements of two blocks, with the results in `left`.
    static void zip(IntBinary op, int[] left, int[] right, int n) {
        if (op instanceof IntBinaryOp named) {
            zip(named, left, right, n);
        } else {
            IntFunctionLoops.ZIP.of(op).run(op, left, right, n);
        }
    }

    /// Combines the elements of three blocks, with the results in `first`.
    static void zip3(IntTernary op, int[] first, int[] second, int[] third, int n) {
        if (op instanceof IntTernaryOp named) {
            zip3(named, first, second, third, n);
        } else {
            IntFunctionLoops.ZIP3.of(op).run(op, first, second, third, n);
        }
    }

    /// The exception for elements on which [#map] failed: it names the first one that `op` cannot
    /// compute. The exception of the JDK does not help here: after it was thrown many times, it has
    /// no message.
    static ArithmeticException failure(IntUnary op, long firstIndex, int n, int[] x) {
        for (int i = 0; i < n; i++) {
            try {
                var _ = op.applyAsInt(x[i]);
            } catch (ArithmeticException overflow) {
                return new ArithmeticException(
                        "%s overflows: index=%s, value=%s".formatted(op, firstIndex + i, x[i]));
            }
        }
        return new ArithmeticException(op + ": the elements changed while they were computed");
    }

    /// The exception for elements on which [#zip] failed.
    static ArithmeticException failure(
            IntBinary op, long firstIndex, int n, int[] a, int[] b) {
        for (int i = 0; i < n; i++) {
            try {
                var _ = op.applyAsInt(a[i], b[i]);
            } catch (ArithmeticException failed) {
                String what = op == IntBinaryOp.DIVIDE ? "by zero" : "overflows";
                return new ArithmeticException(
                        "%s %s: index=%s, values=%s and %s"
                                .formatted(op, what, firstIndex + i, a[i], b[i]));
            }
        }
        return new ArithmeticException(op + ": the elements changed while they were computed");
    }

    private static void call(IntUnary function, int[] block, int n) {
        IntFunctionLoops.MAP.of(function).run(function, block, n);
    }

    private static void map(IntUnaryOp op, int[] block, int n) {
        switch (op) {
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    int x = block[i];
                    block[i] = x * x;
                }
            }
            case NEGATE -> {
                for (int i = 0; i < n; i++) {
                    int x = block[i];
                    block[i] = -x;
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    int x = block[i];
                    block[i] = Math.abs(x);
                }
            }
            case SQUARE_EXACT -> {
                for (int i = 0; i < n; i++) {
                    int x = block[i];
                    block[i] = Math.multiplyExact(x, x);
                }
            }
            case NEGATE_EXACT -> {
                for (int i = 0; i < n; i++) {
                    int x = block[i];
                    block[i] = Math.negateExact(x);
                }
            }
            case ABS_EXACT -> {
                for (int i = 0; i < n; i++) {
                    int x = block[i];
                    block[i] = Math.absExact(x);
                }
            }
            case CUBE -> {
                for (int i = 0; i < n; i++) {
                    int x = block[i];
                    block[i] = x * x * x;
                }
            }
        }
    }

    private static void zip(IntBinaryOp op, int[] left, int[] right, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a + b;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a - b;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a * b;
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a / b;
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = Math.min(a, b);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = Math.max(a, b);
                }
            }
            case AND -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a & b;
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a | b;
                }
            }
            case XOR -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a ^ b;
                }
            }
            case ADD_EXACT -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = Math.addExact(a, b);
                }
            }
            case SUBTRACT_EXACT -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = Math.subtractExact(a, b);
                }
            }
            case MULTIPLY_EXACT -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = Math.multiplyExact(a, b);
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a < b ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a <= b ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a > b ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a >= b ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a == b ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    int a = left[i];
                    int b = right[i];
                    left[i] = a != b ? 1 : 0;
                }
            }
        }
    }

    private static void zip3(IntTernaryOp op, int[] first, int[] second, int[] third, int n) {
        switch (op) {
            case FMA -> {
                for (int i = 0; i < n; i++) {
                    int a = first[i];
                    int b = second[i];
                    int c = third[i];
                    first[i] = a * b + c;
                }
            }
        }
    }
}
