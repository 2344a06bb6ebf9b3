package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.region.MemoryAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// One process, one thread: what a queue says to misuse, after a drop or a close, and of damaged words.
class SharedQueueRefusalTest extends QueueBed {
    @Test
    void misuseIsRefusedWithAReason() {
        SharedQueue<String> queue = queueOf(2);
        assertThrows(NullPointerException.class, () -> queue.put(null));
        assertThrows(NullPointerException.class, () -> queue.offer(null));
        assertThrows(MessageTooLargeException.class, () -> queue.put("x".repeat(101)));
        assertThrows(MessageTooLargeException.class, () -> queue.claim(101));
        assertThrows(IllegalArgumentException.class, () -> queue.claim(-1));
        assertEquals(2, queue.remainingCapacity());
        assertThrows(WrongRegionTypeException.class, () -> memory.queue("texts", Codec.bytes()));
        assertThrows(WrongRegionTypeException.class, () -> memory.longArray("texts"));
        assertThrows(
                WrongRegionTypeException.class,
                () -> memory.openOrNewQueue("texts", Codec.utf8(), QueueOptions.defaults()));
        assertEquals("texts", memory.openOrNewQueue("texts", Codec.utf8()).name());
        assertThrows(
                IllegalArgumentException.class,
                () -> memory.newQueue(Codec.utf8(), QueueOptions.defaults().deadLetters("texts")));
        assertThrows(
                WrongRegionTypeException.class,
                () -> memory.newQueue(Codec.bytes(), QueueOptions.defaults().deadLetters("texts")));
        assertThrows(IllegalArgumentException.class, () -> QueueOptions.defaults().capacity(0));
        assertThrows(IllegalArgumentException.class, () -> QueueOptions.defaults().maxDeliveries(0));
        assertThrows(IllegalArgumentException.class, () -> QueueOptions.defaults().maxMessageByteSize(-1));
    }

    @Test
    void anUnreadableMessageBlocksNoConsumerForGood() throws InterruptedException {
        SharedQueue<long[]> queue = memory.newQueue(Codec.longs(), QueueOptions.defaults().capacity(4));
        for (int take = 0; take < 2; take++) {
            queue.claim(7).publish();
            queue.put(new long[] {take});
            assertThrows(FileFormatException.class, take == 0 ? queue::take : () -> queue.drainTo(new ArrayList<>()));
            assertArrayEquals(new long[] {take}, queue.take());
        }
        SharedQueue<long[]> dead = memory.newQueue("dead", Codec.longs(), QueueOptions.defaults());
        SharedQueue<long[]> lossless =
                memory.newQueue(Codec.longs(), QueueOptions.defaults().maxDeliveries(2).deadLetters("dead"));
        lossless.claim(7).publish();
        assertThrows(FileFormatException.class, lossless::poll);
        assertThrows(FileFormatException.class, lossless::poll);
        assertNull(lossless.poll());
        assertEquals(1, dead.size());
    }

    @Test
    void aCodecThatGivesBackAnImpossibleSizeIsToldSo() throws InterruptedException {
        Codec<String> wrong = new Codec<>() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public long encode(String value, MemorySegment target) {
                return target.byteSize() + 1;
            }

            @Override
            public String decode(MemorySegment source) {
                return "";
            }
        };
        SharedQueue<String> queue = memory.newQueue(wrong, QueueOptions.defaults().capacity(1));
        IllegalStateException told = assertThrows(IllegalStateException.class, () -> queue.put("x"));
        assertTrue(told.getMessage().contains("impossible size: codec=wrong"), told::getMessage);
        assertEquals(1, queue.remainingCapacity());
    }

    @Test
    void afterADropEveryCallSaysSo() throws InterruptedException {
        SharedQueue<String> queue = queueOf(2);
        queue.put("lost");
        Delivery<String> delivery = queue.takeDelivery();
        memory.drop("texts");
        assertThrows(RegionDroppedException.class, () -> queue.put("a"));
        assertThrows(RegionDroppedException.class, queue::poll);
        assertThrows(RegionDroppedException.class, queue::size);
        assertThrows(RegionDroppedException.class, queue::close);
        assertThrows(RegionDroppedException.class, delivery::ack);
    }

    @Test
    @SuppressWarnings("try") // closed before its end: that is the test
    void afterTheMemoryIsClosedEveryCallSaysSo() throws InterruptedException {
        SharedQueue<String> queue = queueOf(2);
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            SharedQueue<String> theirs = other.queue("texts", Codec.utf8());
            queue.put("kept");
            Delivery<String> unacked = theirs.takeDelivery();
            Claim claim = theirs.claim(1);
            other.close();
            assertThrows(IllegalStateException.class, theirs::poll);
            assertThrows(IllegalStateException.class, unacked::ack);
            assertThrows(IllegalStateException.class, claim::publish);
        }
        Delivery<String> again = queue.takeDelivery();
        assertEquals("kept", again.value());
        assertEquals(2, again.attempts());
        again.ack();
        assertEquals(2, queue.remainingCapacity());
    }

    @Test
    void aClaimOfAThreadThatEndedIsGivenUp() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        Thread thread = Thread.ofPlatform().start(() -> Objects.requireNonNull(queue.tryClaim(1)));
        thread.join();
        queue.put("next");
        assertEquals("next", queue.poll(Duration.ofSeconds(10)));
    }

    /// Whatever stands in the words of a queue: a value, nothing, or a typed error, and soon.
    @Test
    void damagedWordsGiveATypedErrorOrABoundedResult() {
        long[] values =
                {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 0x7777_7777_7777_7777L, 3L << 28, 2L << 28};
        for (long offset : new long[] {0, 8, 128, 256, 384, 512, 640, 648, 664, 640 + 192}) {
            for (long value : values) {
                SharedQueue<String> queue = queueOf(4);
                assertTrue(queue.offer("a"));
                assertTrue(queue.offer("b"));
                MemorySegment segment = MemoryAccess.regionsOf(memory).openRegion("texts", RegionKind.QUEUE).segment();
                segment.set(ValueLayout.JAVA_LONG, offset, value);
                for (int call = 0; call < 6; call++) {
                    exercise(queue);
                }
                memory.drop("texts");
            }
        }
    }

    private static void exercise(SharedQueue<String> queue) {
        try {
            queue.offer("x");
            queue.poll();
            queue.size();
            queue.remainingCapacity();
            queue.poll(Duration.ofNanos(1));
        } catch (FileFormatException | QueueClosedException | IllegalStateException expected) {
            assertNotNull(expected.getMessage());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aQueueWithADamagedHeaderIsNotOpened() {
        queueOf(4);
        MemoryAccess.regionsOf(memory).openRegion("texts", RegionKind.QUEUE).segment().set(ValueLayout.JAVA_LONG, 0, 5);
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            assertThrows(FileFormatException.class, () -> other.queue("texts", Codec.utf8()));
        }
    }

    @Test
    void aHintThatPointsTooFarIsCorrectedByAWaitingThread() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.putAll(List.of("a", "b"));
        MemoryAccess.regionsOf(memory).openRegion("texts", RegionKind.QUEUE).segment()
                .set(ValueLayout.JAVA_LONG, 256, 2);
        assertNull(queue.poll());
        assertEquals("a", queue.poll(Duration.ofSeconds(10)));
        assertEquals("b", queue.poll());
    }
}
