package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A word in memory by which another thread or process ends a call over many blocks: the call goes
/// on while the word has the value `expected`.
///
/// @param word eight bytes, aligned; [MemorySegment#NULL] for a call that nobody ends
public record Watch(MemorySegment word, long expected) {
    /// Nobody ends the call.
    public static final Watch NONE = new Watch(MemorySegment.NULL, 0);

    private static final VarHandle WORD = JAVA_LONG.varHandle();

    /// Whether the word has changed; read with acquire order.
    public boolean isOver() {
        return word.byteSize() > 0 && (long) WORD.getAcquire(word, 0L) != expected;
    }
}
