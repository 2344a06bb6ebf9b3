package io.millrace.bench.waiting;

import io.millrace.bench.waiting.Scenario.Item;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;

/// Sends objects one way through a queue: messages per second.
final class ObjectStreams {
    private ObjectStreams() {}

    static Side records(SharedMemory memory, boolean first) {
        SharedQueue<Item> queue = memory.queue(Scenario.NAME, Codec.record(Item.class));
        return first ? sender(queue) : receiver(queue);
    }

    static Side anything(SharedMemory memory, boolean first) {
        SharedQueue<Object> queue = memory.queue(Scenario.NAME, Codec.any());
        return first ? sender(queue) : receiver(queue);
    }

    private static Side sender(SharedQueue<? super Item> queue) {
        return count -> {
            long start = System.nanoTime();
            for (long number = 0; number < count; number++) {
                queue.put(new Item(number, "millrace", number * 0.5));
            }
            return Streams.perSecond(count, start);
        };
    }

    private static Side receiver(SharedQueue<?> queue) {
        return count -> {
            long start = System.nanoTime();
            for (long number = 0; number < count; number++) {
                if (!(queue.take() instanceof Item item) || item.number() != number) {
                    throw new IllegalStateException("not the message that was sent: number=" + number);
                }
            }
            return Streams.perSecond(count, start);
        };
    }
}
