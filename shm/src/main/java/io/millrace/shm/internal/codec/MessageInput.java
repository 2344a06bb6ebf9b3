package io.millrace.shm.internal.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.millrace.shm.FileFormatException;
import java.lang.foreign.MemorySegment;

/// The bytes of a message that is being read, and how much memory they may still claim.
///
/// **Memory.** Every length is held against the bytes that are left, less `owed`: the fewest bytes of
/// the elements that were announced before and are not read yet. So all places made for announced
/// elements together are fewer than the bytes of the message. Memory that the bytes do not stand for
/// is charged to `allowance`.
final class MessageInput {
    private static final long ALLOWANCE_PER_BYTE = 64;
    private static final long MIN_ALLOWANCE_BYTES = 16 << 20;

    private final MemorySegment source;
    private final String codec;
    private long offset;
    private long owed;
    private long allowance;

    /// @param codec name of the codec, for messages
    MessageInput(MemorySegment source, String codec) {
        this.source = source;
        this.codec = codec;
        allowance = ALLOWANCE_PER_BYTE * source.byteSize() + MIN_ALLOWANCE_BYTES;
    }

    /// @throws FileFormatException bytes are left
    void requireEnd() {
        if (offset != source.byteSize()) {
            throw damaged("read=%s, byteSize=%s".formatted(offset, source.byteSize()));
        }
    }

    FileFormatException damaged(String what) {
        return Bounds.damaged(codec, what);
    }

    /// What to throw for a tag that is not expected here.
    FileFormatException unexpected(byte tag) {
        return damaged("at=%s, tag=%s".formatted(offset, tag));
    }

    private long take(long byteSize) {
        long at = offset;
        if (byteSize > source.byteSize() - at) {
            throw damaged("at=%s, wanted=%s, byteSize=%s".formatted(at, byteSize, source.byteSize()));
        }
        offset = at + byteSize;
        return at;
    }

    byte getByte() {
        return source.get(JAVA_BYTE, take(1));
    }

    short getShort() {
        return source.get(Bounds.SHORT, take(2));
    }

    char getChar() {
        return source.get(Bounds.CHAR, take(2));
    }

    int getInt() {
        return source.get(Bounds.INT, take(4));
    }

    long getLong() {
        return source.get(Bounds.LONG, take(8));
    }

    /// A length of elements that take at least so many bytes each.
    int getLength(int elementByteSize) {
        int length = getInt();
        requireLeft(length, elementByteSize);
        return length;
    }

    /// That so many elements can still come.
    void requireLeft(long length, int elementByteSize) {
        if (length < 0 || length > (source.byteSize() - offset - owed) / elementByteSize) {
            throw damaged("at=%s, length=%s".formatted(offset, length));
        }
    }

    /// Reserves at least one byte for each of so many elements; give it back before each is read.
    void owe(int elements) {
        owed += elements;
    }

    /// Takes memory that the bytes of the message do not stand for; false when there is none left.
    boolean tryCharge(long byteSize) {
        boolean left = byteSize <= allowance;
        allowance -= left ? byteSize : 0;
        return left;
    }

    /// The text behind a tag.
    String getText(byte tag) {
        if (tag == Tag.CHARS) {
            return new String(getChars());
        }
        String text = tag == Tag.TEXT ? Utf8.decode(getBytes()) : null;
        if (text == null) {
            throw unexpected(tag);
        }
        return text;
    }

    private byte[] getBytes() {
        byte[] values = new byte[getLength(1)];
        MemorySegment.copy(source, JAVA_BYTE, take(values.length), values, 0, values.length);
        return values;
    }

    private char[] getChars() {
        char[] values = new char[getLength(2)];
        MemorySegment.copy(source, Bounds.CHAR, take(values.length * 2L), values, 0, values.length);
        return values;
    }

    /// Whether an array of primitives is behind that tag.
    static boolean isOfNumbers(byte tag) {
        return tag >= Tag.BOOLEANS && tag <= Tag.DOUBLES;
    }

    /// The array of primitives behind a tag.
    Object getNumbers(byte tag) {
        switch (tag) {
            case Tag.BOOLEANS -> {
                boolean[] values = new boolean[getLength(1)];
                for (int index = 0; index < values.length; index++) {
                    values[index] = getByte() != 0;
                }
                return values;
            }
            case Tag.BYTES -> {
                return getBytes();
            }
            case Tag.CHARACTERS -> {
                return getChars();
            }
            case Tag.SHORTS -> {
                short[] values = new short[getLength(2)];
                MemorySegment.copy(source, Bounds.SHORT, take(values.length * 2L), values, 0, values.length);
                return values;
            }
            case Tag.INTS -> {
                int[] values = new int[getLength(4)];
                MemorySegment.copy(source, Bounds.INT, take(values.length * 4L), values, 0, values.length);
                return values;
            }
            case Tag.LONGS -> {
                long[] values = new long[getLength(8)];
                MemorySegment.copy(source, Bounds.LONG, take(values.length * 8L), values, 0, values.length);
                return values;
            }
            case Tag.FLOATS -> {
                float[] values = new float[getLength(4)];
                MemorySegment.copy(source, Bounds.FLOAT, take(values.length * 4L), values, 0, values.length);
                return values;
            }
            default -> {
                double[] values = new double[getLength(8)];
                MemorySegment.copy(source, Bounds.DOUBLE, take(values.length * 8L), values, 0, values.length);
                return values;
            }
        }
    }
}
