// Generated from X-Array.java.template
package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// `short`s in the mapped file. Sums wrap around. Atomic changes go through the aligned `int`
/// around the element and leave its neighbours alone.
///
/// Obtained from `SharedMemory.newShortArray` and `shortArray`. The memory order of each method
/// is told in the package comment.
public final class ShortArray extends NumericArray {
    private static final VarHandle ELEMENT = JAVA_SHORT.varHandle();

    private final NarrowCells cells;

    ShortArray(Span span) {
        super(span);
        this.cells = NarrowCells.of(span);
    }

    /// The array that fills a region.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static ShortArray over(Region region) {
        return new ShortArray(Span.whole(region, ElementType.SHORT));
    }

    @Override
    public ShortArray slice(long from, long to) {
        return new ShortArray(part(from, to));
    }

    /// Reads an element, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public short get(long index) {
        try {
            return segment.getAtIndex(JAVA_SHORT, Objects.checkIndex(index, length));
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void set(long index, short value) {
        try {
            segment.setAtIndex(JAVA_SHORT, Objects.checkIndex(index, length), value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Reads an element and all that its writer released with it.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public short getAcquire(long index) {
        try {
            return (short) ELEMENT.getAcquire(segment, Objects.checkIndex(index, length) * Short.BYTES);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Reads an element as a `volatile` variable.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public short getVolatile(long index) {
        try {
            return (short) ELEMENT.getVolatile(segment, Objects.checkIndex(index, length) * Short.BYTES);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element after all that was written before.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void setRelease(long index, short value) {
        try {
            ELEMENT.setRelease(segment, Objects.checkIndex(index, length) * Short.BYTES, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element as a `volatile` variable.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void setVolatile(long index, short value) {
        try {
            ELEMENT.setVolatile(segment, Objects.checkIndex(index, length) * Short.BYTES, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes `value` if the element is `expected`; tells whether it did.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public boolean compareAndSet(long index, short expected, short value) {
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
    public short getAndSet(long index, short value) {
        while (true) {
            short seen = getVolatile(index);
            if (compareAndSet(index, seen, value)) {
                return seen;
            }
        }
    }

    /// Adds `delta` and returns what stood there before.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public short getAndAdd(long index, short delta) {
        while (true) {
            short seen = getVolatile(index);
            if (compareAndSet(index, seen, (short) (seen + delta))) {
                return seen;
            }
        }
    }

    /// Adds `delta` and returns the sum.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public short addAndGet(long index, short delta) {
        return (short) (getAndAdd(index, delta) + delta);
    }

    /// Writes `op(element, operand)`, narrowed by a cast, and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public short getAndAccumulate(long index, short operand, IntBinaryOperator op) {
        while (true) {
            short seen = getVolatile(index);
            if (compareAndSet(index, seen, (short) op.applyAsInt(seen, operand))) {
                return seen;
            }
        }
    }

    /// Copies a whole array to the first elements.
    ///
    /// @throws IndexOutOfBoundsException it is longer than this array
    public void copyFrom(short[] source) {
        copyIn(0, MemorySegment.ofArray(source));
    }

    /// Copies `source[from]` and on to elements `at` and on, `length` of them.
    ///
    /// @throws IndexOutOfBoundsException a range is not within its array
    public void copyFrom(long at, short[] source, int from, int length) {
        copyIn(at, range(source, from, length));
    }

    /// Copies all elements of an array of equal length; two slices opened through one memory may
    /// overlap.
    ///
    /// @throws IllegalArgumentException the lengths differ
    public void copyFrom(ShortArray source) {
        copyAll(source);
    }

    /// Copies all elements to the first ones of `target`.
    ///
    /// @throws IndexOutOfBoundsException `target` is shorter than this array
    public void copyTo(short[] target) {
        copyOut(0, range(target, 0, heapLength()));
    }

    /// Copies elements `at` and on to `target[from]` and on, `length` of them.
    ///
    /// @throws IndexOutOfBoundsException a range is not within its array
    public void copyTo(long at, short[] target, int from, int length) {
        copyOut(at, range(target, from, length));
    }

    /// Copies all elements to an array of equal length; two slices opened through one memory may
    /// overlap.
    ///
    /// @throws IllegalArgumentException the lengths differ
    public void copyTo(ShortArray target) {
        target.copyAll(this);
    }

    /// Writes `value` to every element.
    public void fill(short value) {
        region().check();
        for (long i = 0; i < length; i++) {
            set(i, value);
        }
    }

    /// Writes `function(i)`, narrowed by a cast, to every element `i`.
    public void setAll(LongToIntFunction function) {
        region().check();
        for (long i = 0; i < length; i++) {
            set(i, (short) function.applyAsInt(i));
        }
    }

    /// A copy on the heap.
    ///
    /// @throws IllegalStateException more than 2^31 - 1 elements
    public short[] toArray() {
        short[] copy = new short[heapLength()];
        copyTo(copy);
        return copy;
    }

    /// The elements in order, widened; may be made parallel, has no limit of length.
    public IntStream stream() {
        region().check();
        return LongStream.range(0, length).mapToInt(this::get);
    }

    private static MemorySegment range(short[] array, int from, int length) {
        Objects.checkFromIndexSize(from, length, array.length);
        long byteSize = (long) length * Short.BYTES;
        return MemorySegment.ofArray(array).asSlice((long) from * Short.BYTES, byteSize);
    }
}
