package io.millrace.shm.internal.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The bytes of a message that is being written: numbers, texts and arrays of primitives, one after
/// the other. Each method throws `MessageTooLargeException` when the message does not fit.
final class MessageOutput {
    private final MemorySegment target;
    private long offset;

    MessageOutput(MemorySegment target) {
        this.target = target;
    }

    /// How many bytes were written.
    long byteSize() {
        return offset;
    }

    private long room(long byteSize) {
        long at = offset;
        Bounds.require(at + byteSize, target);
        offset = at + byteSize;
        return at;
    }

    void putByte(byte value) {
        target.set(JAVA_BYTE, room(1), value);
    }

    void putShort(short value) {
        target.set(Bounds.SHORT, room(2), value);
    }

    void putChar(char value) {
        target.set(Bounds.CHAR, room(2), value);
    }

    void putInt(int value) {
        target.set(Bounds.INT, room(4), value);
    }

    void putLong(long value) {
        target.set(Bounds.LONG, room(8), value);
    }

    /// Tag, length, UTF-8; as chars if the text has half a surrogate pair.
    void putText(String value) {
        Bounds.require(offset + value.length(), target); // at least one byte for each char, before they are copied
        if (Utf8.loneSurrogate(value) < 0) {
            byte[] bytes = Utf8.encode(value);
            putByte(Tag.TEXT);
            putArray(bytes, JAVA_BYTE, bytes.length);
        } else {
            char[] units = value.toCharArray();
            putByte(Tag.CHARS);
            putArray(units, Bounds.CHAR, units.length);
        }
    }

    /// Tag, length and elements of an array of primitives; false when it is something else.
    boolean tryPutNumbers(Object value) {
        switch (value) {
            case boolean[] it -> putBooleans(it);
            case byte[] it -> putArray(Tag.BYTES, it, JAVA_BYTE, it.length);
            case short[] it -> putArray(Tag.SHORTS, it, Bounds.SHORT, it.length);
            case char[] it -> putArray(Tag.CHARACTERS, it, Bounds.CHAR, it.length);
            case int[] it -> putArray(Tag.INTS, it, Bounds.INT, it.length);
            case long[] it -> putArray(Tag.LONGS, it, Bounds.LONG, it.length);
            case float[] it -> putArray(Tag.FLOATS, it, Bounds.FLOAT, it.length);
            case double[] it -> putArray(Tag.DOUBLES, it, Bounds.DOUBLE, it.length);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void putArray(byte tag, Object array, ValueLayout element, int length) {
        putByte(tag);
        putArray(array, element, length);
    }

    private void putArray(Object array, ValueLayout element, int length) {
        putInt(length);
        MemorySegment.copy(array, 0, target, element, room(length * element.byteSize()), length);
    }

    private void putBooleans(boolean[] values) {
        putByte(Tag.BOOLEANS);
        putInt(values.length);
        for (boolean value : values) {
            putByte(value ? (byte) 1 : 0);
        }
    }
}
