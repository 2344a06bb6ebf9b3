// Generated from X-Linear.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.FloatGenerator;

/// Elements made of their index: `start + index * step`. The index itself is 0 and 1.
public record FloatLinear(float start, float step) implements FloatGenerator, BuiltInOp {
    /// The number of all linear functions in the file.
    public static final int CODE = 100;

    @Override
    public float applyAsFloat(long index) {
        return (float) (start + (double) index * step);
    }

    @Override
    public String name() {
        return "LINEAR";
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public Cost cost() {
        return Cost.CHEAP;
    }

    @Override
    public long firstBits() {
        return Float.floatToRawIntBits(start);
    }

    @Override
    public long secondBits() {
        return Float.floatToRawIntBits(step);
    }
}
