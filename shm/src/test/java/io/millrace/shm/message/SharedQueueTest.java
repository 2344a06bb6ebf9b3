package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.view.QueueView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One process, one thread: what each call does to the cells.
class SharedQueueTest extends QueueBed {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 7, 8, 100})
    void whatIsPutInComesOutInOrderLapAfterLap(long capacity) throws InterruptedException {
        SharedQueue<String> queue = queueOf(capacity);
        long next = 0;
        for (int lap = 0; lap < 10; lap++) {
            for (long count = 0; count < capacity; count++) {
                assertEquals(capacity - count, queue.remainingCapacity());
                assertTrue(queue.offer("message " + (next + count)));
                assertEquals(count + 1, queue.size());
            }
            assertFalse(queue.offer("one too many"));
            assertFalse(queue.offer("one too many", AT_ONCE));
            assertEquals(0, queue.remainingCapacity());
            for (long count = 0; count < capacity - lap % 2; count++) {
                assertEquals("message " + next++, queue.take());
            }
            while (!queue.isEmpty()) {
                assertEquals("message " + next++, queue.poll());
            }
            assertNull(queue.poll());
            assertNull(queue.poll(AT_ONCE));
            assertTrue(queue.isEmpty());
        }
    }

    @Test
    void anAbortedClaimLeavesNothingBehind() throws InterruptedException {
        SharedQueue<String> queue = queueOf(2);
        for (int count = 0; count < 20; count++) {
            queue.claim(10).abort();
        }
        assertEquals(2, queue.remainingCapacity());
        try (Claim claim = queue.claim(3)) {
            assertEquals(3, claim.segment().byteSize());
        }
        queue.put("after");
        assertEquals("after", queue.take());
        assertNull(queue.poll());
    }

    @Test
    void aLateCloseOfAClaimLeavesTheNextClaimOfTheCellAlone() throws InterruptedException {
        SharedQueue<String> queue = queueOf(1);
        Claim first = queue.claim(1);
        first.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) '1');
        first.publish();
        assertEquals("1", queue.take());
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        FutureTask<Void> next = new FutureTask<>(() -> {
            try (Claim claim = queue.claim(1)) {
                claimed.countDown();
                closed.await();
                claim.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) '2');
                claim.publish();
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(next);
        claimed.await();
        first.close();
        assertThrows(IllegalStateException.class, first::segment);
        assertThrows(IllegalStateException.class, first::publish);
        assertThrows(IllegalStateException.class, first::abort);
        closed.countDown();
        assertEquals("2", queue.take());
        assertDoesNotThrow(() -> next.get());
    }

    @Test
    void whatStandsBehindAClaimWaitsForItsEnd() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        Claim claim = queue.claim(1);
        queue.put("second");
        assertNull(queue.poll());
        claim.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 'x');
        claim.publish();
        assertThrows(IllegalStateException.class, claim::publish);
        assertThrows(IllegalStateException.class, claim::abort);
        assertThrows(IllegalStateException.class, claim::segment);
        claim.close();
        assertEquals("x", queue.take());
        assertEquals("second", queue.take());
    }

    @Test
    void claimsAndDrainMoveMessagesInPlace() throws InterruptedException {
        SharedQueue<byte[]> queue = memory.newQueue(
                Codec.bytes(), QueueOptions.defaults().capacity(50).maxMessageByteSize(32));
        long[] sum = new long[2];
        for (long number = 0; number < 1000; number++) {
            Claim claim = Objects.requireNonNull(queue.tryClaim(8));
            claim.segment().set(LONG, 0, number);
            claim.publish();
            if (number % 50 == 49) {
                assertNull(queue.tryClaim(8));
                assertEquals(7, queue.drain((source, offset, byteSize) -> add(source, offset, byteSize, sum), 7));
                assertEquals(43, queue.drain((source, offset, byteSize) -> add(source, offset, byteSize, sum), 100));
                assertEquals(0, queue.drain((source, offset, byteSize) -> add(source, offset, byteSize, sum), 100));
            }
        }
        assertEquals(1000, sum[0]);
        assertEquals(999 * 1000 / 2, sum[1]);
    }

    private static void add(MemorySegment source, long offset, long byteSize, long[] sum) {
        assertEquals(8, byteSize);
        assertTrue(source.isReadOnly());
        assertEquals(sum[0]++, source.get(LONG, offset));
        sum[1] += source.get(LONG, offset);
    }

    @Test
    void closingLetsNothingInAndEverythingOut() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.putAll(List.of("a", "b", "c"));
        Delivery<String> a = queue.takeDelivery();
        queue.close();
        queue.close();
        assertTrue(queue.isClosed());
        assertThrows(QueueClosedException.class, () -> queue.put("d"));
        assertThrows(QueueClosedException.class, () -> queue.offer("d"));
        assertThrows(QueueClosedException.class, () -> queue.claim(1));
        assertEquals("b", queue.take());
        List<String> rest = new ArrayList<>();
        assertEquals(1, queue.drainTo(rest));
        assertEquals(List.of("c"), rest);
        assertThrows(QueueClosedException.class, queue::take);
        assertThrows(QueueClosedException.class, queue::poll);
        assertThrows(QueueClosedException.class, () -> queue.drainTo(rest));
        assertThrows(QueueClosedException.class, () -> queue.drain((source, offset, byteSize) -> {}, 1));
        a.release();
        assertEquals("a", queue.take());
        assertThrows(QueueClosedException.class, () -> queue.pollDelivery(AT_ONCE));
    }

    @Test
    void anInterruptedThreadDoesNotWait() {
        SharedQueue<String> queue = queueOf(1);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::take);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> queue.put("a"));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::awaitAllAcked);
        Thread.currentThread().interrupt();
        assertTrue(queue.offer("b"));
        assertEquals("b", queue.poll());
        assertTrue(Thread.interrupted());
    }

    @Test
    void largeMessagesTravelWhole() throws InterruptedException {
        try (SharedMemory large = SharedMemory.create(folder.file("large.mill"), 40 << 20)) {
            SharedQueue<byte[]> queue =
                    large.newQueue(Codec.bytes(), QueueOptions.defaults().capacity(2).maxMessageByteSize(16 << 20));
            byte[] message = new byte[16 << 20];
            for (int index = 0; index < message.length; index++) {
                message[index] = (byte) (index * 31 >>> 3);
            }
            queue.put(message);
            queue.put(new byte[0]);
            assertArrayEquals(message, queue.take());
            assertEquals(0, queue.take().length);
            assertThrows(MessageTooLargeException.class, () -> queue.put(new byte[(16 << 20) + 1]));
            large.delete();
        }
    }

    @Test
    void aViewTellsWhatIsInAndChangesNothing() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.putAll(List.of("a", "b", "c"));
        Delivery<String> a = queue.takeDelivery();
        try (SharedMemory reader = SharedMemory.attachReadOnly(memory.file())) {
            QueueView view = Views.queue(reader, "texts");
            assertEquals("utf8", view.codec());
            assertEquals(4, view.capacity());
            assertEquals(100, view.maxMessageByteSize());
            assertEquals(2, view.depth());
            assertEquals(1, view.unacked());
            assertTrue(view.oldest().orElseThrow().toSeconds() < 60);
            assertFalse(view.closed());
            SharedQueue<String> readOnly = reader.queue("texts", Codec.utf8());
            assertEquals(2, readOnly.size());
            assertThrows(UnsupportedOperationException.class, readOnly::poll);
            assertThrows(UnsupportedOperationException.class, () -> readOnly.put("d"));
        }
        a.ack();
        queue.drainTo(new ArrayList<>());
        assertTrue(Views.queue(memory, "texts").oldest().isEmpty());
    }

    @Test
    void aCellHasTheSizeOfTwoLinesForAMessageThatJustFills() {
        assertEquals(32, QueueCell.MESSAGE);
        long one = memory.newQueue(Codec.bytes(), QueueOptions.defaults().maxMessageByteSize(32)).region().byteSize();
        long two = memory.newQueue(Codec.bytes(), QueueOptions.defaults().maxMessageByteSize(33)).region().byteSize();
        assertEquals(640 + 1024 * 64, one);
        assertEquals(640 + 1024 * 128, two);
    }
}
