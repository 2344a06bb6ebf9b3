package io.millrace.shm.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The processors of the machine (`getcpu(2)`).
public final class Processor {
    /// No processor, where the system does not tell.
    public static final int UNKNOWN = -1;

    private static final long SELF = 0;
    private static final long MASK_BYTES = 1024; // 8,192 processors, more than Linux has

    private Processor() {}

    /// The processor that the calling thread runs on now, from 0: a hint, the thread may move at once.
    public static int current() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment processor = arena.allocate(JAVA_INT);
            return SystemCall.GETCPU.call(processor) == 0 ? processor.get(JAVA_INT, 0) : UNKNOWN;
        }
    }

    /// Moves the calling thread to another processor that it may use, if there is one (`sched_setaffinity(2)`).
    /// It may come back at any time.
    ///
    /// @param processor the one that it runs on
    /// @return the one that it runs on now
    public static int leave(int processor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment allowed = arena.allocate(MASK_BYTES, Long.BYTES);
            if (processor == UNKNOWN || SystemCall.SCHED_GETAFFINITY.call(SELF, MASK_BYTES, allowed.address()) < 0) {
                return processor;
            }
            MemorySegment others = arena.allocate(MASK_BYTES, Long.BYTES).copyFrom(allowed);
            long word = (long) processor / Long.SIZE;
            others.setAtIndex(JAVA_LONG, word, others.getAtIndex(JAVA_LONG, word) & ~(1L << processor));
            if (SystemCall.SCHED_SETAFFINITY.call(SELF, MASK_BYTES, others.address()) < 0) {
                return processor; // there is no other
            }
            int now = current();
            SystemCall.SCHED_SETAFFINITY.call(SELF, MASK_BYTES, allowed.address());
            return now;
        }
    }
}
