// Generated from X-Loops.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleTernary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.internal.kernel.functions.DoubleParameterOp;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;

/// Loops over a block of `double` elements, in place. Each cheap built-in function has its own
/// loop, which the JIT compiler vectorizes.
final class DoubleLoops {

    private DoubleLoops() {}

    static void map(DoubleUnary op, double[] block, int n) {
        if (op instanceof DoubleUnaryOp named) {
            map(named, block, n);
        } else {
            call(op instanceof DoubleParameterOp other ? other.inLoops() : op, block, n);
        }
    }

    /// Combines the elements of two blocks, with the results in `left`.
    static void zip(DoubleBinary op, double[] left, double[] right, int n) {
        if (op instanceof DoubleBinaryOp named) {
            zip(named, left, right, n);
        } else {
            DoubleFunctionLoops.ZIP.of(op).run(op, left, right, n);
        }
    }

    /// Combines the elements of three blocks, with the results in `first`.
    static void zip3(DoubleTernary op, double[] first, double[] second, double[] third, int n) {
        if (op instanceof DoubleTernaryOp named) {
            zip3(named, first, second, third, n);
        } else {
            DoubleFunctionLoops.ZIP3.of(op).run(op, first, second, third, n);
        }
    }

    private static void call(DoubleUnary function, double[] block, int n) {
        DoubleFunctionLoops.MAP.of(function).run(function, block, n);
    }

    private static void map(DoubleUnaryOp op, double[] block, int n) {
        switch (op) {
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = x * x;
                }
            }
            case NEGATE -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = -x;
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = Math.abs(x);
                }
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = Math.sqrt(x);
                }
            }
            case RECIPROCAL -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = 1 / x;
                }
            }
            case FLOOR -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = Math.floor(x);
                }
            }
            case CEIL -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = Math.ceil(x);
                }
            }
            case RINT -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = Math.rint(x);
                }
            }
            case SIGNUM -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = Math.signum(x);
                }
            }
            case CUBE -> {
                for (int i = 0; i < n; i++) {
                    double x = block[i];
                    block[i] = x * x * x;
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    block[i] = op.applyAsDouble(block[i]);
                }
            }
        }
    }

    private static void zip(DoubleBinaryOp op, double[] left, double[] right, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a + b;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a - b;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a * b;
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a / b;
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = Math.min(a, b);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = Math.max(a, b);
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a < b ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a <= b ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a > b ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a >= b ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a == b ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    double a = left[i];
                    double b = right[i];
                    left[i] = a != b ? 1 : 0;
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    left[i] = op.applyAsDouble(left[i], right[i]);
                }
            }
        }
    }

    private static void zip3(DoubleTernaryOp op, double[] first, double[] second, double[] third, int n) {
        switch (op) {
            case FMA -> {
                for (int i = 0; i < n; i++) {
                    double a = first[i];
                    double b = second[i];
                    double c = third[i];
                    first[i] = Math.fma(a, b, c);
                }
            }
        }
    }
}
