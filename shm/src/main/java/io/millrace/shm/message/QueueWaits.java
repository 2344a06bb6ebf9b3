package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.sync.Backoff;
import io.millrace.shm.sync.Patience;
import java.util.function.LongUnaryOperator;

/// Waiting for a message, for room, for all acks: a look, a short spin, then slices of sleep. How long is a number of
/// nanoseconds, from when the wait begins: waiting makes no garbage.
final class QueueWaits {
    private static final long BALANCED_SPIN_NANOS = 20_000;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() < 2;

    private final QueueCore core;
    private final LongUnaryOperator claim;
    private final LongUnaryOperator take;

    QueueWaits(QueueCore core) {
        this.core = core;
        claim = core::claim;
        take = core::take;
    }

    /// Claims a position; negative when the time is over first.
    long claim(long owner, long nanos) throws InterruptedException {
        begin();
        long position = core.claim(owner);
        return position >= 0 || nanos <= 0 ? position : await(claim, owner, core.room, nanos);
    }

    /// Takes a message; negative when the time is over first.
    long take(long owner, long nanos) throws InterruptedException {
        begin();
        long position = core.take(owner);
        return position >= 0 || nanos <= 0 ? position : await(take, owner, core.arrivals, nanos);
    }

    /// Waits until all that was put in up to now is acked; false when the time is over first.
    boolean allAcked(long nanos) throws InterruptedException {
        begin();
        AckWatch watch = new AckWatch(core);
        LongUnaryOperator look = owner -> watch.isDone() ? 0 : Ring.NONE;
        return watch.isDone() || nanos > 0 && await(look, 0, core.acks, nanos) >= 0;
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

    private long await(LongUnaryOperator look, long owner, Sleepers sleepers, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        long found = spin(look, owner, end);
        return found >= 0 || isOver(end) ? found : sleep(look, owner, sleepers, end);
    }

    private static boolean isOver(long end) {
        return end - System.nanoTime() <= 0;
    }

    private long spin(LongUnaryOperator look, long owner, long end) throws InterruptedException {
        boolean virtual = Thread.currentThread().isVirtual();
        return switch (core.queue.waiting()) {
            case SPIN -> spinOn(look, owner, end, virtual);
            case BALANCED -> ALONE || virtual
                    ? Ring.NONE
                    : look(look, owner, Math.min(BALANCED_SPIN_NANOS, end - System.nanoTime()), false);
            case PARK -> Ring.NONE;
        };
    }

    private long spinOn(LongUnaryOperator look, long owner, long end, boolean virtual) throws InterruptedException {
        long found = Ring.NONE;
        while (found < 0 && !isOver(end)) {
            found = look(look, owner, Patience.sliceOf(end), virtual);
            if (found < 0) {
                throwIfInterrupted();
                core.check();
                core.look();
            }
        }
        return found;
    }

    /// Looks again and again, less often after a while. A virtual thread lets others run in between.
    private static long look(LongUnaryOperator look, long owner, long nanos, boolean virtual) {
        long start = System.nanoTime();
        long found = Ring.NONE;
        int pauses = Backoff.FIRST;
        while (found < 0 && System.nanoTime() - start < nanos) {
            if (virtual) {
                Thread.yield();
            } else {
                pauses = Backoff.pause(pauses);
            }
            found = look.applyAsLong(owner);
        }
        return found;
    }

    private long sleep(LongUnaryOperator look, long owner, Sleepers sleepers, long end) throws InterruptedException {
        boolean slept = false;
        try {
            while (true) {
                int seen = sleepers.announce();
                long found = look.applyAsLong(owner);
                if (found >= 0 || isOver(end)) {
                    return found;
                }
                throwIfInterrupted();
                CrashPoint.hit("queue.beforeSleep");
                slept = true;
                if (!sleepers.sleep(seen, Patience.sliceOf(end))) {
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
