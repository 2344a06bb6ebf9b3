package io.millrace.shm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.ByteValue;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.DoubleValue;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.FloatValue;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.IntValue;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import io.millrace.shm.data.ShortValue;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.Regions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// From names to typed handles. For each kind X: `newX` makes a region (`RegionExistsException`
/// when the name is taken, `OutOfSpaceException`), `x` opens one (`NoSuchRegionException`,
/// `WrongRegionTypeException`), `openOrNewX` does whichever is needed. Without a name one is made
/// up: the handle knows it. New memory is zero. Names have 1 to 63 bytes of UTF-8 and no control
/// characters; a shape has 1 to 8 dimensions.
public abstract sealed class NamedRegions implements Regions permits NamedWaits {
    NamedRegions() {}

    /// Makes an array of `byte`.
    public ByteArray newByteArray(String name, long... shape) {
        return ByteArray.over(NamedHandles.newArray(this, name, ElementType.BYTE, shape));
    }

    /// Makes an array of `byte` with a made-up name.
    public ByteArray newByteArray(long... shape) {
        return ByteArray.over(NamedHandles.newArray(this, ElementType.BYTE, shape));
    }

    /// Opens an array of `byte`.
    public ByteArray byteArray(String name) {
        return ByteArray.over(NamedHandles.openTyped(this, name, RegionKind.ARRAY, ElementType.BYTE));
    }

    /// Opens the array of `byte`, or makes it; an existing one must have the same shape.
    public ByteArray openOrNewByteArray(String name, long... shape) {
        return ByteArray.over(NamedHandles.openOrNewArray(this, name, ElementType.BYTE, shape));
    }

    /// Makes a `byte` with its first value.
    public ByteValue newByteValue(String name, byte initial) {
        return ByteValue.over(
                NamedHandles.newValue(this, name, ElementType.BYTE, cell -> cell.set(JAVA_BYTE, 0, initial)));
    }

    /// Makes a `byte` with a made-up name.
    public ByteValue newByteValue(byte initial) {
        return ByteValue.over(
                NamedHandles.newValue(this, ElementType.BYTE, cell -> cell.set(JAVA_BYTE, 0, initial)));
    }

    /// Opens a `byte`.
    public ByteValue byteValue(String name) {
        return ByteValue.over(NamedHandles.openTyped(this, name, RegionKind.VALUE, ElementType.BYTE));
    }

    /// Opens the `byte`, or makes it with that first value.
    public ByteValue openOrNewByteValue(String name, byte initial) {
        return NamedHandles.openOrNew(() -> byteValue(name), () -> newByteValue(name, initial));
    }

    /// Makes an array of `short`.
    public ShortArray newShortArray(String name, long... shape) {
        return ShortArray.over(NamedHandles.newArray(this, name, ElementType.SHORT, shape));
    }

    /// Makes an array of `short` with a made-up name.
    public ShortArray newShortArray(long... shape) {
        return ShortArray.over(NamedHandles.newArray(this, ElementType.SHORT, shape));
    }

    /// Opens an array of `short`.
    public ShortArray shortArray(String name) {
        return ShortArray.over(NamedHandles.openTyped(this, name, RegionKind.ARRAY, ElementType.SHORT));
    }

    /// Opens the array of `short`, or makes it; an existing one must have the same shape.
    public ShortArray openOrNewShortArray(String name, long... shape) {
        return ShortArray.over(NamedHandles.openOrNewArray(this, name, ElementType.SHORT, shape));
    }

    /// Makes a `short` with its first value.
    public ShortValue newShortValue(String name, short initial) {
        return ShortValue.over(
                NamedHandles.newValue(this, name, ElementType.SHORT, cell -> cell.set(JAVA_SHORT, 0, initial)));
    }

    /// Makes a `short` with a made-up name.
    public ShortValue newShortValue(short initial) {
        return ShortValue.over(
                NamedHandles.newValue(this, ElementType.SHORT, cell -> cell.set(JAVA_SHORT, 0, initial)));
    }

    /// Opens a `short`.
    public ShortValue shortValue(String name) {
        return ShortValue.over(NamedHandles.openTyped(this, name, RegionKind.VALUE, ElementType.SHORT));
    }

    /// Opens the `short`, or makes it with that first value.
    public ShortValue openOrNewShortValue(String name, short initial) {
        return NamedHandles.openOrNew(() -> shortValue(name), () -> newShortValue(name, initial));
    }

    /// Makes an array of `int`.
    public IntArray newIntArray(String name, long... shape) {
        return IntArray.over(NamedHandles.newArray(this, name, ElementType.INT, shape));
    }

    /// Makes an array of `int` with a made-up name.
    public IntArray newIntArray(long... shape) {
        return IntArray.over(NamedHandles.newArray(this, ElementType.INT, shape));
    }

