// Generated from X-ParameterOp.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.FloatUnary;

/// A built-in map of `float` with its parameters; see `FloatUnaryOps`.
public record FloatParameterOp(ParameterOp kind, float first, float second) implements FloatUnary, BuiltInOp {

    @Override
    public float applyAsFloat(float x) {
        return switch (kind) {
            case SCALE -> x * first;
            case PLUS -> x + first;
            case POWER -> (float) StrictMath.pow(x, first);
            case CLAMP -> Math.min(second, Math.max(x, first));
        };
    }

    /// What a loop calls for each element: a function of the same results that makes no choice in the loop.
    public FloatUnary inLoops() {
        float p = first;
        float q = second;
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
        return Float.floatToRawIntBits(first);
    }

    @Override
    public long secondBits() {
        return Float.floatToRawIntBits(second);
    }
}
