package io.millrace.shm.internal.layout;

import java.util.List;

/// The owner of a word, in 28 bits: a process slot and a thread of that process; 0 and 0 for none.
///
/// | bits     | first | bits |
/// |----------|------:|-----:|
/// | `thread` |     0 |   18 |
/// | `slot`   |    18 |   10 |
public final class OwnerBits {
    /// The thread's number in its JVM, from 1.
    public static final BitField THREAD = new BitField("thread", 0, 18);
    /// The slot of its process, from 1.
    public static final BitField SLOT = new BitField("slot", 18, 10);
    /// The mask of both.
    public static final long MASK = SLOT.set(THREAD.set(0, -1), -1);

    static final List<BitField> FIELDS = List.of(THREAD, SLOT);

    private OwnerBits() {}

    /// The bits of a thread.
    public static long of(int slot, int thread) {
        return SLOT.set(THREAD.set(0, thread), slot);
    }

    /// The slot in a word whose lowest 28 bits are these.
    public static int slot(long word) {
        return (int) SLOT.get(word);
    }

    /// The thread in a word whose lowest 28 bits are these.
    public static int thread(long word) {
        return (int) THREAD.get(word);
    }

    /// Whether the bits name an owner that can exist.
    public static boolean isSomebody(long word) {
        return slot(word) != 0 && thread(word) != 0;
    }
}
