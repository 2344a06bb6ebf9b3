package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// One field of all records of a [StructArray], as a column: element `i` is that field of record
/// `i`.
///
/// Two pairs of accessors serve all primitive types without objects: `getLong` `setLong` for whole
/// numbers (a `char` is its code, a `boolean` 0 or 1), `getDouble` `setDouble` for fractions.
/// Reading widens as Java does; writing a number that the field cannot hold is refused, a `double`
/// written to a `float` field is rounded. All accesses are plain.
public final class StructField {
    private final StructArray<?> array;
    private final RecordLayout.Field field;
    private final MemorySegment segment;
    private final FieldType type;
    private final long length;
    private final long stride;
    private final long byteOffset;

    StructField(StructArray<?> array, RecordLayout.Field field) {
        this.array = array;
        this.field = field;
        this.segment = array.segment();
        this.type = field.type();
        this.length = array.length();
        this.stride = array.structByteSize();
        this.byteOffset = field.offset();
    }

    /// Name of the field; of a nested record its dotted path.
    public String name() {
        return field.path();
    }

    /// Its primitive type, as `double.class`.
    public Class<?> type() {
        return type.primitive();
    }

    /// Number of records.
    public long length() {
        return length;
    }

    /// Bytes from the start of a record to the field.
    public long byteOffset() {
        return byteOffset;
    }

    /// Bytes from one record's field to the next record's.
    public long byteStride() {
        return stride;
    }

    /// Reads the field of record `index`, widened to `double`.
    ///
    /// @throws IndexOutOfBoundsException `index` is not within the array
    public double getDouble(long index) {
        try {
            return switch (type) {
                case DOUBLE -> segment.get(JAVA_DOUBLE, offset(index));
                case FLOAT -> segment.get(JAVA_FLOAT, offset(index));
                default -> whole(offset(index));
            };
        } catch (RuntimeException e) {
            throw array.refused(e, index);
        }
    }

    /// Reads the field of record `index`, widened to `long`.
    ///
    /// @throws IllegalArgumentException the field is `float` or `double`
    /// @throws IndexOutOfBoundsException `index` is not within the array
    public long getLong(long index) {
        if (type == FieldType.DOUBLE || type == FieldType.FLOAT) {
            throw refusal("read", "getDouble");
        }
        try {
            return whole(offset(index));
        } catch (RuntimeException e) {
            throw array.refused(e, index);
        }
    }

    /// Writes the field of record `index`.
    ///
    /// @throws IllegalArgumentException the field is neither `float` nor `double`
    /// @throws IndexOutOfBoundsException `index` is not within the array
    public void setDouble(long index, double value) {
        if (type != FieldType.DOUBLE && type != FieldType.FLOAT) {
            throw refusal("write", "setLong");
        }
        try {
            if (type == FieldType.DOUBLE) {
                segment.set(JAVA_DOUBLE, offset(index), value);
            } else {
                segment.set(JAVA_FLOAT, offset(index), (float) value);
            }
        } catch (RuntimeException e) {
            throw array.refused(e, index);
        }
    }

    /// Writes the field of record `index`.
    ///
    /// @throws IllegalArgumentException the field cannot hold that number
    /// @throws IndexOutOfBoundsException `index` is not within the array
    public void setLong(long index, long value) {
        if (value != narrowed(value)) {
            throw new IllegalArgumentException(
                    "number does not fit: field=%s, value=%s".formatted(this, value));
        }
        try {
            long offset = offset(index);
            switch (type) {
                case BOOLEAN -> segment.set(JAVA_BOOLEAN, offset, value != 0);
                case BYTE -> segment.set(JAVA_BYTE, offset, (byte) value);
                case CHAR -> segment.set(JAVA_CHAR, offset, (char) value);
                case SHORT -> segment.set(JAVA_SHORT, offset, (short) value);
                case INT -> segment.set(JAVA_INT, offset, (int) value);
                case LONG -> segment.set(JAVA_LONG, offset, value);
                case FLOAT -> segment.set(JAVA_FLOAT, offset, (float) value);
                case DOUBLE -> segment.set(JAVA_DOUBLE, offset, (double) value);
            }
        } catch (RuntimeException e) {
            throw array.refused(e, index);
        }
    }

    /// The field of all records in order, widened to `double`; may be made parallel.
    public DoubleStream doubles() {
        return LongStream.range(0, length).mapToDouble(this::getDouble);
    }

    /// The field of all records in order, widened to `long`; may be made parallel.
    ///
    /// @throws IllegalArgumentException the field is `float` or `double`: when an element is read
    public LongStream longs() {
        return LongStream.range(0, length).map(this::getLong);
    }

    /// One line: the array's name, the field and its type.
    @Override
    public String toString() {
        return "StructField[%s.%s: %s]".formatted(array.name(), name(), type());
    }

    private long whole(long offset) {
        return switch (type) {
            case BOOLEAN -> segment.get(JAVA_BOOLEAN, offset) ? 1 : 0;
            case BYTE -> segment.get(JAVA_BYTE, offset);
            case CHAR -> segment.get(JAVA_CHAR, offset);
            case SHORT -> segment.get(JAVA_SHORT, offset);
            case INT -> segment.get(JAVA_INT, offset);
            case LONG -> segment.get(JAVA_LONG, offset);
            case FLOAT, DOUBLE -> throw new AssertionError(type);
        };
    }

    /// What is left of a number in this field; a fraction takes any whole number, rounded.
    private long narrowed(long value) {
        return switch (type) {
            case BOOLEAN -> value & 1;
            case BYTE -> (byte) value;
            case CHAR -> (char) value;
            case SHORT -> (short) value;
            case INT -> (int) value;
            case LONG, FLOAT, DOUBLE -> value;
        };
    }

    private long offset(long index) {
        return Objects.checkIndex(index, length) * stride + byteOffset;
    }

    private IllegalArgumentException refusal(String verb, String remedy) {
        return new IllegalArgumentException(
                "cannot %s a %s field so: field=%s; use %s".formatted(verb, type(), this, remedy));
    }
}
