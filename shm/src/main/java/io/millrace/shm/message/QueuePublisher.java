package io.millrace.shm.message;

import io.millrace.shm.QueueClosedException;
import io.millrace.shm.internal.flow.Source;
import io.millrace.shm.internal.flow.SourceSubscription;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Each subscriber is one more consumer of the queue: see [SharedQueue#asPublisher].
record QueuePublisher<T>(SharedQueue<T> queue) implements Flow.Publisher<T> {
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        SourceSubscription.start(this::open, subscriber, "millrace-queue-" + queue.name());
    }

    private Source<T> open() {
        queue.isEmpty(); // throws when the queue is dropped, say: the subscriber learns of it without demand
        return new Messages<>(queue);
    }

    private record Messages<T>(SharedQueue<T> queue) implements Source<T> {
        @Override
        public @Nullable Element<T> next() throws InterruptedException {
            try {
                return new Message<>(queue.takeDelivery());
            } catch (QueueClosedException andEmpty) {
                return null;
            }
        }
    }

    private record Message<T>(Delivery<T> delivery) implements Source.Element<T> {
        @Override
        public T value() {
            return delivery.value();
        }

        @Override
        public void done() {
            delivery.ack();
        }

        @Override
        public void giveBack() {
            delivery.release();
        }
    }
}
