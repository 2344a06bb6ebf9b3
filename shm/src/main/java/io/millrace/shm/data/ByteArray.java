// Generated from X-Array.java.template
package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// `byte`s in the mapped file, or the bytes of a bytes region. Sums wrap around. Atomic changes go
/// through the aligned `int` around the element and leave its neighbours alone.
///
/// Obtained from `SharedMemory.newByteArray` and `byteArray`. The memory order of each method
/// is told in the package comment.
public final class ByteArray extends NumericArray {
    private static final VarHandle ELEMENT = JAVA_BYTE.varHandle();

    private final NarrowCells cells;

    ByteArray(Span span) {
        super(span);
        this.cells = NarrowCells.of(span);
    }

    /// The array that fills a region.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static ByteArray over(Region region) {
        return new ByteArray(Span.whole(region, ElementType.BYTE));
    }

    @Override
    public ByteArray slice(long from, long to) {
        return new ByteArray(part(from, to));
    }

    /// Reads an element, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public byte get(long index) {
        try {
            return segment.getAtIndex(JAVA_BYTE, Objects.checkIndex(index, length));
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void set(long index, byte value) {
        try {
            segment.setAtIndex(JAVA_BYTE, Objects.checkIndex(index, length), value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Reads an element and all that its writer released with it.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public byte getAcquire(long index) {
        try {
            return (byte) ELEMENT.getAcquire(segment, Objects.checkIndex(index, length) * Byte.BYTES);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Reads an element as a `volatile` variable.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public byte getVolatile(long index) {
        try {
            return (byte) ELEMENT.getVolatile(segment, Objects.checkIndex(index, length) * Byte.BYTES);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element after all that was written before.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void setRelease(long index, byte value) {
        try {
            ELEMENT.setRelease(segment, Objects.checkIndex(index, length) * Byte.BYTES, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element as a `volatile` variable.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void setVolatile(long index, byte value) {
        try {
            ELEMENT.setVolatile(segment, Objects.checkIndex(index, length) * Byte.BYTES, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes `value` if the element is `expected`; tells whether it did.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public boolean compareAndSet(long index, byte expected, byte value) {
        long offset = atomicOffset(index);
        try {
            return cells.compareAndSet(offset, expected, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes `value` and returns what stood there.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public byte getAndSet(long index, byte value) {
        while (true) {
            byte seen = getVolatile(index);
            if (compareAndSet(index, seen, value)) {
                return seen;
            }
        }
    }

    /// Adds `delta` and returns what stood there before.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public byte getAndAdd(long index, byte delta) {
        while (true) {
            byte seen = getVolatile(index);
            if (compareAndSet(index, seen, (byte) (seen + delta))) {
                return seen;
            }
        }
    }

    /// Adds `delta` and returns the sum.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public byte addAndGet(long index, byte delta) {
        return (byte) (getAndAdd(index, delta) + delta);
    }

    /// Writes `op(element, operand)`, narrowed by a cast, and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public byte getAndAccumulate(long index, byte operand, IntBinaryOperator op) {
        while (true) {
            byte seen = getVolatile(index);
            if (compareAndSet(index, seen, (byte) op.applyAsInt(seen, operand))) {
                return seen;
            }
        }
    }

    /// Copies a whole array to the first elements.
    ///
    /// @throws IndexOutOfBoundsException it is longer than this array
    public void copyFrom(byte[] source) {
        copyIn(0, MemorySegment.ofArray(source));
    }

    /// Copies `source[from]` and on to elements `at` and on, `length` of them.
    ///
    /// @throws IndexOutOfBoundsException a range is not within its array
    public void copyFrom(long at, byte[] source, int from, int length) {
        copyIn(at, range(source, from, length));
    }

    /// Copies all elements of an array of equal length; two slices opened through one memory may
    /// overlap.
    ///
    /// @throws IllegalArgumentException the lengths differ
    public void copyFrom(ByteArray source) {
        copyAll(source);
    }

    /// Copies all elements to the first ones of `target`.
    ///
    /// @throws IndexOutOfBoundsException `target` is shorter than this array
    public void copyTo(byte[] target) {
        copyOut(0, range(target, 0, heapLength()));
    }

    /// Copies elements `at` and on to `target[from]` and on, `length` of them.
    ///
    /// @throws IndexOutOfBoundsException a range is not within its array
    public void copyTo(long at, byte[] target, int from, int length) {
        copyOut(at, range(target, from, length));
    }

    /// Copies all elements to an array of equal length; two slices opened through one memory may
    /// overlap.
    ///
    /// @throws IllegalArgumentException the lengths differ
    public void copyTo(ByteArray target) {
        target.copyAll(this);
    }

    /// Writes `value` to every element.
    public void fill(byte value) {
        region().check();
        for (long i = 0; i < length; i++) {
            set(i, value);
        }
    }

    /// Writes `function(i)`, narrowed by a cast, to every element `i`.
    public void setAll(LongToIntFunction function) {
        region().check();
        for (long i = 0; i < length; i++) {
            set(i, (byte) function.applyAsInt(i));
        }
    }

    /// A copy on the heap.
    ///
    /// @throws IllegalStateException more than 2^31 - 1 elements
    public byte[] toArray() {
        byte[] copy = new byte[heapLength()];
        copyTo(copy);
        return copy;
    }

    /// The elements in order, widened; may be made parallel, has no limit of length.
    public IntStream stream() {
        region().check();
        return LongStream.range(0, length).mapToInt(this::get);
    }

    private static MemorySegment range(byte[] array, int from, int length) {
        Objects.checkFromIndexSize(from, length, array.length);
        long byteSize = (long) length * Byte.BYTES;
        return MemorySegment.ofArray(array).asSlice((long) from * Byte.BYTES, byteSize);
    }
}
