package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleUnary;

/// Functions over a block of `double` elements, in place. The common ones have a loop of their own,
/// which the JIT turns into vector instructions.
final class DoubleLoops {

    private DoubleLoops() {}

    static void map(DoubleUnary op, double[] x, int n) {
        if (op instanceof DoubleUnaryOp named) {
            mapNamed(named, x, n);
        } else if (op instanceof DoubleParameterOp parametric) {
            mapParametric(parametric, x, n);
        } else {
            DoubleFunctionLoops.MAP.of(op).run(op, x, n);
        }
    }

    /// Leaves the results in `a`.
    static void zip(DoubleBinary op, double[] a, double[] b, int n) {
        if (op instanceof DoubleBinaryOp named) {
            zipNamed(named, a, b, n);
        } else {
            DoubleFunctionLoops.ZIP.of(op).run(op, a, b, n);
        }
    }

    private static void mapNamed(DoubleUnaryOp op, double[] x, int n) {
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
                    x[i] = Math.sqrt(x[i]);
                }
            }
            case RECIPROCAL -> {
                for (int i = 0; i < n; i++) {
                    x[i] = 1 / x[i];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    x[i] = op.applyAsDouble(x[i]);
                }
            }
        }
    }

    private static void mapParametric(DoubleParameterOp op, double[] x, int n) {
        double first = op.first();
        double second = op.second();
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
                    x[i] = op.applyAsDouble(x[i]);
                }
            }
        }
    }

    private static void zipNamed(DoubleBinaryOp op, double[] a, double[] b, int n) {
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
                    a[i] = op.applyAsDouble(a[i], b[i]);
                }
            }
        }
    }
}