    /// Opens an array of `int`.
    public IntArray intArray(String name) {
        return IntArray.over(NamedHandles.openTyped(this, name, RegionKind.ARRAY, ElementType.INT));
    }

    /// Opens the array of `int`, or makes it; an existing one must have the same shape.
    public IntArray openOrNewIntArray(String name, long... shape) {
        return IntArray.over(NamedHandles.openOrNewArray(this, name, ElementType.INT, shape));
    }

    /// Makes an `int` with its first value.
    public IntValue newIntValue(String name, int initial) {
        return IntValue.over(
                NamedHandles.newValue(this, name, ElementType.INT, cell -> cell.set(JAVA_INT, 0, initial)));
    }

    /// Makes an `int` with a made-up name.
    public IntValue newIntValue(int initial) {
        return IntValue.over(
                NamedHandles.newValue(this, ElementType.INT, cell -> cell.set(JAVA_INT, 0, initial)));
    }

    /// Opens an `int`.
    public IntValue intValue(String name) {
        return IntValue.over(NamedHandles.openTyped(this, name, RegionKind.VALUE, ElementType.INT));
    }

    /// Opens the `int`, or makes it with that first value.
    public IntValue openOrNewIntValue(String name, int initial) {
        return NamedHandles.openOrNew(() -> intValue(name), () -> newIntValue(name, initial));
    }

    /// Makes an array of `long`.
    public LongArray newLongArray(String name, long... shape) {
        return LongArray.over(NamedHandles.newArray(this, name, ElementType.LONG, shape));
    }

    /// Makes an array of `long` with a made-up name.
    public LongArray newLongArray(long... shape) {
        return LongArray.over(NamedHandles.newArray(this, ElementType.LONG, shape));
    }

    /// Opens an array of `long`.
    public LongArray longArray(String name) {
        return LongArray.over(NamedHandles.openTyped(this, name, RegionKind.ARRAY, ElementType.LONG));
    }

    /// Opens the array of `long`, or makes it; an existing one must have the same shape.
    public LongArray openOrNewLongArray(String name, long... shape) {
        return LongArray.over(NamedHandles.openOrNewArray(this, name, ElementType.LONG, shape));
    }

    /// Makes a `long` with its first value.
    public LongValue newLongValue(String name, long initial) {
        return LongValue.over(
                NamedHandles.newValue(this, name, ElementType.LONG, cell -> cell.set(JAVA_LONG, 0, initial)));
    }

    /// Makes a `long` with a made-up name.
    public LongValue newLongValue(long initial) {
        return LongValue.over(
                NamedHandles.newValue(this, ElementType.LONG, cell -> cell.set(JAVA_LONG, 0, initial)));
    }

    /// Opens a `long`.
    public LongValue longValue(String name) {
        return LongValue.over(NamedHandles.openTyped(this, name, RegionKind.VALUE, ElementType.LONG));
    }

    /// Opens the `long`, or makes it with that first value.
    public LongValue openOrNewLongValue(String name, long initial) {
        return NamedHandles.openOrNew(() -> longValue(name), () -> newLongValue(name, initial));
    }

    /// Makes an array of `float`.
    public FloatArray newFloatArray(String name, long... shape) {
        return FloatArray.over(NamedHandles.newArray(this, name, ElementType.FLOAT, shape));
    }

    /// Makes an array of `float` with a made-up name.
    public FloatArray newFloatArray(long... shape) {
        return FloatArray.over(NamedHandles.newArray(this, ElementType.FLOAT, shape));
    }

    /// Opens an array of `float`.
    public FloatArray floatArray(String name) {
        return FloatArray.over(NamedHandles.openTyped(this, name, RegionKind.ARRAY, ElementType.FLOAT));
    }

    /// Opens the array of `float`, or makes it; an existing one must have the same shape.
    public FloatArray openOrNewFloatArray(String name, long... shape) {
        return FloatArray.over(NamedHandles.openOrNewArray(this, name, ElementType.FLOAT, shape));
    }

    /// Makes a `float` with its first value.
    public FloatValue newFloatValue(String name, float initial) {
        return FloatValue.over(
                NamedHandles.newValue(this, name, ElementType.FLOAT, cell -> cell.set(JAVA_FLOAT, 0, initial)));
    }

    /// Makes a `float` with a made-up name.
    public FloatValue newFloatValue(float initial) {
        return FloatValue.over(
                NamedHandles.newValue(this, ElementType.FLOAT, cell -> cell.set(JAVA_FLOAT, 0, initial)));
    }

    /// Opens a `float`.
    public FloatValue floatValue(String name) {
        return FloatValue.over(NamedHandles.openTyped(this, name, RegionKind.VALUE, ElementType.FLOAT));
    }

