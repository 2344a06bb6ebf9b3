package io.millrace.shm.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A message in the hands of this process until it is acked. If the process dies or closes its
/// memory before that, the message is delivered again, to whoever takes next.
///
/// Any thread of the process may end it. A delivery that nobody ends keeps one cell of the queue
/// until the process ends.
///
/// @param <T> what the queue carries
public final class Delivery<T> {
    private static final VarHandle ENDED;

    static {
        try {
            ENDED = MethodHandles.lookup().findVarHandle(Delivery.class, "ended", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final QueueCore core;
    private final Taken taken;
    private final T value;

    @SuppressWarnings("unused") // through ENDED
    private volatile boolean ended;

    /// Which message it is.
    ///
    /// @param position where it stood when it was taken
    record Taken(long position, long owner, long sequence, int attempts) {}

    Delivery(QueueCore core, Taken taken, T value) {
        this.core = core;
        this.taken = taken;
        this.value = value;
    }

    /// What was put in.
    public T value() {
        return value;
    }

    /// Number of the message in its queue: what was put in later has a higher one, and no other
    /// message has the same.
    public long sequence() {
        return taken.sequence;
    }

    /// How often the message was handed out, this time included.
    public int attempts() {
        return taken.attempts;
    }

    /// The message is done with. `IllegalStateException` when the delivery was ended already.
    public void ack() {
        end();
        try {
            core.ack(taken.position, taken.owner);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    /// Gives the message back, to be delivered again; after as many deliveries as the queue allows,
    /// to the queue for dead letters if there is one. `IllegalStateException` when the delivery was
    /// ended already.
    public void release() {
        end();
        try {
            core.release(taken.position, taken.owner);
        } catch (IllegalStateException failure) {
            throw core.explain(failure);
        }
    }

    private void end() {
        if (!ENDED.compareAndSet(this, false, true)) {
            throw new IllegalStateException(
                    "the delivery has ended: sequence=%d; ack or release it once".formatted(taken.sequence));
        }
    }

    @Override
    public String toString() {
        return "Delivery[sequence=%d, attempts=%d, value=%s]".formatted(taken.sequence, taken.attempts, value);
    }
}
