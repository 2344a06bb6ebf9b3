package io.millrace.bench.waiting;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.interop.AgronaViews;
import io.millrace.shm.message.Claim;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.MessageHandler;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.message.SharedQueue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/// Sends messages of 32 bytes one way, written and read in place: messages per second. Each message
/// ends with its number, which the receiver checks.
final class Streams {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int BATCH_MESSAGES = 256;
    private static final int NUMBER_OFFSET = Scenario.MESSAGE_BYTES - Long.BYTES;

    private Streams() {}

    static void write(MemorySegment message, long number) {
        message.set(LONG, 0, 1);
        message.set(LONG, 8, 2);
        message.set(LONG, 16, 3);
        message.set(LONG, NUMBER_OFFSET, number);
    }

    static double perSecond(long count, long start) {
        return count * 1e9 / (System.nanoTime() - start);
    }

    /// Claims space for messages.
    private interface Claims {
        Claim claim() throws InterruptedException;
    }

    /// Passes messages to a handler.
    private interface Source {
        int drain(MessageHandler handler, int limit) throws InterruptedException;
    }

    static Side pipe(SharedMemory memory, boolean first) {
        Pipe<byte[], byte[]> pipe = memory.pipe(Scenario.NAME, Codec.bytes()).waiting(Waiting.SPIN);
        Connection<byte[], byte[]> end = first ? pipe.first() : pipe.second();
        return first
                ? sender(() -> end.claim(Scenario.MESSAGE_BYTES))
                : new Receiver((handler, limit) -> end.drain(handler, limit, TIMEOUT));
    }

    static Side queue(SharedMemory memory, boolean first) {
        SharedQueue<byte[]> queue = memory.queue(Scenario.NAME, Codec.bytes());
        return first
                ? sender(() -> queue.claim(Scenario.MESSAGE_BYTES))
                : new Receiver((handler, limit) -> queue.drain(handler, limit, TIMEOUT));
    }

    private static Side sender(Claims claims) {
        return count -> {
            long start = System.nanoTime();
            for (long number = 0; number < count; number++) {
                Claim claim = claims.claim();
                write(claim.segment(), number);
                claim.publish();
            }
            return perSecond(count, start);
        };
    }

    private static final class Receiver implements Side {
        private final Source source;
        private final MessageHandler handler = this::receive;
        private long received;

        Receiver(Source source) {
            this.source = source;
        }

        @Override
        public double round(long count) throws InterruptedException {
            received = 0;
            long start = System.nanoTime();
            while (received < count) {
                if (source.drain(handler, (int) Math.min(BATCH_MESSAGES, count - received)) == 0) {
                    throw new IllegalStateException("no message within " + TIMEOUT);
                }
            }
            return perSecond(count, start);
        }

        private void receive(MemorySegment bytes, long offset, long byteSize) {
            check(bytes.get(LONG, offset + NUMBER_OFFSET), received++);
        }
    }

    private static void check(long number, long expected) {
        if (number != expected) {
            throw new IllegalStateException("received %d instead of %d".formatted(number, expected));
        }
    }

    static Side ring(SharedMemory memory, boolean first) {
        OneToOneRingBuffer ring = new OneToOneRingBuffer(AgronaViews.buffer(memory.bytes(Scenario.NAME)));
        return first ? new RingSender(ring) : new RingReceiver(ring);
    }

    private record RingSender(OneToOneRingBuffer ring) implements Side {
        @Override
        public double round(long count) {
            long start = System.nanoTime();
            for (long number = 0; number < count; number++) {
                int index = ring.tryClaim(1, Scenario.MESSAGE_BYTES);
                while (index < 0) {
                    Thread.onSpinWait();
                    index = ring.tryClaim(1, Scenario.MESSAGE_BYTES);
                }
                ring.buffer().putLong(index, 1);
                ring.buffer().putLong(index + 8, 2);
                ring.buffer().putLong(index + 16, 3);
                ring.buffer().putLong(index + NUMBER_OFFSET, number);
                ring.commit(index);
            }
            return perSecond(count, start);
        }
    }

    private static final class RingReceiver implements Side {
        private final OneToOneRingBuffer ring;
        private final org.agrona.concurrent.MessageHandler handler =
                (type, buffer, index, length) -> receive(buffer.getLong(index + NUMBER_OFFSET));
        private long received;

        RingReceiver(OneToOneRingBuffer ring) {
            this.ring = ring;
        }

        @Override
        public double round(long count) {
            received = 0;
            long start = System.nanoTime();
            while (received < count) {
                if (ring.read(handler, (int) Math.min(BATCH_MESSAGES, count - received)) == 0) {
                    Thread.onSpinWait();
                }
            }
            return perSecond(count, start);
        }

        private void receive(long number) {
            check(number, received++);
        }
    }
}
