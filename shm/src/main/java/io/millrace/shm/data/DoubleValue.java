// Generated from X-Value.java.template
package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.util.function.DoubleBinaryOperator;

/// One `double` in the mapped file, shared like an `AtomicLong`: `get` and `set` are volatile.
/// Compared by its bits: a NaN equals itself, `0.0` is not `-0.0`.
///
/// Obtained from `SharedMemory.newDoubleValue` and `doubleValue`.
public final class DoubleValue extends NumericValue {
    private final DoubleArray cell;

    private DoubleValue(DoubleArray cell) {
        super(cell);
        this.cell = cell;
    }

    /// The value that a region holds.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static DoubleValue over(Region region) {
        return new DoubleValue(new DoubleArray(Span.single(region, ElementType.DOUBLE)));
    }

    /// Reads, volatile.
    public double get() {
        return cell.getVolatile(0);
    }

    /// Writes, volatile.
    public void set(double value) {
        cell.setVolatile(0, value);
    }

    /// Reads without any order.
    public double getPlain() {
        return cell.get(0);
    }

    /// Writes without any order.
    public void setPlain(double value) {
        cell.set(0, value);
    }

    /// Reads the value and all that its writer released with it.
    public double getAcquire() {
        return cell.getAcquire(0);
    }

    /// Writes after all that was written before.
    public void setRelease(double value) {
        cell.setRelease(0, value);
    }

    /// Writes `value` if the present one is `expected`, bit by bit; tells whether it did.
    public boolean compareAndSet(double expected, double value) {
        return cell.compareAndSet(0, expected, value);
    }

    /// Writes `value` and returns what stood there.
    public double getAndSet(double value) {
        return cell.getAndSet(0, value);
    }

    /// Adds `delta` and returns what stood there before.
    public double getAndAdd(double delta) {
        return cell.getAndAdd(0, delta);
    }

    /// Adds `delta` and returns the sum.
    public double addAndGet(double delta) {
        return cell.addAndGet(0, delta);
    }

    /// Adds one and returns the sum.
    public double incrementAndGet() {
        return cell.addAndGet(0, 1.0);
    }

    /// Writes `op(value, operand)` and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    public double getAndAccumulate(double operand, DoubleBinaryOperator op) {
        return cell.getAndAccumulate(0, operand, op);
    }
}
