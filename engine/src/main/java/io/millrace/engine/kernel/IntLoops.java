package io.millrace.engine.kernel;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntUnary;

/// Functions over a block of `int` elements, in place. The common ones have a loop of their own,
/// which the JIT turns into vector instructions.
final class IntLoops {

    private IntLoops() {}

    static void map(IntUnary op, int[] x, int n) {
        if (op instanceof IntUnaryOp named) {
            mapNamed(named, x, n);
        } else if (op instanceof IntParameterOp parametric) {
            mapParametric(parametric, x, n);
        } else {
            IntFunctionLoops.MAP.of(op).run(op, x, n);
        }
    }

    static boolean isBuiltIn(IntUnary op) {
        return op instanceof IntUnaryOp || op instanceof IntParameterOp;
    }

    /// Leaves the results in `a`.
    static void zip(IntBinary op, int[] a, int[] b, int n) {
        if (op instanceof IntBinaryOp named) {
            zipNamed(named, a, b, n);
        } else {
            IntFunctionLoops.ZIP.of(op).run(op, a, b, n);
        }
    }

    /// What to throw when [#map] failed on these elements: names the first that `op` cannot
    /// compute. The exception of the JDK is of no use here: thrown often, it has no message.
    static ArithmeticException failure(IntUnary op, long firstIndex, int n, int[] x) {
        for (int i = 0; i < n; i++) {
            try {
                var _ = op.applyAsInt(x[i]);
            } catch (ArithmeticException overflow) {
                return new ArithmeticException(
                        "%s overflows: index=%d, value=%d".formatted(op, firstIndex + i, x[i]));
            }
        }
        return new ArithmeticException(op + ": the elements changed while they were computed");
    }

    /// What to throw when [#zip] failed on these elements.
    static ArithmeticException failure(
            IntBinary op, long firstIndex, int n, int[] a, int[] b) {
        for (int i = 0; i < n; i++) {
            try {
                var _ = op.applyAsInt(a[i], b[i]);
            } catch (ArithmeticException failed) {
                String what = op == IntBinaryOp.DIVIDE ? "by zero" : "overflows";
                return new ArithmeticException(
                        "%s %s: index=%d, values=%d and %d"
                                .formatted(op, what, firstIndex + i, a[i], b[i]));
            }
        }
        return new ArithmeticException(op + ": the elements changed while they were computed");
    }

    private static void mapNamed(IntUnaryOp op, int[] x, int n) {
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
            default -> {
                for (int i = 0; i < n; i++) {
                    x[i] = op.applyAsInt(x[i]);
                }
            }
        }
    }

    private static void mapParametric(IntParameterOp op, int[] x, int n) {
        int first = op.first();
        int second = op.second();
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
                    x[i] = op.applyAsInt(x[i]);
                }
            }
        }
    }

    private static void zipNamed(IntBinaryOp op, int[] a, int[] b, int n) {
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
            case AND -> {
                for (int i = 0; i < n; i++) {
                    a[i] &= b[i];
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    a[i] |= b[i];
                }
            }
            case XOR -> {
                for (int i = 0; i < n; i++) {
                    a[i] ^= b[i];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    a[i] = op.applyAsInt(a[i], b[i]);
                }
            }
        }
    }
}
