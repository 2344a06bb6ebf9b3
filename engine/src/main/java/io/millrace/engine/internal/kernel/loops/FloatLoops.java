// Generated from X-Loops.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatTernary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.internal.kernel.functions.FloatParameterOp;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;

/// Loops over a block of `float` elements, in place. Each cheap built-in function has its own
/// loop, which the JIT compiler vectorizes.
final class FloatLoops {

    private FloatLoops() {}

    static void map(FloatUnary op, float[] block, int n) {
        if (op instanceof FloatUnaryOp named) {
            map(named, block, n);
        } else {
            call(op instanceof FloatParameterOp other ? other.inLoops() : op, block, n);
        }
    }

    /// Combines the elements of two blocks, with the results in `left`.
    static void zip(FloatBinary op, float[] left, float[] right, int n) {
        if (op instanceof FloatBinaryOp named) {
            zip(named, left, right, n);
        } else {
            FloatFunctionLoops.ZIP.of(op).run(op, left, right, n);
        }
    }

    /// Combines the elements of three blocks, with the results in `first`.
    static void zip3(FloatTernary op, float[] first, float[] second, float[] third, int n) {
        if (op instanceof FloatTernaryOp named) {
            zip3(named, first, second, third, n);
        } else {
            FloatFunctionLoops.ZIP3.of(op).run(op, first, second, third, n);
        }
    }

    private static void call(FloatUnary function, float[] block, int n) {
        FloatFunctionLoops.MAP.of(function).run(function, block, n);
    }

    private static void map(FloatUnaryOp op, float[] block, int n) {
        switch (op) {
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = x * x;
                }
            }
            case NEGATE -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = -x;
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = Math.abs(x);
                }
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = (float) Math.sqrt(x);
                }
            }
            case RECIPROCAL -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = 1 / x;
                }
            }
            case FLOOR -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = (float) Math.floor(x);
                }
            }
            case CEIL -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = (float) Math.ceil(x);
                }
            }
            case RINT -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = (float) Math.rint(x);
                }
            }
            case SIGNUM -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = Math.signum(x);
                }
            }
            case CUBE -> {
                for (int i = 0; i < n; i++) {
                    float x = block[i];
                    block[i] = x * x * x;
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    block[i] = op.applyAsFloat(block[i]);
                }
            }
        }
    }

    private static void zip(FloatBinaryOp op, float[] left, float[] right, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a + b;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a - b;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a * b;
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a / b;
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = Math.min(a, b);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = Math.max(a, b);
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a < b ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a <= b ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a > b ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a >= b ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a == b ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    float a = left[i];
                    float b = right[i];
                    left[i] = a != b ? 1 : 0;
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    left[i] = op.applyAsFloat(left[i], right[i]);
                }
            }
        }
    }

    private static void zip3(FloatTernaryOp op, float[] first, float[] second, float[] third, int n) {
        switch (op) {
            case FMA -> {
                for (int i = 0; i < n; i++) {
                    float a = first[i];
                    float b = second[i];
                    float c = third[i];
                    first[i] = Math.fma(a, b, c);
                }
            }
        }
    }
}
