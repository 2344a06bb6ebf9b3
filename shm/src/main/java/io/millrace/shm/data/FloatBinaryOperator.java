package io.millrace.shm.data;

/// Makes one `float` of two: what the JDK has for `double`, `long` and `int` only.
@FunctionalInterface
public interface FloatBinaryOperator {
    /// Applies the operation.
    float applyAsFloat(float left, float right);
}
