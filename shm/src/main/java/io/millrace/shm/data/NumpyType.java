package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/// The types of numpy whose elements are numbers of at most 64 bits: the six that an array holds as they
/// are, and those that are converted.
enum NumpyType {
    BOOL(ElementType.BYTE, "b1", "?"),
    INT8(ElementType.BYTE, "i1", "b"),
    INT16(ElementType.SHORT, "i2", "h"),
    INT32(ElementType.INT, "i4", "i"),
    INT64(ElementType.LONG, "i8", "q"),
    UINT8(ElementType.BYTE, "u1", "B"),
    UINT16(ElementType.SHORT, "u2", "H"),
    UINT32(ElementType.INT, "u4", "I"),
    UINT64(ElementType.LONG, "u8", "Q"),
    FLOAT16(ElementType.SHORT, "f2", "e"),
    FLOAT32(ElementType.FLOAT, "f4", "f"),
    FLOAT64(ElementType.DOUBLE, "f8", "d");

    private final ElementType container;
    private final List<String> codes;

    /// @param codes beside the name, what numpy calls the type
    NumpyType(ElementType container, String... codes) {
        this.container = container;
        this.codes = List.of(codes);
    }

    /// What numpy calls the type: kind and bytes, a letter, a name.
    List<String> codes() {
        return List.of(codes.getFirst(), codes.getLast(), name().toLowerCase(Locale.ROOT));
    }

    /// The element type of the same size: the same numbers if [#isHeld].
    ElementType container() {
        return container;
    }

    /// Whether an array holds the elements as they are.
    boolean isHeld() {
        return switch (this) {
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> true;
            case BOOL, UINT8, UINT16, UINT32, UINT64, FLOAT16 -> false;
        };
    }

    /// Whether the elements are whole numbers, which [#whole] reads; [#real] reads the others.
    boolean isWhole() {
        return switch (this) {
            case FLOAT16, FLOAT32, FLOAT64 -> false;
            default -> true;
        };
    }

    /// A whole number; of `UINT64` the 64 bits, negative from 2^63 on.
    ///
    /// @param swapped whether the bytes of an element are big endian
    long whole(MemorySegment elements, long index, boolean swapped) {
        return switch (this) {
            case BOOL -> elements.getAtIndex(JAVA_BYTE, index) == 0 ? 0 : 1;
            case INT8 -> elements.getAtIndex(JAVA_BYTE, index);
            case UINT8 -> Byte.toUnsignedLong(elements.getAtIndex(JAVA_BYTE, index));
            case INT16 -> int16(elements, index, swapped);
            case UINT16 -> Short.toUnsignedLong(int16(elements, index, swapped));
            case INT32 -> int32(elements, index, swapped);
            case UINT32 -> Integer.toUnsignedLong(int32(elements, index, swapped));
            case INT64, UINT64 -> int64(elements, index, swapped);
            case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException("no whole numbers: type=" + this);
        };
    }

    /// A floating-point number, widened.
    double real(MemorySegment elements, long index, boolean swapped) {
        return switch (this) {
            case FLOAT16 -> Float.float16ToFloat(int16(elements, index, swapped));
            case FLOAT32 -> swapped
                    ? Float.intBitsToFloat(int32(elements, index, true))
                    : elements.getAtIndex(JAVA_FLOAT, index);
            case FLOAT64 -> swapped
                    ? Double.longBitsToDouble(int64(elements, index, true))
                    : elements.getAtIndex(JAVA_DOUBLE, index);
            default -> throw new IllegalStateException("whole numbers: type=" + this);
        };
    }

    private static short int16(MemorySegment elements, long index, boolean swapped) {
        short bits = elements.getAtIndex(JAVA_SHORT, index);
        return swapped ? Short.reverseBytes(bits) : bits;
    }

    private static int int32(MemorySegment elements, long index, boolean swapped) {
        int bits = elements.getAtIndex(JAVA_INT, index);
        return swapped ? Integer.reverseBytes(bits) : bits;
    }

    private static long int64(MemorySegment elements, long index, boolean swapped) {
        long bits = elements.getAtIndex(JAVA_LONG, index);
        return swapped ? Long.reverseBytes(bits) : bits;
    }
}
