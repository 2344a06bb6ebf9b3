package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Shapes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.AsynchronousFileChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An array of numbers in the mapped file, or a slice of one: what the six types have in common.
///
/// All that has to do with shapes, offsets, bounds and bulk copies stands here; the six classes add
/// only what needs the type. Lengths, indices and sizes are 64-bit everywhere.
public abstract sealed class NumericArray
        permits ByteArray, ShortArray, IntArray, LongArray, FloatArray, DoubleArray {

    /// Bulk copies go in pieces: a garbage collection waits for one piece, not for gigabytes.
    private static final long PIECE_BYTES = 16L << 20;

    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

    /// The bytes of this array or slice; its bounds and its liveness guard every access.
    final MemorySegment segment;

    /// Number of elements.
    final long length;

    private final Span span;

    NumericArray(Span span) {
        this.span = span;
        this.segment = span.segment();
        this.length = span.length();
    }

    /// The array that fills a region, by the region's element type; the bytes of a bytes region.
    static NumericArray over(Region region) {
        ElementType type = region.elementType();
        return switch (type == null ? ElementType.BYTE : type) {
            case BYTE -> ByteArray.over(region);
            case SHORT -> ShortArray.over(region);
            case INT -> IntArray.over(region);
            case LONG -> LongArray.over(region);
            case FLOAT -> FloatArray.over(region);
            case DOUBLE -> DoubleArray.over(region);
        };
    }

    /// Name of the region.
    public final String name() {
        return span.region().name();
    }

    /// Type of the elements.
    public final ElementType elementType() {
        return span.elementType();
    }

    /// Number of elements of this array or slice.
    public final long length() {
        return length;
    }

    /// Number of bytes of this array or slice.
    public final long byteSize() {
        return segment.byteSize();
    }

    /// Sizes of the dimensions, row-major. A slice has one dimension.
    public final long[] shape() {
        return span.shape().clone();
    }

    /// Flat index of the element at these coordinates, for `get` and `set`.
    ///
    /// @throws IllegalArgumentException another number of coordinates than dimensions
    /// @throws IndexOutOfBoundsException a coordinate outside its dimension
    public final long index(long... at) {
        return Shapes.index(span.shape(), at);
    }

    /// First element of a slice within its region; 0 for a whole array.
    public final long start() {
        return span.start();
    }

    /// The region this array lies in.
    final Region region() {
        return span.region();
    }

    /// The memory itself: exactly the elements of this array or slice, in the byte order of the
    /// machine. It lives as long as the region is open here.
    public final MemorySegment segment() {
        return segment;
    }

    /// Fills this array or slice from a file, without waiting and without a copy on the heap: its little-endian
    /// elements stand in the file from byte `position` on. Until the future completes, elements may be old or new, this
    /// process refuses to drop the region and to close the memory, and the file must stay open. Cancelling the future
    /// ends the transfer after the piece of at most 64 MiB that is in flight.
    ///
    /// @return fails with a [io.millrace.shm.FileAccessException] when the file is too short or cannot be read
    /// @throws IllegalArgumentException when the position is negative
    /// @throws java.nio.channels.NonReadableChannelException when the file was not opened for reading
    /// @throws UnsupportedOperationException when the memory is attached read-only
    /// @throws IllegalStateException when the memory is closed
    /// @throws io.millrace.shm.RegionDroppedException when the region was dropped
    public final CompletableFuture<@Nullable Void> readFrom(AsynchronousFileChannel file, long position) {
        return FileTransfer.read(refusal(), file, position);
    }

    /// Writes this array or slice to a file, without waiting and without a copy on the heap: its elements, little
    /// endian, from byte `position` on. What others write into the array meanwhile may or may not be in the file.
    /// Until the future completes, this process refuses to drop the region and to close the memory, and the file must
    /// stay open. Cancelling the future ends the transfer after the piece of at most 64 MiB that is in flight.
    ///
    /// @return fails with a [io.millrace.shm.FileAccessException] when the file cannot be written
    /// @throws IllegalArgumentException when the position is negative
    /// @throws java.nio.channels.NonWritableChannelException when the file was not opened for writing
    /// @throws IllegalStateException when the memory is closed
    /// @throws io.millrace.shm.RegionDroppedException when the region was dropped
    public final CompletableFuture<@Nullable Void> writeTo(AsynchronousFileChannel file, long position) {
        return FileTransfer.write(refusal(), file, position);
    }

    /// Elements `from` to `to` (exclusive) as a view, not a copy: writes go to the same memory.
    ///
    /// @throws IndexOutOfBoundsException not within this array
    public abstract NumericArray slice(long from, long to);

    /// One line: type, name and shape, or the range of a slice.
    @Override
    public final String toString() {
        boolean whole = byteSize() == region().byteSize();
        String extent =
                whole
                        ? Shapes.text(span.shape())
                        : "%s to %s".formatted(start(), start() + length);
        return "%s[%s: %s]".formatted(getClass().getSimpleName(), name(), extent);
    }

    /// The span of a slice.
    final Span part(long from, long to) {
        region().check();
        if (from < 0 || from > to || to > length) {
            throw new IndexOutOfBoundsException(
                    "slice out of bounds: array=%s, from=%s, to=%s (exclusive), length=%s"
                            .formatted(this, from, to, length));
        }
        return span.slice(from, to);
    }

    /// Byte offset of an element that is about to be changed atomically.
    ///
    /// Asks the directory whether the region was dropped, and touches the page: a first
    /// compare-and-set on a page that the file no longer has would end the JVM, a read throws.
    final long atomicOffset(long index) {
        region().check();
        try {
            long offset = Objects.checkIndex(index, length) * elementType().byteSize();
            BYTE.getVolatile(segment, offset);
            return offset;
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Copies a heap array, or a range of one, to element `at` and on.
    final void copyIn(long at, MemorySegment source) {
        copy(source, bytes(at, source.byteSize()), at);
    }

    /// Copies element `at` and on into a heap array, or a range of one.
    final void copyOut(long at, MemorySegment target) {
        copy(bytes(at, target.byteSize()), target, at);
    }

    /// Copies all elements of an array of the same type and length; the two may overlap.
    final void copyAll(NumericArray source) {
        source.region().check();
        if (source.length != length) {
            throw new IllegalArgumentException(
                    "lengths differ: source=%s, length=%s, target=%s, length=%s; copy slices of equal length"
                            .formatted(source, source.length, this, length));
        }
        copy(source.segment, bytes(0, byteSize()), 0);
    }

    /// The size of a heap array that holds all elements.
    ///
    /// @throws IllegalStateException more than a Java array can hold
    final int heapLength() {
        if (length > Integer.MAX_VALUE) {
            throw new IllegalStateException(
                    "too large for a Java array: array=%s, length=%s, limit=%s; take slices, or stream()"
                            .formatted(this, length, Integer.MAX_VALUE));
        }
        return (int) length;
    }

    /// Why an access failed, in the user's terms. Called only after the access was refused, so that
    /// the fast path is one check and one load or store.
    final RuntimeException refused(RuntimeException cause, long index) {
        return refusal().of(cause, index);
    }

    private Refusal refusal() {
        return new Refusal(this, region(), segment, length);
    }

    private MemorySegment bytes(long at, long byteSize) {
        region().check();
        int elementSize = elementType().byteSize();
        long count = byteSize / elementSize;
        if (at < 0 || at > length - count) {
            throw new IndexOutOfBoundsException(
                    "range out of bounds: array=%s, at=%s, count=%s, length=%s"
                            .formatted(this, at, count, length));
        }
        return segment.asSlice(at * elementSize, byteSize);
    }

    /// Upwards or downwards by the addresses, as `memmove` does, because the pieces may overlap.
    private void copy(MemorySegment source, MemorySegment target, long at) {
        long byteSize = source.byteSize();
        boolean upwards = target.address() <= source.address();
        try {
            for (long done = 0; done < byteSize; done += PIECE_BYTES) {
                long piece = Math.min(PIECE_BYTES, byteSize - done);
                long offset = upwards ? done : byteSize - done - piece;
                MemorySegment.copy(source, offset, target, offset, piece);
            }
        } catch (RuntimeException e) {
            throw refused(e, at);
        }
    }
}
