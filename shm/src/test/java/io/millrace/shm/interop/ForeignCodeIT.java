package io.millrace.shm.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.openhft.chronicle.bytes.Bytes;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;

/// Code written for Agrona and for Chronicle runs on regions that several JVMs share.
class ForeignCodeIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int COUNT = 2000;
    private static final List<Long> STARTS = List.of(1_000_000L, 2_000_000L);

    @Test
    void ringsCountersAndMessagesOfOtherLibrariesWorkBetweenJvms() throws InterruptedException {
        List<ChildJvm> children = new ArrayList<>();
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("foreign.mill"), 4 << 20)) {
            AtomicBuffer ring =
                    AgronaViews.buffer(memory.newBytes("ring", (1 << 14) + RingBufferDescriptor.TRAILER_LENGTH));
            AtomicBuffer labels = AgronaViews.buffer(memory.newBytes("labels", 1 << 14));
            AtomicBuffer values = AgronaViews.buffer(memory.newBytes("values", 1 << 12));
            assertEquals(0, ForeignCode.newCounter(labels, values, "sent"));
            SharedQueue<Order> queue = memory.newQueue(
                    "orders", ChronicleCodecs.marshallable(Order.class), QueueOptions.defaults().capacity(64));
            Map<Long, Pipe<Order, Order>> pipes = new TreeMap<>();
            for (long start : STARTS) {
                memory.newBytes("order" + start, 1000);
                pipes.put(start, ForeignCodeMain.newPipe(memory, start));
            }
            try {
                for (long start : STARTS) {
                    children.add(ChildJvm.of(ForeignCodeMain.class, memory.file(), start, COUNT)
                            .flag("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
                            .flag("--sun-misc-unsafe-memory-access=allow")
                            .start());
                }
                Set<Long> expected = STARTS.stream()
                        .flatMap(start -> LongStream.range(start, start + COUNT).boxed())
                        .collect(Collectors.toCollection(TreeSet::new));
                Set<Long> numbers = new TreeSet<>();
                ForeignCode.consume(ring, STARTS.size() * COUNT, numbers::add);
                assertEquals(expected, numbers);
                Set<String> orders = new TreeSet<>();
                for (int count = 0; count < STARTS.size() * COUNT; count++) {
                    orders.add(queue.take().toString());
                }
                assertEquals(
                        expected.stream().map(number -> Order.numbered(number).toString()).collect(Collectors.toSet()),
                        Set.copyOf(orders));
                for (Pipe<Order, Order> pipe : pipes.values()) {
                    for (long number = 0; number < COUNT; number++) {
                        pipe.first().send(Order.numbered(number));
                        assertEquals(Order.numbered(number).toString(), pipe.first().receive().toString());
                    }
                }
                for (ChildJvm child : children) {
                    child.expect("done", LONG);
                    assertEquals(0, child.await(LONG), child::story);
                    assertEquals("", child.errors(), child::story);
                }
                assertEquals((long) STARTS.size() * COUNT, ForeignCode.counterValue(labels, values, "sent"));
                for (long start : STARTS) {
                    Bytes<?> written = ChronicleViews.bytesForRead(memory.bytes("order" + start));
                    Order order = new Order();
                    order.readMarshallable(written);
                    assertEquals(Order.numbered(start).toString(), order.toString());
                }
            } finally {
                children.forEach(ChildJvm::close);
            }
        }
    }
}
