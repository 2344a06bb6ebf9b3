// Generated from X-ParameterOp.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.IntUnary;

/// A built-in map of `int` with its parameters; see `IntUnaryOps`.
public record IntParameterOp(ParameterOp kind, int first, int second) implements IntUnary, BuiltInOp {

    public IntParameterOp {
        if (kind == ParameterOp.POWER) {
            throw BuiltInOp.unknown("map of int", kind.code());
        }
    }

    @Override
    public int applyAsInt(int x) {
        return switch (kind) {
            case SCALE -> x * first;
            case PLUS -> x + first;
            case POWER -> throw new IllegalStateException("the constructor refuses POWER");
            case CLAMP -> Math.min(second, Math.max(x, first));
        };
    }

    /// What a loop calls for each element: a function of the same results that makes no choice in the loop.
    public IntUnary inLoops() {
        int p = first;
        int q = second;
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
        return first;
    }

    @Override
    public long secondBits() {
        return second;
    }
}
