package io.millrace.bench.waiting;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.message.Claim;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.MessageHandler;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.sync.SharedEvent;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/// Round trips between two processes, in nanoseconds.
final class RoundTrips {
    private RoundTrips() {}

    /// Round trips over two events.
    record Events(SharedEvent there, SharedEvent back, boolean first) implements Side {
        @Override
        public double round(long count) throws InterruptedException {
            long start = System.nanoTime();
            for (long i = 0; i < count; i++) {
                if (first) {
                    there.set();
                    back.await();
                    back.clear();
                } else {
                    there.await();
                    there.clear();
                    back.set();
                }
            }
            return (double) (System.nanoTime() - start) / count;
        }
    }

    static Side pipe(SharedMemory memory, Waiting waiting, boolean first) {
        Pipe<byte[], byte[]> pipe = memory.pipe(Scenario.NAME, Codec.bytes()).waiting(waiting);
        return new Pipes(first ? pipe.first() : pipe.second(), first);
    }

    /// Round trips of a number over a pipe.
    private static final class Pipes implements Side {
        private static final Duration TIMEOUT = Duration.ofMinutes(1);

        private final Connection<byte[], byte[]> connection;
        private final boolean first;
        private final MessageHandler handler = (source, offset, byteSize) ->
                received(source.get(ValueLayout.JAVA_LONG_UNALIGNED, offset));
        private long expected;

        Pipes(Connection<byte[], byte[]> connection, boolean first) {
            this.connection = connection;
            this.first = first;
        }

        @Override
        public double round(long count) throws InterruptedException {
            long start = System.nanoTime();
            for (expected = 0; expected < count; expected++) {
                if (first) {
                    send(expected);
                    receive();
                } else {
                    receive();
                    send(expected);
                }
            }
            return (double) (System.nanoTime() - start) / count;
        }

        private void send(long number) throws InterruptedException {
            Claim claim = connection.claim(Long.BYTES);
            claim.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, number);
            claim.publish();
        }

        private void receive() throws InterruptedException {
            if (connection.drain(handler, 1, TIMEOUT) == 0) {
                throw new IllegalStateException("no answer within " + TIMEOUT);
            }
        }

        private void received(long number) {
            if (number != expected) {
                throw new IllegalStateException("received %d instead of %d".formatted(number, expected));
            }
        }
    }
}
