package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.SharedMemory;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many messages, many threads, no garbage.
class PipeUnderLoadTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED;

    private MemoryFolder folder;
    private SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("load.mill"), 1 << 20);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.close();
    }

    /// Some messages fit a record and some go in pieces, which must not mix with others.
    @Test
    void manyThreadsMayUseOneEnd() throws Exception {
        Pipe<long[], long[]> pipe = memory.newPipe("shared", Codec.longs(), 1 << 12);
        int senders = 3;
        int each = 2000;
        LongAdder sum = new LongAdder();
        LongAdder count = new LongAdder();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Void>> sending = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                sending.add(threads.submit(() -> {
                    for (int number = 1; number <= each; number++) {
                        long[] message = new long[number % 20 == 0 ? 1000 : number % 7 + 1];
                        Arrays.fill(message, number);
                        pipe.first().send(message);
                    }
                    return null;
                }));
            }
            Callable<Void> receiver = () -> {
                try {
                    while (true) {
                        long[] message = pipe.second().receive();
                        for (long element : message) {
                            assertEquals(message[0], element);
                        }
                        sum.add(message[0]);
                        count.increment();
                    }
                } catch (EndOfStreamException end) {
                    return null;
                }
            };
            List<Future<Void>> receiving = List.of(threads.submit(receiver), threads.submit(receiver));
            for (Future<Void> sender : sending) {
                sender.get();
            }
            pipe.first().close();
            for (Future<Void> receiver2 : receiving) {
                receiver2.get();
            }
        }
        assertEquals((long) senders * each, count.sum());
        assertEquals(senders * (each * (each + 1L) / 2), sum.sum());
    }

    /// Once compiled. How long that takes is up to the machine.
    @Test
    void claimAndDrainMakeNoGarbage() throws InterruptedException {
        Pipe<byte[], byte[]> pipe = memory.newPipe("clean", Codec.bytes(), 1 << 16);
        Connection<byte[], byte[]> first = pipe.first();
        Connection<byte[], byte[]> second = pipe.second();
        long[] sum = new long[1];
        MessageHandler handler = (source, offset, byteSize) -> sum[0] += source.get(NUMBER, offset);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long messages = 0;
        long allocated = 1;
        while (allocated > 0 && System.nanoTime() - start < LONG.toNanos()) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < 10_000; round++) {
                Claim claim = first.claim(32);
                claim.segment().set(NUMBER, 0, 1);
                claim.publish();
                messages += second.drain(handler, 10);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
        assertEquals(messages, sum[0]);
        assertTrue(messages >= 10_000);
    }
}
