// Generated from X-Value.java.template
package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.util.function.IntBinaryOperator;

/// One `int` in the mapped file, shared like an `AtomicInteger`: `get` and `set` are volatile.
/// Sums wrap around.
///
/// Obtained from `SharedMemory.newIntValue` and `intValue`.
public final class IntValue extends NumericValue {
    private final IntArray cell;

    private IntValue(IntArray cell) {
        super(cell);
        this.cell = cell;
    }

    /// The value that a region holds.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static IntValue over(Region region) {
        return new IntValue(new IntArray(Span.single(region, ElementType.INT)));
    }

    /// Reads, volatile.
    public int get() {
        return cell.getVolatile(0);
    }

    /// Writes, volatile.
    public void set(int value) {
        cell.setVolatile(0, value);
    }

    /// Reads without any order.
    public int getPlain() {
        return cell.get(0);
    }

    /// Writes without any order.
    public void setPlain(int value) {
        cell.set(0, value);
    }

    /// Reads the value and all that its writer released with it.
    public int getAcquire() {
        return cell.getAcquire(0);
    }

    /// Writes after all that was written before.
    public void setRelease(int value) {
        cell.setRelease(0, value);
    }

    /// Writes `value` if the present one is `expected`; tells whether it did.
    public boolean compareAndSet(int expected, int value) {
        return cell.compareAndSet(0, expected, value);
    }

    /// Writes `value` and returns what stood there.
    public int getAndSet(int value) {
        return cell.getAndSet(0, value);
    }

    /// Adds `delta` and returns what stood there before.
    public int getAndAdd(int delta) {
        return cell.getAndAdd(0, delta);
    }

    /// Adds `delta` and returns the sum.
    public int addAndGet(int delta) {
        return cell.addAndGet(0, delta);
    }

    /// Adds one and returns the sum.
    public int incrementAndGet() {
        return cell.addAndGet(0, 1);
    }

    /// Writes `op(value, operand)` and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    public int getAndAccumulate(int operand, IntBinaryOperator op) {
        return cell.getAndAccumulate(0, operand, op);
    }
}
