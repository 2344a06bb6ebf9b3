// Generated from X-Array.java.template
package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// `double`s in the mapped file. Compared by their bits: a NaN equals itself, `0.0` is not `-0.0`.
///
/// Obtained from `SharedMemory.newDoubleArray` and `doubleArray`. The memory order of each method
/// is told in the package comment.
public final class DoubleArray extends NumericArray {
    private static final VarHandle ELEMENT = JAVA_DOUBLE.varHandle();

    DoubleArray(Span span) {
        super(span);
    }

    /// The array that fills a region.
    ///
    /// @throws IllegalArgumentException the region holds another type
    static DoubleArray over(Region region) {
        return new DoubleArray(Span.whole(region, ElementType.DOUBLE));
    }

    @Override
    public DoubleArray slice(long from, long to) {
        return new DoubleArray(part(from, to));
    }

    /// Reads an element, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public double get(long index) {
        try {
            return segment.getAtIndex(JAVA_DOUBLE, Objects.checkIndex(index, length));
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void set(long index, double value) {
        try {
            segment.setAtIndex(JAVA_DOUBLE, Objects.checkIndex(index, length), value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Reads an element and all that its writer released with it.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public double getAcquire(long index) {
        try {
            return (double) ELEMENT.getAcquire(segment, Objects.checkIndex(index, length) * Double.BYTES);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Reads an element as a `volatile` variable.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public double getVolatile(long index) {
        try {
            return (double) ELEMENT.getVolatile(segment, Objects.checkIndex(index, length) * Double.BYTES);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element after all that was written before.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void setRelease(long index, double value) {
        try {
            ELEMENT.setRelease(segment, Objects.checkIndex(index, length) * Double.BYTES, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes an element as a `volatile` variable.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void setVolatile(long index, double value) {
        try {
            ELEMENT.setVolatile(segment, Objects.checkIndex(index, length) * Double.BYTES, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes `value` if the element is `expected`, bit by bit; tells whether it did.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public boolean compareAndSet(long index, double expected, double value) {
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
    public double getAndSet(long index, double value) {
        long offset = atomicOffset(index);
        try {
            return (double) ELEMENT.getAndSet(segment, offset, value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Adds `delta` and returns what stood there before.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public double getAndAdd(long index, double delta) {
        while (true) {
            double seen = getVolatile(index);
            if (compareAndSet(index, seen, seen + delta)) {
                return seen;
            }
        }
    }

    /// Adds `delta` and returns the sum.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public double addAndGet(long index, double delta) {
        return getAndAdd(index, delta) + delta;
    }

    /// Writes `op(element, operand)` and returns what stood there before.
    /// `op` is called again when another thread or process was faster, so it must have no effects.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public double getAndAccumulate(long index, double operand, DoubleBinaryOperator op) {
        while (true) {
            double seen = getVolatile(index);
            if (compareAndSet(index, seen, op.applyAsDouble(seen, operand))) {
                return seen;
            }
        }
    }

    /// Copies a whole array to the first elements.
    ///
    /// @throws IndexOutOfBoundsException it is longer than this array
    public void copyFrom(double[] source) {
        copyIn(0, MemorySegment.ofArray(source));
    }

    /// Copies `source[from]` and on to elements `at` and on, `length` of them.
    ///
    /// @throws IndexOutOfBoundsException a range is not within its array
    public void copyFrom(long at, double[] source, int from, int length) {
        copyIn(at, range(source, from, length));
    }

    /// Copies all elements of an array of equal length; two slices opened through one memory may
    /// overlap.
    ///
    /// @throws IllegalArgumentException the lengths differ
    public void copyFrom(DoubleArray source) {
        copyAll(source);
    }

    /// Copies all elements to the first ones of `target`.
    ///
    /// @throws IndexOutOfBoundsException `target` is shorter than this array
    public void copyTo(double[] target) {
        copyOut(0, range(target, 0, heapLength()));
    }

    /// Copies elements `at` and on to `target[from]` and on, `length` of them.
    ///
    /// @throws IndexOutOfBoundsException a range is not within its array
    public void copyTo(long at, double[] target, int from, int length) {
        copyOut(at, range(target, from, length));
    }

    /// Copies all elements to an array of equal length; two slices opened through one memory may
    /// overlap.
    ///
    /// @throws IllegalArgumentException the lengths differ
    public void copyTo(DoubleArray target) {
        target.copyAll(this);
    }

    /// Writes `value` to every element.
    public void fill(double value) {
        region().check();
        for (long i = 0; i < length; i++) {
            set(i, value);
        }
    }

    /// Writes `function(i)` to every element `i`.
    public void setAll(LongToDoubleFunction function) {
        region().check();
        for (long i = 0; i < length; i++) {
            set(i, function.applyAsDouble(i));
        }
    }

    /// A copy on the heap.
    ///
    /// @throws IllegalStateException more than 2^31 - 1 elements
    public double[] toArray() {
        double[] copy = new double[heapLength()];
        copyTo(copy);
        return copy;
    }

    /// The elements in order; may be made parallel, has no limit of length.
    public DoubleStream stream() {
        region().check();
        return LongStream.range(0, length).mapToDouble(this::get);
    }

    private static MemorySegment range(double[] array, int from, int length) {
        Objects.checkFromIndexSize(from, length, array.length);
        long byteSize = (long) length * Double.BYTES;
        return MemorySegment.ofArray(array).asSlice((long) from * Double.BYTES, byteSize);
    }
}
