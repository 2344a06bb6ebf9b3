package io.millrace.shm.internal.region;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Protects code that knows memory only by its bare address. Before the bytes of a closed region
/// are reused, all threads that may still use the address have left.
///
/// ```java
/// int ticket = access.enter();
/// try {
///     if (segment.scope().isAlive()) { ... } // stays mapped, and stays this region, until exit
/// } finally {
///     access.exit(ticket);
/// }
/// ```
///
/// A thread that enters is counted under the parity of the current phase. The phase advances when
/// no thread of the phase before is inside any more. So two phases after a region was closed, all
/// threads that may have seen it open have left; a thread that enters later sees it closed. A
/// thread that enters again and again does not keep the phase from advancing.
public final class GracePeriod {
    private final AtomicLong phase = new AtomicLong();
    private final AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger()};

    GracePeriod() {}

    /// Enters. Check only after this call whether the memory is still there.
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

    /// Leaves; `ticket` is the result of `enter`.
    public void exit(int ticket) {
        inside[ticket].decrementAndGet();
    }

    /// The current phase. Ask for it after the memory was closed.
    long phase() {
        return phase.get();
    }

    /// Whether all threads that were inside in that phase have left. Never waits.
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
