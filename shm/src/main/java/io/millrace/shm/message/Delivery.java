package io.millrace.shm.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A message that this process took and has not acked. If the process dies or closes its memory before
/// the ack, the message is delivered again, to the next consumer.
///
/// Any thread of the process may end the delivery. A delivery that no thread ends occupies one cell of
/// the queue until the process ends.
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

    private final QueueConsumer<T> consumer;
    private final Taken taken;
    private final T value;

    @SuppressWarnings("unused") // through ENDED
    private volatile boolean ended;

    /// Which message it is.
    ///
    /// @param position where it stood when it was taken
    record Taken(long position, long owner, long sequence, int attempts) {}

    Delivery(QueueConsumer<T> consumer, Taken taken, T value) {
        this.consumer = consumer;
        this.taken = taken;
        this.value = value;
    }

    /// What was put in.
    public T value() {
        return value;
    }

    /// Number of the message in its queue: messages that were put in later have higher numbers, and no
    /// two messages have the same.
    public long sequence() {
        return taken.sequence;
    }

    /// How often the message was delivered, this time included.
    public int attempts() {
        return taken.attempts;
    }

    /// Says that the message is processed.
    ///
    /// @throws IllegalStateException the delivery has ended already
    public void ack() {
        end();
        consumer.ack(taken);
    }

    /// Gives the message back, to be delivered again. After `maxDeliveries` deliveries it moves to the
    /// queue for dead letters, if there is one.
    ///
    /// @throws IllegalStateException the delivery has ended already
    public void release() {
        end();
        consumer.release(taken);
    }

    private void end() {
        if (!ENDED.compareAndSet(this, false, true)) {
            throw new IllegalStateException(
                    "the delivery has ended: sequence=%s; ack or release it once".formatted(taken.sequence));
        }
    }

    @Override
    public String toString() {
        return "Delivery[sequence=%s, attempts=%s, value=%s]".formatted(taken.sequence, taken.attempts, value);
    }
}
