// Generated from X-Value.java.template
package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;

/// One `float` in the mapped file, shared like an `AtomicLong`: `get` and `set` are volatile.
/// Compared by its bits: a NaN equals itself, `0.0` is not `-0.0`.
///
/// Obtained from `SharedMemory.newFloatValue` and `floatValue`.
public final class FloatValue extends NumericValue {
    private final FloatArray cell;

    private FloatValue(FloatArray cell) {
        super(cell);
        this.cell = cell;
    }

    /// The value that a region holds.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static FloatValue over(Region region) {
        return new FloatValue(new FloatArray(Span.single(region, ElementType.FLOAT)));
    }

    /// Reads, volatile.
    public float get() {
        return cell.getVolatile(0);
    }

    /// Writes, volatile.
    public void set(float value) {
        cell.setVolatile(0, value);
    }

    /// Reads without any order.
    public float getPlain() {
        return cell.get(0);
    }

    /// Writes without any order.
    public void setPlain(float value) {
        cell.set(0, value);
    }

    /// Reads the value and all that its writer released with it.
    public float getAcquire() {
        return cell.getAcquire(0);
    }

    /// Writes after all that was written before.
    public void setRelease(float value) {
        cell.setRelease(0, value);
    }

    /// Writes `value` if the present one is `expected`, bit by bit; tells whether it did.
    public boolean compareAndSet(float expected, float value) {
        return cell.compareAndSet(0, expected, value);
    }

    /// Writes `value` and returns what stood there.
    public float getAndSet(float value) {
        return cell.getAndSet(0, value);
    }

    /// Adds `delta` and returns what stood there before.
    public float getAndAdd(float delta) {
        return cell.getAndAdd(0, delta);
    }

    /// Adds `delta` and returns the sum.
    public float addAndGet(float delta) {
        return cell.addAndGet(0, delta);
    }

    /// Adds one and returns the sum.
    public float incrementAndGet() {
        return cell.addAndGet(0, 1.0f);
    }

    /// Writes `op(value, operand)` and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    public float getAndAccumulate(float operand, FloatBinaryOperator op) {
        return cell.getAndAccumulate(0, operand, op);
    }
}
