// Generated from X-ParameterOp.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.DoubleUnary;

/// A built-in map of `double` with its parameters; see `DoubleUnaryOps`.
public record DoubleParameterOp(ParameterOp kind, double first, double second) implements DoubleUnary, BuiltInOp {

    @Override
    public double applyAsDouble(double x) {
        return switch (kind) {
            case SCALE -> x * first;
            case PLUS -> x + first;
            case POWER -> StrictMath.pow(x, first);
            case CLAMP -> Math.min(second, Math.max(x, first));
        };
    }

    /// What a loop calls for each element: a function of the same results that makes no choice in the loop.
    public DoubleUnary inLoops() {
        double p = first;
        double q = second;
        return switch (kind) {
            case SCALE -> x -> x * p;
            case PLUS -> x -> x + p;
            case POWER -> this;
            case CLAMP -> x -> Math.min(q, Math.max(x, p));
        };
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public int code() {
        return kind.code();
    }

    @Override
    public Cost cost() {
        return kind.cost();
    }

    @Override
    public long firstBits() {
        return Double.doubleToRawLongBits(first);
    }

    @Override
    public long secondBits() {
        return Double.doubleToRawLongBits(second);
    }
}
