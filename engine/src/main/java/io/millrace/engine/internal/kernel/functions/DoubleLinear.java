// Generated from X-Linear.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.DoubleGenerator;

/// Elements made of their index: `start + index * step`. The index itself is 0 and 1.
public record DoubleLinear(double start, double step) implements DoubleGenerator, BuiltInOp {
    /// The number of all linear functions in the file.
    public static final int CODE = 100;

    @Override
    public double applyAsDouble(long index) {
        return start + index * step;
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
        return Double.doubleToRawLongBits(start);
    }

    @Override
    public long secondBits() {
        return Double.doubleToRawLongBits(step);
    }
}
