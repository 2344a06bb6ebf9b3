package io.millrace.shm.message;

import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.queue.CellRing;
import io.millrace.shm.internal.queue.Deliveries;
import io.millrace.shm.internal.queue.QueueCore;
import io.millrace.shm.internal.queue.QueueRegion;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a consumer does with messages that it took: reads them, hands them on, acks them, and gives
/// them back when something throws.
final class QueueConsumer<T> {
    private static final int BATCH_MESSAGES = 16;

    private final QueueRegion queue;
    private final CellRing ring;
    private final Deliveries deliveries;
    private final Codec<T> codec;
    private final MemorySegment readOnly;

    QueueConsumer(QueueCore core, Codec<T> codec) {
        queue = core.queue();
        ring = core.ring();
        deliveries = core.deliveries();
        this.codec = codec;
        readOnly = queue.region().segment().asReadOnly();
    }

    /// Reads and acks; null when nothing was taken. What cannot be read is gone, or becomes a dead letter in
    /// time.
    @Nullable T finish(long position, long owner) {
        if (position < 0) {
            return null;
        }
        boolean done = false;
        try {
            T value = decode(position);
            done = true;
            CrashPoint.hit("queue.decoded");
            return value;
        } finally {
            if (done) {
                ring.free(position, owner);
            } else {
                deliveries.releaseUnreadable(position, owner);
            }
        }
    }

    /// What cannot be read is given back.
    private T read(long position, long owner) {
        boolean done = false;
        try {
            T value = decode(position);
            done = true;
            return value;
        } finally {
            if (!done) {
                deliveries.release(position, owner);
            }
        }
    }

    private T decode(long position) {
        return codec.decode(readOnly.asSlice(ring.message(position), ring.byteSize(position)));
    }

    int drainTo(Collection<? super T> target, int limit, long owner) {
        int count = 0;
        while (count < limit) {
            T value = finish(count == 0 ? deliveries.take(owner) : deliveries.takeOpen(owner), owner);
            if (value == null) {
                break;
            }
            target.add(value);
            count++;
        }
        return count;
    }

    /// Goes on from the first message, up to `limit`; says how many there were.
    int drain(MessageHandler handler, int limit, long first) {
        long owner = ring.owner();
        int count = 0;
        long position = first;
        while (position >= 0) {
            handle(handler, position, owner);
            count = 1 + count + drainRun(handler, limit - count - 1, owner);
            position = count < limit ? deliveries.takeOpen(owner) : CellRing.NONE;
        }
        return count;
    }

    /// As long as messages lie one behind the other; moves the head once a batch.
    private int drainRun(MessageHandler handler, int limit, long owner) {
        long start = ring.head();
        long from = start;
        long next = start;
        boolean failed = true;
        try {
            while (next - start < limit && deliveries.takeAt(next, owner)) {
                next++;
                if (next - from == BATCH_MESSAGES) {
                    ring.moveHead(from, next, CellRing.NONE);
                    from = next;
                }
                handle(handler, next - 1, owner);
            }
            failed = false;
        } finally {
            ring.moveHead(from, next, failed ? from : CellRing.NONE); // what was given back is not passed
        }
        return (int) (next - start);
    }

    private void handle(MessageHandler handler, long position, long owner) {
        boolean done = false;
        try {
            handler.onMessage(readOnly, ring.message(position), ring.byteSize(position));
            done = true;
        } finally {
            if (!done) {
                deliveries.release(position, owner);
            }
        }
        ring.free(position, owner);
    }

    Delivery<T> deliver(long position, long owner) {
        long cell = ring.cell(position);
        Delivery.Taken taken = new Delivery.Taken(
                position, owner, QueueCell.sequence(readOnly, cell), QueueCell.attempts(readOnly, cell));
        return new Delivery<>(this, taken, read(position, owner));
    }

    /// Ends a delivery for good.
    void ack(Delivery.Taken taken) {
        try {
            ring.free(taken.position(), taken.owner());
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    /// Gives a delivered message back, or makes it a dead letter.
    void release(Delivery.Taken taken) {
        try {
            deliveries.release(taken.position(), taken.owner());
        } catch (IllegalStateException failure) {
            throw queue.explain(failure);
        }
    }

    void process(Consumer<? super T> consumer, long position, long owner) {
        T value = read(position, owner);
        boolean done = false;
        try {
            consumer.accept(value);
            done = true;
        } finally {
            if (!done) {
                deliveries.release(position, owner);
            }
        }
        ring.free(position, owner);
    }
}
