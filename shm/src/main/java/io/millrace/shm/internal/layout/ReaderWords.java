package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// A read-write lock: the lock of its writers, then one reader word for each process slot, each
/// alone on 128 bytes.
///
/// | field     | offset | bytes  | written by              | order                        |
/// |-----------|-------:|-------:|-------------------------|------------------------------|
/// | `writer`  |      0 |    256 | as `LockWord`           | as `LockWord`                |
/// | `readers` |    256 | 130944 | the process of the slot | read-modify-write, volatile  |
///
/// A reader word counts the threads of its process that are inside as readers, or check whether
/// they may enter. Its lowest four bytes are the futex word; the others are zero.
public final class ReaderWords {
    /// Bytes between two reader words.
    public static final long STRIDE = 128;

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            LockWord.LAYOUT.withName("writer"),
            MemoryLayout.sequenceLayout(
                            ProcessSlot.COUNT,
                            MemoryLayout.structLayout(
                                    Words.INT.withName("count"), MemoryLayout.paddingLayout(STRIDE - Integer.BYTES)))
                    .withName("readers"));

    private static final long READERS = LAYOUT.byteOffset(PathElement.groupElement("readers"));

    private ReaderWords() {}

    /// Where the word of a slot is.
    public static long offset(int slot) {
        return READERS + (slot - 1) * STRIDE;
    }
}
