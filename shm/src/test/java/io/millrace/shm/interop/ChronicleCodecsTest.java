package io.millrace.shm.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.testing.Await;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.openhft.chronicle.bytes.BytesMarshallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChronicleCodecsTest {
    private static final Codec<Order> ORDERS = ChronicleCodecs.marshallable(Order.class);
    private static final Codec<String> TEXTS =
            ChronicleCodecs.of("texts", (text, out) -> out.writeUtf8(text), in -> in.readUtf8());

    private MemoryFolder folder;
    private SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("codec.mill"), 1 << 20);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.closeEmpty();
    }

    @Test
    void aMarshallableGoesThroughQueueAndPipe() throws InterruptedException {
        SharedQueue<Order> queue = memory.newQueue("orders", ORDERS, QueueOptions.defaults().capacity(16));
        Pipe<Order, String> pipe = memory.newPipe("pipe", ORDERS, TEXTS, 1 << 12);
        for (long number = 0; number < 100; number++) {
            queue.put(Order.numbered(number));
            pipe.first().send(Order.numbered(number));
            assertEquals(Order.numbered(number).toString(), queue.take().toString());
            assertEquals(Order.numbered(number).toString(), pipe.second().receive().toString());
        }
        pipe.second().send("x".repeat(2000));
        assertEquals(2000, pipe.first().receive().length());
        assertThrows(WrongRegionTypeException.class, () -> memory.queue("orders", TEXTS));
    }

    /// Behind the memory of a message lies somebody else's.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 20, 38})
    void whatDoesNotFitIsRefusedAndTouchesNothingBehind(int room) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(64).fill((byte) 77);
            assertThrows(MessageTooLargeException.class,
                    () -> ORDERS.encode(Order.numbered(12345), memory.asSlice(0, room)));
            assertThrows(MessageTooLargeException.class, () -> TEXTS.encode("y".repeat(40), memory.asSlice(0, room)));
            for (long offset = room; offset < 64; offset++) {
                assertEquals(77, memory.get(ValueLayout.JAVA_BYTE, offset), "room " + room + ", offset " + offset);
            }
        }
    }

    /// Chronicle itself takes a missing last number for nothing, so a message may end early there.
    @Test
    void whatIsTooShortToBeReadIsATypedErrorOrAShorterMessage() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(200);
            long byteSize = ORDERS.encode(Order.numbered(7), memory);
            for (long length = 0; length < byteSize; length++) {
                MemorySegment part = memory.asSlice(0, length);
                try {
                    assertNotEquals(Order.numbered(7).toString(), ORDERS.decode(part).toString());
                    assertTrue(length > 2 * Long.BYTES, "length " + length);
                } catch (FileFormatException tooShort) {
                    assertTrue(tooShort.getMessage().contains(ORDERS.name()));
                }
            }
            assertEquals(Order.numbered(7).toString(), ORDERS.decode(memory.asSlice(0, byteSize)).toString());
        }
    }

    @Test
    void memoryOnTheHeapWorksToo() {
        byte[] bytes = new byte[200];
        long byteSize = ORDERS.encode(Order.numbered(7), MemorySegment.ofArray(bytes));
        MemorySegment message = MemorySegment.ofArray(bytes).asSlice(0, byteSize);
        assertEquals(Order.numbered(7).toString(), ORDERS.decode(message).toString());
        assertThrows(MessageTooLargeException.class, () -> ORDERS.encode(Order.numbered(7), message.asSlice(1)));
    }

    @Test
    void manyThreadsUseOneCodec() throws Exception {
        SharedQueue<Order> queue = memory.newQueue("orders", ORDERS, QueueOptions.defaults().capacity(16));
        int each = 500;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> sums = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                sums.add(threads.submit(() -> {
                    long sum = 0;
                    for (int number = 0; number < each; number++) {
                        sum += Long.parseLong(queue.take().toString().split(" ")[0]);
                    }
                    return sum;
                }));
                threads.submit(() -> {
                    for (int number = 0; number < each; number++) {
                        queue.put(Order.numbered(number));
                    }
                    return null;
                });
            }
            long sum = 0;
            for (Future<Long> future : sums) {
                sum += future.get();
            }
            assertEquals(each * (each - 1L), sum);
        }
    }

    /// A message is being written when its queue is dropped: its bytes become nobody else's before.
    @Test
    void theBytesOfADroppedRegionAreNotUsedAgainWhileACodecWritesThere() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Codec<String> slow = ChronicleCodecs.of("slow", (text, out) -> {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException end) {
                throw new AssertionError(end);
            }
            out.writeUtf8(text);
        }, in -> in.readUtf8());
        SharedQueue<String> queue = memory.newQueue("slow", slow, QueueOptions.defaults().capacity(4));
        Thread writer = Thread.ofPlatform()
                .start(() -> assertThrows(RegionDroppedException.class, () -> queue.put("late")));
        inside.await();
        memory.drop("slow");
        assertTrue(memory.freeBytes() < 1 << 20);
        goOn.countDown();
        assertTrue(writer.join(Duration.ofSeconds(20)));
        Await.until("all bytes are free", Duration.ofSeconds(20), () -> memory.freeBytes() == 1 << 20);
    }

    @Test
    void namesTellClassesApartAndFit() {
        assertEquals("marshallable:io.millrace.shm.interop.Order", ORDERS.name());
        Codec<?> one = ChronicleCodecs.marshallable(AMessageWhoseClassNameIsLongerThanARegionCanKeepAsItIs.class);
        Codec<?> two = ChronicleCodecs.marshallable(BMessageWhoseClassNameIsLongerThanARegionCanKeepAsItIs.class);
        assertNotEquals(one.name(), two.name());
        assertTrue(one.name().getBytes(StandardCharsets.UTF_8).length <= 63);
        assertThrows(IllegalArgumentException.class, () -> ChronicleCodecs.of("", (text, out) -> {}, in -> ""));
        assertThrows(
                IllegalArgumentException.class, () -> ChronicleCodecs.of("x".repeat(64), (text, out) -> {}, in -> ""));
    }

    @Test
    void aClassThatCannotBeMadeIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> ChronicleCodecs.marshallable(BytesMarshallable.class));
        assertThrows(IllegalArgumentException.class, () -> ChronicleCodecs.marshallable(WithoutConstructor.class));
    }

    static final class WithoutConstructor implements BytesMarshallable {
        WithoutConstructor(int needed) {}
    }

    static final class AMessageWhoseClassNameIsLongerThanARegionCanKeepAsItIs implements BytesMarshallable {}

    static final class BMessageWhoseClassNameIsLongerThanARegionCanKeepAsItIs implements BytesMarshallable {}
}
