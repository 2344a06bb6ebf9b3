// Generated from X-Array.java.template
package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// `int`s in the mapped file. Sums wrap around.
///
/// Obtained from `SharedMemory.newIntArray` and `intArray`. The memory order of each method
/// is told in the package comment.
public final class IntArray extends NumericArray {
    private static final VarHandle ELEMENT = JAVA_INT.varHandle();

    IntArray(Span span) {
        super(span);
    }

    /// The array that fills a region.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static IntArray over(Region region) {
        return new IntArray(Span.whole(region, ElementType.INT));
    }

    @Override
    public IntArray slice(long from, long to) {
        return new IntArray(part(from, to));
    }

    /// Reads an element, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public int get(long index) {
        try {
            return segment.getAtIndex(JAVA_INT, Objects.checkIndex(index, length));
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void set(long index, int value) {
        try {
            segment.setAtIndex(JAVA_INT, Objects.checkIndex(index, length), value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Reads an element and all that its writer released with it.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public int getAcquire(long index) {
        try {
            return (int) ELEMENT.getAcquire(segment, Objects.checkIndex(index, length) * Integer.BYTES);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Reads an element as a `volatile` variable.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public int getVolatile(long index) {
        try {
            return (int) ELEMENT.getVolatile(segment, Objects.checkIndex(index, length) * Integer.BYTES);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element after all that was written before.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void setRelease(long index, int value) {
        try {
            ELEMENT.setRelease(segment, Objects.checkIndex(index, length) * Integer.BYTES, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element as a `volatile` variable.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void setVolatile(long index, int value) {
        try {
            ELEMENT.setVolatile(segment, Objects.checkIndex(index, length) * Integer.BYTES, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes `value` if the element is `expected`; tells whether it did.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public boolean compareAndSet(long index, int expected, int value) {
        long offset = atomicOffset(index);
        try {
            return ELEMENT.compareAndSet(segment, offset, expected, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes `value` and returns what stood there.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public int getAndSet(long index, int value) {
        long offset = atomicOffset(index);
        try {
            return (int) ELEMENT.getAndSet(segment, offset, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Adds `delta` and returns what stood there before.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public int getAndAdd(long index, int delta) {
        long offset = atomicOffset(index);
        try {
            return (int) ELEMENT.getAndAdd(segment, offset, delta);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Adds `delta` and returns the sum.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public int addAndGet(long index, int delta) {
        return getAndAdd(index, delta) + delta;
    }

    /// Writes `op(element, operand)` and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public int getAndAccumulate(long index, int operand, IntBinaryOperator op) {
        while (true) {
            int seen = getVolatile(index);
            if (compareAndSet(index, seen, op.applyAsInt(seen, operand))) {
                return seen;
            }
        }
    }

    /// Copies a whole array to the first elements.
    ///
    /// @throws IndexOutOfBoundsException it is longer than this array
    public void copyFrom(int[] source) {
        copyIn(0, MemorySegment.ofArray(source));
    }

    /// Copies `source[from]` and on to elements `at` and on, `length` of them.
    ///
    /// @throws IndexOutOfBoundsException a range is not within its array
    public void copyFrom(long at, int[] source, int from, int length) {
        copyIn(at, range(source, from, length));
    }

    /// Copies all elements of an array of equal length; two slices opened through one memory may
    /// overlap.
    ///
    /// @throws IllegalArgumentException the lengths differ
    public void copyFrom(IntArray source) {
        copyAll(source);
    }

    /// Copies all elements to the first ones of `target`.
    ///
    /// @throws IndexOutOfBoundsException `target` is shorter than this array
    public void copyTo(int[] target) {
        copyOut(0, range(target, 0, heapLength()));
    }

    /// Copies elements `at` and on to `target[from]` and on, `length` of them.
    ///
    /// @throws IndexOutOfBoundsException a range is not within its array
    public void copyTo(long at, int[] target, int from, int length) {
        copyOut(at, range(target, from, length));
    }

    /// Copies all elements to an array of equal length; two slices opened through one memory may
    /// overlap.
    ///
    /// @throws IllegalArgumentException the lengths differ
    public void copyTo(IntArray target) {
        target.copyAll(this);
    }

    /// Writes `value` to every element.
    public void fill(int value) {
        region().check();
        for (long i = 0; i < length; i++) {
            set(i, value);
        }
    }

    /// Writes `function(i)` to every element `i`.
    public void setAll(LongToIntFunction function) {
        region().check();
        for (long i = 0; i < length; i++) {
            set(i, function.applyAsInt(i));
        }
    }

    /// A copy on the heap.
    ///
    /// @throws IllegalStateException more than 2^31 - 1 elements
    public int[] toArray() {
        int[] copy = new int[heapLength()];
        copyTo(copy);
        return copy;
    }

    /// The elements in order; may be made parallel, has no limit of length.
    public IntStream stream() {
        region().check();
        return LongStream.range(0, length).mapToInt(this::get);
    }

    private static MemorySegment range(int[] array, int from, int length) {
        Objects.checkFromIndexSize(from, length, array.length);
        long byteSize = (long) length * Integer.BYTES;
        return MemorySegment.ofArray(array).asSlice((long) from * Integer.BYTES, byteSize);
    }
}
