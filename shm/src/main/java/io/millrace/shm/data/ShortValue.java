// Generated from X-Value.java.template
package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.util.function.IntBinaryOperator;

/// One `short` in the mapped file, shared like an `AtomicLong`: `get` and `set` are volatile.
/// Sums wrap around.
///
/// Obtained from `SharedMemory.newShortValue` and `shortValue`.
public final class ShortValue extends NumericValue {
    private final ShortArray cell;

    private ShortValue(ShortArray cell) {
        super(cell);
        this.cell = cell;
    }

    /// The value that a region holds.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static ShortValue over(Region region) {
        return new ShortValue(new ShortArray(Span.single(region, ElementType.SHORT)));
    }

    /// Reads, volatile.
    public short get() {
        return cell.getVolatile(0);
    }

    /// Writes, volatile.
    public void set(short value) {
        cell.setVolatile(0, value);
    }

    /// Reads without any order.
    public short getPlain() {
        return cell.get(0);
    }

    /// Writes without any order.
    public void setPlain(short value) {
        cell.set(0, value);
    }

    /// Reads the value and all that its writer released with it.
    public short getAcquire() {
        return cell.getAcquire(0);
    }

    /// Writes after all that was written before.
    public void setRelease(short value) {
        cell.setRelease(0, value);
    }

    /// Writes `value` if the present one is `expected`; tells whether it did.
    public boolean compareAndSet(short expected, short value) {
        return cell.compareAndSet(0, expected, value);
    }

    /// Writes `value` and returns what stood there.
    public short getAndSet(short value) {
        return cell.getAndSet(0, value);
    }

    /// Adds `delta` and returns what stood there before.
    public short getAndAdd(short delta) {
        return cell.getAndAdd(0, delta);
    }

    /// Adds `delta` and returns the sum.
    public short addAndGet(short delta) {
        return cell.addAndGet(0, delta);
    }

    /// Adds one and returns the sum.
    public short incrementAndGet() {
        return cell.addAndGet(0, (short) 1);
    }

    /// Writes `op(value, operand)`, narrowed by a cast, and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    public short getAndAccumulate(short operand, IntBinaryOperator op) {
        return cell.getAndAccumulate(0, operand, op);
    }
}
