// Generated from X-Value.java.template
package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.util.function.LongBinaryOperator;

/// One `long` in the mapped file, shared like an `AtomicLong`: `get` and `set` are volatile.
/// Sums wrap around.
///
/// Obtained from `SharedMemory.newLongValue` and `longValue`.
public final class LongValue extends NumericValue {
    private final LongArray cell;

    private LongValue(LongArray cell) {
        super(cell);
        this.cell = cell;
    }

    /// The value that a region holds.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static LongValue over(Region region) {
        return new LongValue(new LongArray(Span.single(region, ElementType.LONG)));
    }

    /// Reads, volatile.
    public long get() {
        return cell.getVolatile(0);
    }

    /// Writes, volatile.
    public void set(long value) {
        cell.setVolatile(0, value);
    }

    /// Reads without any order.
    public long getPlain() {
        return cell.get(0);
    }

    /// Writes without any order.
    public void setPlain(long value) {
        cell.set(0, value);
    }

    /// Reads the value and all that its writer released with it.
    public long getAcquire() {
        return cell.getAcquire(0);
    }

    /// Writes after all that was written before.
    public void setRelease(long value) {
        cell.setRelease(0, value);
    }

    /// Writes `value` if the present one is `expected`; tells whether it did.
    public boolean compareAndSet(long expected, long value) {
        return cell.compareAndSet(0, expected, value);
    }

    /// Writes `value` and returns what stood there.
    public long getAndSet(long value) {
        return cell.getAndSet(0, value);
    }

    /// Adds `delta` and returns what stood there before.
    public long getAndAdd(long delta) {
        return cell.getAndAdd(0, delta);
    }

    /// Adds `delta` and returns the sum.
    public long addAndGet(long delta) {
        return cell.addAndGet(0, delta);
    }

    /// Adds one and returns the sum.
    public long incrementAndGet() {
        return cell.addAndGet(0, 1L);
    }

    /// Writes `op(value, operand)` and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    public long getAndAccumulate(long operand, LongBinaryOperator op) {
        return cell.getAndAccumulate(0, operand, op);
    }
}
