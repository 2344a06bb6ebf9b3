package io.millrace.shm.data;

import io.millrace.shm.RegionKind;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Records in the mapped file, one C struct after the other.
///
/// Components are primitives or records of primitives, laid out as a C compiler does: each field
/// aligned to its size. `get` and `set` move whole records field by field, plain, so a record that
/// another thread or process writes at the same time may be seen half written. [#field] looks at
/// one field of all records without making objects.
///
/// ```java
/// record Point(double x, double y) {}
/// StructArray<Point> points = memory.newStructArray("points", Point.class, 1000);
/// points.set(0, new Point(3, 4));
/// double sum = points.field("x").doubles().sum();
/// ```
///
/// The region's shape holds length, bytes per record and a fingerprint of the layout: names, types
/// and offsets of the fields.
public final class StructArray<R extends Record> {
    private final Region region;
    private final Class<R> type;
    private final RecordLayout layout;
    private final StructCodec codec;
    private final MemorySegment segment;
    private final long length;

    private StructArray(Region region, Class<R> type, RecordLayout layout) {
        this.region = region;
        this.type = type;
        this.layout = layout;
        this.codec = StructCodec.of(type, layout);
        this.length = region.shape()[0];
        this.segment = region.segment().asSlice(0, length * layout.byteSize());
    }

    /// What to ask for to get a region for `length` records.
    ///
    /// @throws IllegalArgumentException a component that is neither primitive nor a record of such,
    ///     or a bad length
    static RegionRequest request(
            @Nullable String name, Class<? extends Record> type, long length) {
        RecordLayout layout = RecordLayout.of(type);
        if (length < 0 || length > Long.MAX_VALUE / layout.byteSize()) {
            throw new IllegalArgumentException(
                    "bad length: length=%s, bytes per record=%s".formatted(length, layout.byteSize()));
        }
        long[] shape = {length, layout.byteSize(), layout.fingerprint()};
        long byteSize = length * layout.byteSize();
        return new RegionRequest(name, RegionKind.STRUCT, null, shape, byteSize, null);
    }

    /// The records that fill a region.
    ///
    /// @throws WrongRegionTypeException it was made for a record with other fields
    static <R extends Record> StructArray<R> over(Region region, Class<R> type) {
        RecordLayout layout = RecordLayout.of(type);
        long[] shape = region.shape();
        if (shape.length != 3 || shape[1] != layout.byteSize() || shape[2] != layout.fingerprint()) {
            throw new WrongRegionTypeException(
                    ("region holds other records: name=%s, kind=%s, expected=%s %s; open it with the record it"
                            + " was made for")
                            .formatted(region.name(), region.kind(), type.getName(), layout));
        }
        return new StructArray<>(region, type, layout);
    }

    /// Name of the region.
    public String name() {
        return region.name();
    }

    /// Number of records.
    public long length() {
        return length;
    }

    /// Number of bytes of all records.
    public long byteSize() {
        return segment.byteSize();
    }

    /// Number of bytes from one record to the next.
    public long structByteSize() {
        return layout.byteSize();
    }

    /// Class of the records.
    public Class<R> recordType() {
        return type;
    }

    /// The region the records lie in.
    Region region() {
        return region;
    }

    /// The memory itself.
    public MemorySegment segment() {
        return segment;
    }

    /// Reads a record, field by field, plain. An exception of the record's constructor is passed on.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public R get(long index) {
        try {
            return type.cast(codec.read(segment, offset(index)));
        } catch (IllegalArgumentException e) {
            throw e; // the record's own
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// Writes a record, field by field, plain.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within this array
    public void set(long index, R value) {
        Objects.requireNonNull(value);
        try {
            codec.write(segment, offset(index), value);
        } catch (RuntimeException e) {
            throw refused(e, index);
        }
    }

    /// One field of all records; of a nested record by a dotted path, as in `corner.x`.
    ///
    /// @throws IllegalArgumentException there is no such field
    public StructField field(String path) {
        region.check();
        return new StructField(this, layout.field(path));
    }

    /// Names of the primitive fields in their order in memory, as [#field] takes them.
    public List<String> fields() {
        return layout.fields().stream().map(RecordLayout.Field::path).toList();
    }

    /// One line: name, record and length.
    @Override
    public String toString() {
        return "StructArray[%s: %s x %s]".formatted(name(), length, type.getSimpleName());
    }

    RuntimeException refused(RuntimeException cause, long index) {
        if (cause instanceof IndexOutOfBoundsException && index >= 0 && index < length) {
            return cause; // the record's own
        }
        return new Refusal(this, region, segment, length).of(cause, index);
    }

    private long offset(long index) {
        return Objects.checkIndex(index, length) * layout.byteSize();
    }
}
