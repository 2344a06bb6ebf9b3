// Generated from X-Value.java.template
package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.util.function.IntBinaryOperator;

/// One `byte` in the mapped file, shared like an `AtomicLong`: `get` and `set` are volatile.
/// Sums wrap around.
///
/// Obtained from `SharedMemory.newByteValue` and `byteValue`.
public final class ByteValue extends NumericValue {
    private final ByteArray cell;

    private ByteValue(ByteArray cell) {
        super(cell);
        this.cell = cell;
    }

    /// The value that a region holds.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static ByteValue over(Region region) {
        return new ByteValue(new ByteArray(Span.single(region, ElementType.BYTE)));
    }

    /// Reads, volatile.
    public byte get() {
        return cell.getVolatile(0);
    }

    /// Writes, volatile.
    public void set(byte value) {
        cell.setVolatile(0, value);
    }

    /// Reads without any order.
    public byte getPlain() {
        return cell.get(0);
    }

    /// Writes without any order.
    public void setPlain(byte value) {
        cell.set(0, value);
    }

    /// Reads the value and all that its writer released with it.
    public byte getAcquire() {
        return cell.getAcquire(0);
    }

    /// Writes after all that was written before.
    public void setRelease(byte value) {
        cell.setRelease(0, value);
    }

    /// Writes `value` if the present one is `expected`; tells whether it did.
    public boolean compareAndSet(byte expected, byte value) {
        return cell.compareAndSet(0, expected, value);
    }

    /// Writes `value` and returns what stood there.
    public byte getAndSet(byte value) {
        return cell.getAndSet(0, value);
    }

    /// Adds `delta` and returns what stood there before.
    public byte getAndAdd(byte delta) {
        return cell.getAndAdd(0, delta);
    }

    /// Adds `delta` and returns the sum.
    public byte addAndGet(byte delta) {
        return cell.addAndGet(0, delta);
    }

    /// Adds one and returns the sum.
    public byte incrementAndGet() {
        return cell.addAndGet(0, (byte) 1);
    }

    /// Writes `op(value, operand)`, narrowed by a cast, and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    public byte getAndAccumulate(byte operand, IntBinaryOperator op) {
        return cell.getAndAccumulate(0, operand, op);
    }
}
