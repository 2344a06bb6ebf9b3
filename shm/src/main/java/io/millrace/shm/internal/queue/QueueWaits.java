package io.millrace.shm.internal.queue;

import io.millrace.shm.Waiting;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.EventCount;
import io.millrace.shm.internal.wait.Interrupts;
import io.millrace.shm.internal.wait.SpinPolicy;
import io.millrace.shm.internal.wait.WaitSource;
import java.util.function.LongUnaryOperator;

/// Waits for a message, for room, for all acks: a short spin, then slices of sleep. Callers look once
/// before they wait. A time-out is a number of nanoseconds from the beginning of the wait, so that
/// waiting makes no garbage.
public final class QueueWaits {
    private final QueueRegion queue;
    private final CellRing ring;
    private final OwnerScan ownerScan;
    private final LongUnaryOperator claim;
    private final LongUnaryOperator take;

    QueueWaits(CellRing ring, Deliveries deliveries) {
        queue = ring.queue();
        this.ring = ring;
        ownerScan = new OwnerScan(ring);
        claim = ring::claim;
        take = deliveries::take;
    }

    /// Claims a position; negative when the time is over first.
    public long claim(long owner, long nanos) throws InterruptedException {
        return nanos <= 0 ? CellRing.NONE : await(claim, owner, ring.room, nanos);
    }

    /// Takes a message; negative when the time is over first.
    public long take(long owner, long nanos) throws InterruptedException {
        return nanos <= 0 ? CellRing.NONE : await(take, owner, ring.arrivals, nanos);
    }

    /// Waits until all that was put in up to now is acked; false when the time is over first.
    public boolean allAcked(long nanos) throws InterruptedException {
        AckBarrier barrier = new AckBarrier(ring);
        LongUnaryOperator look = owner -> barrier.isDone() ? 0 : CellRing.NONE;
        return barrier.isDone() || nanos > 0 && await(look, 0, ring.acks, nanos) >= 0;
    }

    /// For a wait for several things: ready when a message waits, or none will come.
    public WaitSource messages() {
        return new WaitSource() {
            @Override
            public boolean isReady() {
                queue.check();
                return ring.hasMessage() || ring.isClosed();
            }

            @Override
            public Announcement announce() {
                return ring.arrivals.announcement();
            }

            @Override
            public void withdraw() {
                ring.arrivals.wakeOne();
            }

            @Override
            public void lookForDead() {
                ownerScan.look();
            }
        };
    }

    private long await(LongUnaryOperator look, long owner, EventCount sleepers, long nanos)
            throws InterruptedException {
        long end = System.nanoTime() + nanos;
        long found = spin(look, owner, end);
        return found >= 0 || isOver(end) ? found : sleep(look, owner, sleepers, end);
    }

    private static boolean isOver(long end) {
        return end - System.nanoTime() <= 0;
    }

    private long spin(LongUnaryOperator look, long owner, long end) throws InterruptedException {
        boolean virtual = Thread.currentThread().isVirtual();
        Waiting waiting = queue.waiting();
        return switch (waiting) {
            case SPIN -> spinOn(look, owner, end, virtual);
            case BALANCED, PARK -> look(look, owner, SpinPolicy.nanos(waiting, end - System.nanoTime()), virtual);
        };
    }

    private long spinOn(LongUnaryOperator look, long owner, long end, boolean virtual) throws InterruptedException {
        long found = CellRing.NONE;
        while (found < 0 && !isOver(end)) {
            found = look(look, owner, Deadline.sliceOf(end), virtual);
            if (found < 0) {
                Interrupts.THROW.check();
                queue.check();
                ownerScan.look();
            }
        }
        return found;
    }

    /// Looks again and again, at growing intervals.
    private static long look(LongUnaryOperator look, long owner, long nanos, boolean virtual) {
        long start = System.nanoTime();
        long found = CellRing.NONE;
        int pauses = SpinPolicy.FIRST_PAUSES;
        while (found < 0 && System.nanoTime() - start < nanos) {
            pauses = SpinPolicy.pause(pauses, virtual);
            found = look.applyAsLong(owner);
        }
        return found;
    }

    private long sleep(LongUnaryOperator look, long owner, EventCount sleepers, long end) throws InterruptedException {
        boolean slept = false;
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (true) {
                int seen = sleepers.announce();
                long found = look.applyAsLong(owner);
                if (found >= 0 || isOver(end)) {
                    wait.ended(found >= 0);
                    return found;
                }
                Interrupts.THROW.check();
                CrashPoint.hit("queue.beforeSleep");
                slept = true;
                wait = wait.begun(waitedFor(sleepers), queue.region().name(), queue.region().kind());
                if (!sleepers.sleep(seen, Deadline.sliceOf(end))) {
                    ownerScan.look();
                }
                queue.check();
            }
        } finally {
            if (slept) {
                sleepers.wakeOne();
            }
            wait.close();
        }
    }

    private WaitedFor waitedFor(EventCount sleepers) {
        if (sleepers == ring.room) {
            return WaitedFor.ROOM;
        }
        return sleepers == ring.acks ? WaitedFor.ACKS : WaitedFor.MESSAGE;
    }
}
