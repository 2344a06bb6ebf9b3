package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The properties of a new queue; kept in the file.
///
/// @param capacity messages it holds at most, un-acked ones included
/// @param maxMessageByteSize size of the largest message; each cell has room for one
/// @param waiting how a thread waits that finds the queue empty or full
/// @param maxDeliveries how often a message is delivered before it is a dead letter, 1 to 65,535
/// @param deadLetters name of the queue of the same codec that gets dead letters; null: there is
///     none, and a message is delivered until a consumer acks it
public record QueueOptions(
        long capacity, long maxMessageByteSize, Waiting waiting, int maxDeliveries, @Nullable String deadLetters) {
    private static final long MAX_CELLS = Integer.MAX_VALUE;
    private static final long MAX_BYTES = Integer.MAX_VALUE;
    private static final int MAX_DELIVERIES = 0xFFFF;

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException a number is out of range
    public QueueOptions {
        require("capacity", capacity, 1, MAX_CELLS);
        require("maxMessageByteSize", maxMessageByteSize, 0, MAX_BYTES);
        require("maxDeliveries", maxDeliveries, 1, MAX_DELIVERIES);
        Objects.requireNonNull(waiting, "waiting");
    }

    private static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s out of range: %s=%s; choose %s to %s".formatted(what, what, value, least, most));
        }
    }

    /// 1,024 messages of up to 1,024 bytes, balanced waiting, five deliveries, no queue for dead
    /// letters.
    public static QueueOptions defaults() {
        return new QueueOptions(1024, 1024, Waiting.BALANCED, 5, null);
    }

    /// With another capacity.
    ///
    /// @throws IllegalArgumentException it is not 1 to 2^31 - 1
    public QueueOptions capacity(long newCapacity) {
        return new QueueOptions(newCapacity, maxMessageByteSize, waiting, maxDeliveries, deadLetters);
    }

    /// With another size of the largest message.
    ///
    /// @throws IllegalArgumentException it is not 0 to 2^31 - 1
    public QueueOptions maxMessageByteSize(long newMaxMessageByteSize) {
        return new QueueOptions(capacity, newMaxMessageByteSize, waiting, maxDeliveries, deadLetters);
    }

    /// With another way of waiting.
    public QueueOptions waiting(Waiting newWaiting) {
        return new QueueOptions(capacity, maxMessageByteSize, newWaiting, maxDeliveries, deadLetters);
    }

    /// With another number of deliveries.
    ///
    /// @throws IllegalArgumentException it is not 1 to 65,535
    public QueueOptions maxDeliveries(int newMaxDeliveries) {
        return new QueueOptions(capacity, maxMessageByteSize, waiting, newMaxDeliveries, deadLetters);
    }

    /// With a queue for dead letters, by name; it must be there first.
    public QueueOptions deadLetters(@Nullable String newDeadLetters) {
        return new QueueOptions(capacity, maxMessageByteSize, waiting, maxDeliveries, newDeadLetters);
    }

    /// With that queue for dead letters.
    public QueueOptions deadLetters(SharedQueue<?> newDeadLetters) {
        return deadLetters(newDeadLetters.name());
    }
}
