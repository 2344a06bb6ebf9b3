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
        boolean virtual = Thread.currentThread().isVirtual();
        return switch (core.queue.waiting()) {
            case SPIN -> spinOn(look, patience, virtual);
            case BALANCED -> ALONE || virtual
                    ? Ring.NONE
                    : look(look, Patience.ofNanos(Math.min(BALANCED_SPIN_NANOS, patience.sliceNanos())), false);
            case PARK -> Ring.NONE;
        };
    }

    private long spinOn(LongSupplier look, Patience patience, boolean virtual) throws InterruptedException {
        long found = Ring.NONE;
        while (found < 0 && !patience.isOver()) {
            found = look(look, Patience.ofNanos(patience.sliceNanos()), virtual);
            if (found < 0) {
                throwIfInterrupted();
                core.check();
                core.look();
            }
        }
        return found;
    }

    /// Looks again and again; a virtual thread lets others run in between.
    private static long look(LongSupplier look, Patience slice, boolean virtual) {
        long found = Ring.NONE;
        while (found < 0 && !slice.isOver()) {
            if (virtual) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
            found = look.getAsLong();
        }
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
