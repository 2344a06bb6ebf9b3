package io.millrace.engine.kernel;

import io.millrace.engine.LongBinary;
import io.millrace.engine.LongUnary;

/// Functions over a block of `long` elements, in place. The common ones have a loop of their own,
/// which the JIT turns into vector instructions.
final class LongLoops {

    private LongLoops() {}

    static void map(LongUnary op, long[] x, int n) {
        if (op instanceof LongUnaryOp named) {
            mapNamed(named, x, n);
        } else if (op instanceof LongParameterOp parametric) {
            mapParametric(parametric, x, n);
        } else {
            LongFunctionLoops.MAP.of(op).run(op, x, n);
        }
    }

    static boolean isBuiltIn(LongUnary op) {
        return op instanceof LongUnaryOp || op instanceof LongParameterOp;
    }

    /// Leaves the results in `a`.
    static void zip(LongBinary op, long[] a, long[] b, int n) {
        if (op instanceof LongBinaryOp named) {
            zipNamed(named, a, b, n);
        } else {
            LongFunctionLoops.ZIP.of(op).run(op, a, b, n);
        }
    }

    /// What to throw when [#map] failed on these elements: names the first that `op` cannot
    /// compute. The exception of the JDK is of no use here: thrown often, it has no message.
    static ArithmeticException failure(LongUnary op, long firstIndex, int n, long[] x) {
        for (int i = 0; i < n; i++) {
            try {
                var _ = op.applyAsLong(x[i]);
            } catch (ArithmeticException overflow) {
                return new ArithmeticException(
                        "%s overflows: index=%d, value=%d".formatted(op, firstIndex + i, x[i]));
            }
        }
        return new ArithmeticException(op + ": the elements changed while they were computed");
    }

    /// What to throw when [#zip] failed on these elements.
    static ArithmeticException failure(
            LongBinary op, long firstIndex, int n, long[] a, long[] b) {
        for (int i = 0; i < n; i++) {
            try {
                var _ = op.applyAsLong(a[i], b[i]);
            } catch (ArithmeticException failed) {
                String what = op == LongBinaryOp.DIVIDE ? "by zero" : "overflows";
                return new ArithmeticException(
                        "%s %s: index=%d, values=%d and %d"
                                .formatted(op, what, firstIndex + i, a[i], b[i]));
            }
        }
        return new ArithmeticException(op + ": the elements changed while they were computed");
    }

    private static void mapNamed(LongUnaryOp op, long[] x, int n) {
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
                    x[i] = op.applyAsLong(x[i]);
                }
            }
        }
    }

    private static void mapParametric(LongParameterOp op, long[] x, int n) {
        long first = op.first();
        long second = op.second();
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
                    x[i] = op.applyAsLong(x[i]);
                }
            }
        }
    }

    private static void zipNamed(LongBinaryOp op, long[] a, long[] b, int n) {
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
                    a[i] = op.applyAsLong(a[i], b[i]);
                }
            }
        }
    }
}