    /// Opens the `float`, or makes it with that first value.
    public FloatValue openOrNewFloatValue(String name, float initial) {
        return NamedHandles.openOrNew(() -> floatValue(name), () -> newFloatValue(name, initial));
    }

    /// Makes an array of `double`.
    public DoubleArray newDoubleArray(String name, long... shape) {
        return DoubleArray.over(NamedHandles.newArray(this, name, ElementType.DOUBLE, shape));
    }

    /// Makes an array of `double` with a made-up name.
    public DoubleArray newDoubleArray(long... shape) {
        return DoubleArray.over(NamedHandles.newArray(this, ElementType.DOUBLE, shape));
    }

    /// Opens an array of `double`.
    public DoubleArray doubleArray(String name) {
        return DoubleArray.over(NamedHandles.openTyped(this, name, RegionKind.ARRAY, ElementType.DOUBLE));
    }

    /// Opens the array of `double`, or makes it; an existing one must have the same shape.
    public DoubleArray openOrNewDoubleArray(String name, long... shape) {
        return DoubleArray.over(NamedHandles.openOrNewArray(this, name, ElementType.DOUBLE, shape));
    }

    /// Makes a `double` with its first value.
    public DoubleValue newDoubleValue(String name, double initial) {
        return DoubleValue.over(
                NamedHandles.newValue(this, name, ElementType.DOUBLE, cell -> cell.set(JAVA_DOUBLE, 0, initial)));
    }

    /// Makes a `double` with a made-up name.
    public DoubleValue newDoubleValue(double initial) {
        return DoubleValue.over(
                NamedHandles.newValue(this, ElementType.DOUBLE, cell -> cell.set(JAVA_DOUBLE, 0, initial)));
    }

    /// Opens a `double`.
    public DoubleValue doubleValue(String name) {
        return DoubleValue.over(NamedHandles.openTyped(this, name, RegionKind.VALUE, ElementType.DOUBLE));
    }

    /// Opens the `double`, or makes it with that first value.
    public DoubleValue openOrNewDoubleValue(String name, double initial) {
        return NamedHandles.openOrNew(() -> doubleValue(name), () -> newDoubleValue(name, initial));
    }

    /// Opens an array of whatever element type it has.
    public NumericArray array(String name) {
        return NumericArray.over(openRegion(name, RegionKind.ARRAY));
    }

    /// Makes an array of `length` records in C layout; components are primitive.
    public <R extends Record> StructArray<R> newStructArray(
            String name, Class<R> type, long length) {
        return newStruct(Objects.requireNonNull(name, "name"), type, length);
    }

    /// Makes an array of records with a made-up name.
    public <R extends Record> StructArray<R> newStructArray(Class<R> type, long length) {
        return newStruct(null, type, length);
    }

    private <R extends Record> StructArray<R> newStruct(
            @Nullable String name, Class<R> type, long length) {
        return StructArray.over(createRegion(StructArray.request(name, type, length)), type);
    }

    /// Opens an array of records; `type` must have the fields it was made with.
    public <R extends Record> StructArray<R> structArray(String name, Class<R> type) {
        return StructArray.over(openRegion(name, RegionKind.STRUCT), type);
    }

    /// Opens the array of records, or makes it; an existing one must have the same length.
    public <R extends Record> StructArray<R> openOrNewStructArray(
            String name, Class<R> type, long length) {
        StructArray<R> array =
                NamedHandles.openOrNew(() -> structArray(name, type), () -> newStructArray(name, type, length));
        NamedHandles.requireShape(name, new long[] {length}, new long[] {array.length()});
        return array;
    }

    /// Makes plain bytes.
    public ByteArray newBytes(String name, long byteSize) {
        return ByteArray.over(newPlain(Objects.requireNonNull(name, "name"), byteSize));
    }

    /// Makes plain bytes with a made-up name.
    public ByteArray newBytes(long byteSize) {
        return ByteArray.over(newPlain(null, byteSize));
    }

    private Region newPlain(@Nullable String name, long byteSize) {
        long[] shape = {byteSize};
        return createRegion(
                new RegionRequest(name, RegionKind.BYTES, ElementType.BYTE, shape, byteSize, null));
    }

    /// Opens plain bytes.
    public ByteArray bytes(String name) {
        return ByteArray.over(NamedHandles.openTyped(this, name, RegionKind.BYTES, ElementType.BYTE));
    }

    /// Opens the bytes, or makes them; existing ones must be as many.
    public ByteArray openOrNewBytes(String name, long byteSize) {
        ByteArray bytes = NamedHandles.openOrNew(() -> bytes(name), () -> newBytes(name, byteSize));
        NamedHandles.requireShape(name, new long[] {byteSize}, bytes.shape());
        return bytes;
    }
}
