package io.millrace.shm.region;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Lets code that knows memory only by its bare address work on a region without surviving it:
/// before the bytes of a closed region may become somebody else's, whoever was at work is awaited.
///
/// ```java
/// int ticket = access.enter();
/// try {
///     if (segment.scope().isAlive()) { ... } // stays mapped and this region's until exit
/// } finally {
///     access.exit(ticket);
/// }
/// ```
///
/// Who enters is counted under the parity of the current phase. The phase goes on when nobody is
/// left of the one before, so two phases after a region was closed all who might have seen it open
/// are out; who enters later sees it closed. A thread that is always inside somewhere else does not
/// keep the phase from going on.
public final class BareAccess {
    private final AtomicLong phase = new AtomicLong();
    private final AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger()};

    BareAccess() {}

    /// Begins; look whether the memory is still there only after it.
    public int enter() {
        while (true) {
            long now = phase.get();
            int ticket = (int) (now & 1);
            inside[ticket].incrementAndGet();
            if (phase.get() == now) {
                return ticket;
            }
            inside[ticket].decrementAndGet();
        }
    }

    /// Ends what `enter` began.
    public void exit(int ticket) {
        inside[ticket].decrementAndGet();
    }

    /// To be asked for after memory was closed.
    long phase() {
        return phase.get();
    }

    /// Whether all who were inside at that phase are out. Waits for nobody.
    synchronized boolean isPast(long earlier) {
        for (int step = 0; step < 2 && phase.get() < earlier + 2; step++) {
            long now = phase.get();
            if (inside[(int) (now + 1 & 1)].get() != 0) {
                return false;
            }
            phase.set(now + 1);
        }
        return phase.get() >= earlier + 2;
    }
}
