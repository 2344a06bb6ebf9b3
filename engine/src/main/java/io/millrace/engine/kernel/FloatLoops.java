package io.millrace.engine.kernel;

import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatUnary;

/// Functions over a block of `float` elements, in place. The common ones have a loop of their own,
/// which the JIT turns into vector instructions.
final class FloatLoops {

    private FloatLoops() {}

    static void map(FloatUnary op, float[] x, int n) {
        if (op instanceof FloatUnaryOp named) {
            mapNamed(named, x, n);
        } else if (op instanceof FloatParameterOp parametric) {
            mapParametric(parametric, x, n);
        } else {
            FloatFunctionLoops.MAP.of(op).run(op, x, n);
        }
    }

    /// Leaves the results in `a`.
    static void zip(FloatBinary op, float[] a, float[] b, int n) {
        if (op instanceof FloatBinaryOp named) {
            zipNamed(named, a, b, n);
        } else {
            FloatFunctionLoops.ZIP.of(op).run(op, a, b, n);
        }
    }

    private static void mapNamed(FloatUnaryOp op, float[] x, int n) {
        switch (op) {
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    x[i] = x[i] * x[i];
                }
            }
            case NEGATE -> {
                for (int i = 0; i < n; i++) {
                    x[i] = -x[i];
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Math.abs(x[i]);
                }
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    x[i] = (float) Math.sqrt(x[i]);
                }
            }
            case RECIPROCAL -> {
                for (int i = 0; i < n; i++) {
                    x[i] = 1 / x[i];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    x[i] = op.applyAsFloat(x[i]);
                }
            }
        }
    }

    private static void mapParametric(FloatParameterOp op, float[] x, int n) {
        float first = op.first();
        float second = op.second();
        switch (op.kind()) {
            case SCALE -> {
                for (int i = 0; i < n; i++) {
                    x[i] = x[i] * first;
                }
            }
            case PLUS -> {
                for (int i = 0; i < n; i++) {
                    x[i] = x[i] + first;
                }
            }
            case CLAMP -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Math.min(second, Math.max(x[i], first));
                }
            }
            case POWER -> {
                for (int i = 0; i < n; i++) {
                    x[i] = op.applyAsFloat(x[i]);
                }
            }
        }
    }

    private static void zipNamed(FloatBinaryOp op, float[] a, float[] b, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    a[i] += b[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) {
                    a[i] -= b[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    a[i] *= b[i];
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < n; i++) {
                    a[i] /= b[i];
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    a[i] = Math.min(a[i], b[i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    a[i] = Math.max(a[i], b[i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    a[i] = op.applyAsFloat(a[i], b[i]);
                }
            }
        }
    }
}
