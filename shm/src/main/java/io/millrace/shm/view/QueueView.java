package io.millrace.shm.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A queue seen from outside.
///
/// @param codec name of it
/// @param capacity the most messages, acked or not, that it has room for
/// @param depth messages that wait
/// @param deliveries messages that consumers took and have not acked, by cell
/// @param puts messages that producers put in since the queue was made, about
/// @param takes messages that consumers took since the queue was made, about
/// @param oldest how long the oldest message has waited; empty when none waits
/// @param closed whether it takes no more messages
public record QueueView(
        String name,
        String codec,
        long capacity,
        long maxMessageByteSize,
        long depth,
        List<Delivery> deliveries,
        long puts,
        long takes,
        Optional<Duration> oldest,
        boolean closed) {

    /// A message that a consumer took and has not acked.
    ///
    /// @param holder the consumer; of a dead one, the message is delivered again after its recovery
    /// @param sequence number of the message in the queue
    /// @param attempt which delivery of the message this is, from 1
    /// @param storedAt when the producer put it in, to about a tenth of a second; the file does not
    ///         say when the consumer took it
    public record Delivery(Holder holder, long sequence, int attempt, Instant storedAt) {
        public Delivery {
            Objects.requireNonNull(holder, "holder");
            Objects.requireNonNull(storedAt, "storedAt");
        }
    }

    public QueueView {
        deliveries = List.copyOf(deliveries);
    }

    /// How many messages were taken and not acked.
    public int unacked() {
        return deliveries.size();
    }
}
