package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The word types of the file: little endian, naturally aligned.
public final class Words {
    /// A word of eight bytes.
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    /// A word of four bytes.
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// One handle for all words of eight bytes; the offset is that in the segment.
    public static final VarHandle LONGS = LONG.varHandle().withInvokeExactBehavior();

    /// The same for words of four bytes.
    public static final VarHandle INTS = INT.varHandle().withInvokeExactBehavior();

    private Words() {}

    static MemoryLayout bytes(long count, String name) {
        return MemoryLayout.sequenceLayout(count, ValueLayout.JAVA_BYTE).withName(name);
    }
}
