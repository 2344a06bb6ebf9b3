package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.sync.Patience;
import java.util.function.LongSupplier;

/// Waiting for a message, for room, for all acks: a look, a short spin, then slices of sleep.
final class QueueWaits {
    private static final long BALANCED_SPIN_NANOS = 20_000;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() < 2;

    private final QueueCore core;

    QueueWaits(QueueCore core) {
        this.core = core;
    }

    /// Claims a position; negative when the patience is over first.
    long claim(long owner, Patience patience) throws InterruptedException {
        begin();
        long position = core.claim(owner);
        return position >= 0 || patience.isOver()
                ? position
                : await(() -> core.claim(owner), core.room, patience);
    }

    /// Takes a message; negative when the patience is over first.
    long take(long owner, Patience patience) throws InterruptedException {
        begin();
        long position = core.take(owner);
        return position >= 0 || patience.isOver()
                ? position
                : await(() -> core.take(owner), core.arrivals, patience);
    }

    /// Waits until all that was put in up to now is acked; false when the patience is over first.
    boolean allAcked(Patience patience) throws InterruptedException {
        begin();
        AckWatch watch = new AckWatch(core);
        LongSupplier look = () -> watch.isDone() ? 0 : Ring.NONE;
        return watch.isDone() || !patience.isOver() && await(look, core.acks, patience) >= 0;
    }

    private void begin() throws InterruptedException {
        throwIfInterrupted();
        core.check();
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private long await(LongSupplier look, Sleepers sleepers, Patience patience) throws InterruptedException {
        long found = spin(look, patience);
        return found >= 0 || patience.isOver() ? found : sleep(look, sleepers, patience);
    }

    private long spin(LongSupplier look, Patience patience) throws InterruptedException {
        Waiting waiting = core.queue.waiting();
        long found = Ring.NONE;
        if (waiting == Waiting.PARK || waiting == Waiting.BALANCED && ALONE) {
            return found;
        }
        do {
            Patience slice = waiting == Waiting.SPIN
                    ? Patience.of(patience.slice())
                    : Patience.ofNanos(Math.min(BALANCED_SPIN_NANOS, patience.sliceNanos()));
            while (found < 0 && !slice.isOver()) {
                Thread.onSpinWait();
                found = look.getAsLong();
            }
            if (found < 0 && waiting == Waiting.SPIN) {
                throwIfInterrupted();
                core.check();
                core.look();
            }
        } while (found < 0 && waiting == Waiting.SPIN && !patience.isOver());
        return found;
    }

    private long sleep(LongSupplier look, Sleepers sleepers, Patience patience) throws InterruptedException {
        boolean slept = false;
        try {
            while (true) {
                int seen = sleepers.announce();
                long found = look.getAsLong();
                if (found >= 0 || patience.isOver()) {
                    return found;
                }
                throwIfInterrupted();
                CrashPoint.hit("queue.beforeSleep");
                slept = true;
                if (!sleepers.sleep(seen, patience.slice())) {
                    core.look();
                }
                core.check();
            }
        } finally {
            if (slept) {
                sleepers.wakeOne();
            }
        }
    }
}
