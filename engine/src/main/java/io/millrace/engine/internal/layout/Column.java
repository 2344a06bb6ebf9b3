package io.millrace.engine.internal.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.codec.Bounds;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// How values of one type stand in a row, one behind the other without a tag: the items of a batch, or
/// its results up to the first one of another type.
///
/// | column      | code | bytes an item | an item is                                          |
/// |-------------|-----:|--------------:|-----------------------------------------------------|
/// | `NONE`      |    0 |        varies | its length and its bytes by `Codec.any()`           |
/// | `TEXT`      |    1 |        varies | its length and its bytes in UTF-8                   |
/// | `NULL`      |    2 |             1 | 0                                                   |
/// | `BOOLEAN`   |    3 |             1 | 0 or 1                                              |
/// | `BYTE`      |    4 |             1 | the number                                          |
/// | `SHORT`     |    5 |             2 | the number                                          |
/// | `CHARACTER` |    6 |             2 | the unit of UTF-16                                  |
/// | `INTEGER`   |    7 |             4 | the number                                          |
/// | `FLOAT`     |    8 |             4 | its bits, those of a NaN too                        |
/// | `LONG`      |    9 |             8 | the number                                          |
/// | `DOUBLE`    |   10 |             8 | its bits, those of a NaN too                        |
///
/// All numbers are little endian and stand at any offset.
public enum Column {
    NONE(0, 0, null),
    TEXT(1, 0, String.class),
    NULL(2, 1, null),
    BOOLEAN(3, 1, Boolean.class),
    BYTE(4, 1, Byte.class),
    SHORT(5, 2, Short.class),
    CHARACTER(6, 2, Character.class),
    INTEGER(7, 4, Integer.class),
    FLOAT(8, 4, Float.class),
    LONG(9, 8, Long.class),
    DOUBLE(10, 8, Double.class);

    private static final Column[] ALL = values();
    private static final ValueLayout.OfShort SHORTS = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INTS = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONGS = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private final int code;
    private final int width;
    private final @Nullable Class<?> type;

    Column(int code, int width, @Nullable Class<?> type) {
        this.code = code;
        this.width = width;
        this.type = type;
    }

    /// Its code in the file.
    public int code() {
        return code;
    }

    /// The column of a code read from a file.
    ///
    /// @throws FileFormatException when no column has that code
    public static Column ofCode(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new FileFormatException(
                    ("the file has a code that this version does not know: field=column, code=%s; use the version"
                            + " that wrote it")
                            .formatted(code));
        }
        return ALL[code];
    }

    /// Bytes of each value; 0 when each has a length of its own.
    public int width() {
        return width;
    }

    /// The column for values like this one.
    public static Column of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        for (Column column : ALL) {
            if (column.type == value.getClass()) {
                return column;
            }
        }
        return NONE;
    }

    /// Whether the value belongs into this column.
    public boolean takes(@Nullable Object value) {
        return value == null ? this == NULL : value.getClass() == type;
    }

    /// Writes one value that this column takes; not for `NONE` and `TEXT`.
    public void set(MemorySegment target, long offset, @Nullable Object value) {
        long bits = bits(value);
        switch (width) {
            case 1 -> target.set(JAVA_BYTE, offset, (byte) bits);
            case 2 -> target.set(SHORTS, offset, (short) bits);
            case 4 -> target.set(INTS, offset, (int) bits);
            default -> target.set(LONGS, offset, bits);
        }
    }

    @SuppressWarnings("NullAway") // only the column NULL takes null
    private long bits(@Nullable Object value) {
        return switch (this) {
            case NULL -> 0;
            case BOOLEAN -> (Boolean) value ? 1 : 0;
            case BYTE -> (Byte) value;
            case SHORT -> (Short) value;
            case CHARACTER -> (Character) value;
            case INTEGER -> (Integer) value;
            case FLOAT -> Float.floatToRawIntBits((Float) value);
            case LONG -> (Long) value;
            case DOUBLE -> Double.doubleToRawLongBits((Double) value);
            case NONE, TEXT -> throw lengths();
        };
    }

    /// Writes the first `count` values, which this column takes; not for `NONE` and `TEXT`.
    @SuppressWarnings("NullAway") // only the column NULL takes null
    public void write(@Nullable Object[] values, int count, MemorySegment target, long offset) {
        switch (this) {
            case INTEGER -> MemorySegment.copy(ColumnLoops.ints(values, count), 0, target, INTS, offset, count);
            case FLOAT -> MemorySegment.copy(ColumnLoops.floatBits(values, count), 0, target, INTS, offset, count);
            case LONG -> MemorySegment.copy(ColumnLoops.longs(values, count), 0, target, LONGS, offset, count);
            case DOUBLE -> MemorySegment.copy(ColumnLoops.doubleBits(values, count), 0, target, LONGS, offset, count);
            default -> writeSmall(values, count, target, offset);
        }
    }

    private void writeSmall(@Nullable Object[] values, int count, MemorySegment target, long offset) {
        for (int index = 0; index < count; index++) {
            set(target, offset + (long) index * width, values[index]);
        }
    }

    /// Reads so many values; not for `NONE` and `TEXT`.
    ///
    /// @throws FileFormatException when `source` has fewer
    public @Nullable Object[] read(MemorySegment source, long offset, int count) {
        if (width == 0) {
            throw lengths();
        }
        if (count < 0 || offset < 0 || (source.byteSize() - offset) / width < count) {
            throw Bounds.damaged(
                    "column", "column=%s, offset=%s, count=%s, byteSize=%s"
                            .formatted(this, offset, count, source.byteSize()));
        }
        return switch (this) {
            case INTEGER -> ColumnLoops.ofInts(ints(source, offset, count));
            case FLOAT -> ColumnLoops.ofFloatBits(ints(source, offset, count));
            case LONG -> ColumnLoops.ofLongs(longs(source, offset, count));
            case DOUBLE -> ColumnLoops.ofDoubleBits(longs(source, offset, count));
            default -> readSmall(source, offset, count);
        };
    }

    private @Nullable Object[] readSmall(MemorySegment source, long offset, int count) {
        @Nullable Object[] values = new @Nullable Object[count];
        for (int index = 0; index < count; index++) {
            long at = offset + (long) index * width;
            values[index] = small(width == 1 ? source.get(JAVA_BYTE, at) : source.get(SHORTS, at));
        }
        return values;
    }

    private @Nullable Object small(short bits) {
        return switch (this) {
            case BOOLEAN -> bits != 0;
            case BYTE -> (byte) bits;
            case SHORT -> bits;
            case CHARACTER -> (char) bits;
            default -> null;
        };
    }

    private static int[] ints(MemorySegment source, long offset, int count) {
        int[] numbers = new int[count];
        MemorySegment.copy(source, INTS, offset, numbers, 0, count);
        return numbers;
    }

    private static long[] longs(MemorySegment source, long offset, int count) {
        long[] numbers = new long[count];
        MemorySegment.copy(source, LONGS, offset, numbers, 0, count);
        return numbers;
    }

    private FileFormatException lengths() {
        return Bounds.damaged("column", "values of one width: column=" + this);
    }
}
