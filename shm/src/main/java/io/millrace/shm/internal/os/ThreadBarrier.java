package io.millrace.shm.internal.os;

/// A full memory barrier in every thread of this process, issued by one of them (`membarrier(2)`,
/// private expedited).
///
/// It moves the cost of a memory barrier from the side that acts often to the side that acts
/// rarely. The frequent side stores *a*, then loads *b*; only the compiler is kept from reordering
/// the two. The rare side stores *b*, issues this barrier, then loads *a*. At least one side sees
/// the store of the other.
public final class ThreadBarrier {
    private static final int PRIVATE_EXPEDITED = 8;
    private static final int REGISTER_PRIVATE_EXPEDITED = 16;
    private static final boolean AVAILABLE = call(REGISTER_PRIVATE_EXPEDITED) == 0;

    private ThreadBarrier() {}

    /// Whether the kernel has the call and lets this process use it.
    public static boolean isAvailable() {
        return AVAILABLE;
    }

    /// When this method returns, every thread of this process has passed a full memory barrier
    /// since it was called.
    public static void issue() {
        Errno.check(call(PRIVATE_EXPEDITED), "membarrier", "private expedited");
    }

    private static long call(int command) {
        return SystemCall.MEMBARRIER.call(command);
    }
}
