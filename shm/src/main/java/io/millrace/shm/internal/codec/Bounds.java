package io.millrace.shm.internal.codec;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MessageTooLargeException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Checks that all codecs make, and the layouts of the little-endian numbers that they write.
public final class Bounds {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfChar CHAR = ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Bounds() {}

    /// Checks that `needed` bytes fit into `target`.
    ///
    /// @throws MessageTooLargeException they do not
    public static void require(long needed, MemorySegment target) {
        if (needed > target.byteSize()) {
            throw tooLarge(needed, target.byteSize());
        }
    }

    public static MessageTooLargeException tooLarge(long needed, long largest) {
        return new MessageTooLargeException(
                ("the message does not fit: needed=%,d bytes or more, largest=%,d bytes; make what carries it with"
                        + " room for larger ones, or put the data into an array and send its handle")
                        .formatted(needed, largest));
    }

    public static FileFormatException damaged(String codec, String what) {
        return new FileFormatException(("the message is not one that the codec wrote: codec=%s, %s; see that all"
                + " sides use the same codec and the same classes")
                .formatted(codec, what));
    }

    /// How many elements of that size fill `source` completely.
    ///
    /// @throws FileFormatException bytes are left over, or the elements are too many for an array
    public static int count(String codec, MemorySegment source, int elementByteSize) {
        long count = source.byteSize() / elementByteSize;
        if (source.byteSize() % elementByteSize != 0 || count > Integer.MAX_VALUE - 8) {
            throw damaged(codec, "byteSize=" + source.byteSize());
        }
        return (int) count;
    }
}
