// Generated from X-Linear.java.template
package io.millrace.engine.internal.kernel.functions;

import io.millrace.engine.IntGenerator;

/// Elements made of their index: `start + index * step`. The index itself is 0 and 1.
public record IntLinear(int start, int step) implements IntGenerator, BuiltInOp {
    /// The number of all linear functions in the file.
    public static final int CODE = 100;

    @Override
    public int applyAsInt(long index) {
        return (int) (start + index * step);
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
        return start;
    }

    @Override
    public long secondBits() {
        return step;
    }
}
