// Generated from X-ParameterOp.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.LongUnary;

/// A built-in map of `long` with its parameters; see `LongUnaryOps`.
public record LongParameterOp(ParameterOp kind, long first, long second) implements LongUnary, BuiltInOp {

    public LongParameterOp {
        if (kind == ParameterOp.POWER) {
            throw BuiltInOp.unknown("map of long", kind.code());
        }
    }

    @Override
    public long applyAsLong(long x) {
        return switch (kind) {
            case SCALE -> x * first;
            case PLUS -> x + first;
            case POWER -> throw new IllegalStateException("the constructor refuses POWER");
            case CLAMP -> Math.min(second, Math.max(x, first));
        };
    }

    /// What a loop calls for each element: a function of the same results that makes no choice in the loop.
    public LongUnary inLoops() {
        long p = first;
        long q = second;
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
