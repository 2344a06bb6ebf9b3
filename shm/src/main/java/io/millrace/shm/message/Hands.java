package io.millrace.shm.message;

import io.millrace.shm.layout.QueueCell;
import io.millrace.shm.os.CrashPoint;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a consumer does with messages that it took: reads them, hands them on, acks them, and gives
/// them back when something throws.
record Hands<T>(QueueCore core, Codec<T> codec) {
    private static final int BATCH = 16;

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
            if (done || core.deadLetterCore() == null) { // else it would be the first for ever
                core.ack(position, owner);
            } else {
                core.release(position, owner);
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
                core.release(position, owner);
            }
        }
    }

    private T decode(long position) {
        return codec.decode(core.readOnly.asSlice(core.ring.message(position), core.ring.byteSize(position)));
    }

    int drainTo(Collection<? super T> target, int limit, long owner) {
        int count = 0;
        while (count < limit) {
            T value = finish(count == 0 ? core.take(owner) : core.takeOpen(owner), owner);
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
        long owner = core.owner();
        int count = 0;
        long position = first;
        while (position >= 0) {
            handle(handler, position, owner);
            count = 1 + count + drainRun(handler, limit - count - 1, owner);
            position = count < limit ? core.takeOpen(owner) : Ring.NONE;
        }
        return count;
    }

    /// As long as messages lie one behind the other; moves the head once a batch.
    private int drainRun(MessageHandler handler, int limit, long owner) {
        long start = core.ring.head();
        long from = start;
        long next = start;
        boolean failed = true;
        try {
            while (next - start < limit && core.takeAt(next, owner)) {
                next++;
                if (next - from == BATCH) {
                    core.ring.moveHead(from, next, Ring.NONE);
                    from = next;
                }
                handle(handler, next - 1, owner);
            }
            failed = false;
        } finally {
            core.ring.moveHead(from, next, failed ? from : Ring.NONE); // what was given back is not passed
        }
        return (int) (next - start);
    }

    private void handle(MessageHandler handler, long position, long owner) {
        boolean done = false;
        try {
            handler.onMessage(core.readOnly, core.ring.message(position), core.ring.byteSize(position));
            done = true;
        } finally {
            if (!done) {
                core.release(position, owner);
            }
        }
        core.ack(position, owner);
    }

    Delivery<T> deliver(long position, long owner) {
        long cell = core.ring.cell(position);
        Delivery.Taken taken = new Delivery.Taken(
                position, owner, QueueCell.sequence(core.memory, cell), QueueCell.attempts(core.memory, cell));
        return new Delivery<>(core, taken, read(position, owner));
    }

    void process(Consumer<? super T> consumer, long position, long owner) {
        T value = read(position, owner);
        boolean done = false;
        try {
            consumer.accept(value);
            done = true;
        } finally {
            if (!done) {
                core.release(position, owner);
            }
        }
        core.ack(position, owner);
    }
}
