package io.millrace.shm.internal.ring;

import static io.millrace.shm.internal.layout.Words.INTS;
import static io.millrace.shm.internal.layout.Words.LONGS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Mapped memory by its bare address. The JIT compiler knows the one segment of all memory, so little is
/// left of the checks of liveness, size and kind that it makes at each access of another segment, and
/// that double the processor time of a short message.
///
/// So nothing here checks an address: the caller is inside a [BiasedLock], which keeps the region mapped,
/// and computes addresses that are inside the region whatever stands in the file.
final class BareMemory {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /// Without the check of the alignment.
    private static final VarHandle PLAIN = ValueLayout.JAVA_LONG_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();

    private BareMemory() {}

    static int getInt(long address) {
        return (int) INTS.get(ALL, address);
    }

    static int getIntAcquire(long address) {
        return (int) INTS.getAcquire(ALL, address);
    }

    /// In one order with all volatile accesses.
    static int getIntVolatile(long address) {
        return (int) INTS.getVolatile(ALL, address);
    }

    static void copy(long source, long target, long byteSize) {
        MemorySegment.copy(ALL, source, ALL, target, byteSize);
    }

    static long getLong(long address) {
        return (long) PLAIN.get(ALL, address);
    }

    static long getLongAcquire(long address) {
        return (long) LONGS.getAcquire(ALL, address);
    }

    static void setLong(long address, long value) {
        PLAIN.set(ALL, address, value);
    }

    static void setLongRelease(long address, long value) {
        LONGS.setRelease(ALL, address, value);
    }
}
