package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Compare-and-set for `byte` and `short`, which processors offer for an aligned `int` only.
///
/// ```text
///   int at offset & ~3     +--------+--------+--------+--------+
///                          | byte 0 | byte 1 | byte 2 | byte 3 |      byte 1: mask 0x0000ff00
///                          +--------+--------+--------+--------+
/// ```
///
/// The neighbours in the `int` are written back as they were read; if one of them changed in the
/// meantime, the compare-and-set of the `int` fails and is tried again. A process that dies in
/// here has changed either the one element or nothing. Lock-free: a retry means that somebody else
/// wrote.
///
/// @param words the region, rounded up to whole `int`s: regions start at a multiple of 64 bytes
///     and the bytes up to the next one belong to nobody, so that the last `int` is always there
/// @param firstByte offset of the array or slice within the region
/// @param bits 8 or 16
record NarrowCells(MemorySegment words, long firstByte, int bits) {
    private static final VarHandle WORD = JAVA_INT.varHandle();

    @SuppressWarnings("restricted") // at most 3 bytes more, see `words`
    static NarrowCells of(Span span) {
        Region region = span.region();
        long wordBytes = (region.byteSize() + 3) & ~3L;
        int elementSize = span.elementType().byteSize();
        return new NarrowCells(
                region.segment().reinterpret(wordBytes),
                span.start() * elementSize,
                elementSize * Byte.SIZE);
    }

    /// `offset` is the element's, in bytes from the start of the array or slice, already checked.
    boolean compareAndSet(long offset, int expected, int value) {
        long at = firstByte + offset;
        long wordAt = at & ~3L;
        int mask = (1 << bits) - 1 << shift(at);
        int before = expected << shift(at) & mask;
        int after = value << shift(at) & mask;
        int seen = (int) WORD.getVolatile(words, wordAt);
        while ((seen & mask) == before) {
            int witness =
                    (int) WORD.compareAndExchange(words, wordAt, seen, seen & ~mask | after);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    private int shift(long at) {
        int inWord = (int) (at & 3) * Byte.SIZE;
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? inWord
                : Integer.SIZE - bits - inWord;
    }
}
