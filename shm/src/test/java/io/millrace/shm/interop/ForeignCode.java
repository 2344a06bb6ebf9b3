package io.millrace.shm.interop;

import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/// What programs on Agrona do with buffers. Knows nothing of Millrace.
final class ForeignCode {
    private static final int TYPE = 7;

    private ForeignCode() {}

    /// Sends `count` numbers from `first` on.
    static void produce(AtomicBuffer ring, long first, int count) {
        ManyToOneRingBuffer out = new ManyToOneRingBuffer(ring);
        UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        for (long number = first; number < first + count; number++) {
            message.putLong(0, number);
            message.putStringAscii(8, "n" + number);
            while (!out.write(TYPE, message, 0, 64)) {
                Thread.yield();
            }
        }
    }

    /// Hands on `count` numbers that others send.
    static void consume(AtomicBuffer ring, int count, LongConsumer sink) {
        ManyToOneRingBuffer in = new ManyToOneRingBuffer(ring);
        int left = count;
        while (left > 0) {
            int read = in.read((type, buffer, index, length) -> {
                long number = buffer.getLong(index);
                if (type != TYPE || length != 64 || !buffer.getStringAscii(index + 8).equals("n" + number)) {
                    throw new IllegalStateException("not what was sent: " + number);
                }
                sink.accept(number);
            }, left);
            left -= read;
            if (read == 0) {
                Thread.yield();
            }
        }
    }

    /// Makes a counter.
    static int newCounter(AtomicBuffer labels, AtomicBuffer values, String label) {
        return new CountersManager(labels, values).allocate(label);
    }

    /// Counts in a counter that another one made.
    static void count(AtomicBuffer values, int counter, int times) {
        for (int time = 0; time < times; time++) {
            values.getAndAddLong(CountersReader.counterOffset(counter), 1);
        }
    }

    /// Reads a counter by its label; -1 when there is none.
    static long counterValue(AtomicBuffer labels, AtomicBuffer values, String label) {
        CountersReader reader = new CountersReader(labels, values);
        long[] found = {-1};
        reader.forEach((id, text) -> {
            if (text.equals(label)) {
                found[0] = reader.getCounterValue(id);
            }
        });
        return found[0];
    }
}
