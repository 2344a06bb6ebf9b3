package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.millrace.shm.layout.QueueCell;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One process, one thread: what each call does to the cells.
class SharedQueueTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private MemoryFolder folder;
    private SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("queue.mill"), 4 << 20);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.closeEmpty();
    }

    private SharedQueue<String> queue(QueueOptions options) {
        return memory.newQueue("texts", Codec.utf8(), options);
    }

    private SharedQueue<String> queueOf(long capacity) {
        return queue(QueueOptions.defaults().capacity(capacity).maxMessageByteSize(100));
    }

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
    void aDeliveryIsGoneAfterItsAckAndAloneInItsCellBefore() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.put("a");
        queue.put("b");
        Delivery<String> first = queue.takeDelivery();
        assertEquals("a", first.value());
        assertEquals(1, first.attempts());
        assertEquals(1, queue.size());
        assertEquals("b", queue.take());
        first.ack();
        assertThrows(IllegalStateException.class, first::ack);
        assertThrows(IllegalStateException.class, first::release);
        assertNull(queue.poll());
        queue.put("c");
        Delivery<String> third = queue.takeDelivery();
        assertTrue(third.sequence() > first.sequence());
        third.ack();
    }

    @Test
    void aReleasedMessageComesAgainBeforeTheOthers() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.putAll(List.of("a", "b", "c"));
        Delivery<String> a = queue.takeDelivery();
        Delivery<String> b = queue.takeDelivery();
        b.release();
        a.release();
        assertEquals(3, queue.size());
        Delivery<String> again = queue.takeDelivery();
        assertEquals("a", again.value());
        assertEquals(2, again.attempts());
        assertEquals(a.sequence(), again.sequence());
        assertEquals("b", queue.take());
        assertEquals("c", queue.take());
        again.ack();
        assertNull(queue.poll());
    }

    @Test
    void anUnackedMessageCostsOneCellAndHoldsUpNobody() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.put("slow");
        Delivery<String> slow = queue.takeDelivery();
        for (int lap = 0; lap < 20; lap++) {
            assertEquals(3, queue.remainingCapacity());
            for (int count = 0; count < 3; count++) {
                assertTrue(queue.offer(lap + "." + count));
            }
            assertFalse(queue.offer("no room"));
            for (int count = 0; count < 3; count++) {
                assertEquals(lap + "." + count, queue.take());
            }
            assertNull(queue.poll());
        }
        slow.release();
        assertEquals("slow", queue.take());
        assertEquals(4, queue.remainingCapacity());
    }

    @Test
    void aQueueOfUnackedMessagesIsFullAndEmpty() throws InterruptedException {
        SharedQueue<String> queue = queueOf(3);
        queue.putAll(List.of("a", "b", "c"));
        List<Delivery<String>> all = new ArrayList<>();
        for (int count = 0; count < 3; count++) {
            all.add(queue.takeDelivery());
        }
        for (int count = 0; count < 50; count++) {
            assertFalse(queue.offer("d"));
            assertNull(queue.poll());
            assertEquals(0, queue.size());
            assertEquals(0, queue.remainingCapacity());
        }
        all.get(1).release();
        assertEquals("b", queue.take());
        assertTrue(queue.offer("d"));
        all.get(0).ack();
        all.get(2).ack();
        assertEquals("d", queue.take());
        assertEquals(3, queue.remainingCapacity());
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 18, 30})
    void aHandlerThatThrowsGivesBackThatMessageAndNoOther(int bad) throws InterruptedException {
        SharedQueue<long[]> queue = memory.newQueue(Codec.longs(), QueueOptions.defaults().capacity(40));
        queue.putAll(LongStream.range(0, 40).mapToObj(number -> new long[] {number}).toList());
        List<Long> seen = new ArrayList<>();
        MessageHandler handler = (source, offset, byteSize) -> {
            long number = source.get(LONG, offset);
            if (number == bad && !seen.contains(-1L)) {
                seen.add(-1L);
                throw new IllegalArgumentException("bad");
            }
            seen.add(number);
        };
        assertThrows(IllegalArgumentException.class, () -> queue.drain(handler, 100));
        assertEquals(40 - bad, queue.size());
        assertEquals(40 - bad, queue.drain(handler, 100));
        seen.remove(-1L);
        assertEquals(LongStream.range(0, 40).boxed().toList(), seen);
    }

    @Test
    void processAcksAfterTheConsumerReturnedAndGivesBackWhenItThrows() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.put("a");
        assertThrows(
                ArithmeticException.class,
                () -> queue.process(AT_ONCE, value -> {
                    throw new ArithmeticException(value);
                }));
        assertTrue(queue.process(AT_ONCE, value -> {
            assertEquals("a", value);
            assertTrue(queue.isEmpty());
            assertEquals(3, queue.remainingCapacity());
        }));
        assertEquals(4, queue.remainingCapacity());
        assertFalse(queue.process(AT_ONCE, value -> {}));
    }

    @Test
    void afterTheLastDeliveryAMessageIsADeadLetter() throws InterruptedException {
        SharedQueue<String> dead = memory.newQueue("dead", Codec.utf8());
        SharedQueue<String> queue = queue(QueueOptions.defaults().capacity(4).maxDeliveries(2).deadLetters(dead));
        queue.putAll(List.of("poison", "good"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertEquals(0, dead.size());
            Delivery<String> delivery = queue.takeDelivery();
            assertEquals(attempt, delivery.attempts());
            assertEquals("poison", delivery.value());
            delivery.release();
        }
        assertEquals("poison", dead.poll());
        assertEquals("good", queue.take());
        assertNull(queue.poll());
        assertEquals(4, queue.remainingCapacity());
        assertTrue(queue.awaitAllAcked(AT_ONCE));
    }

    @Test
    void aFullQueueForDeadLettersHoldsUpTheOtherAndLosesNothing() throws InterruptedException {
        SharedQueue<String> dead = memory.newQueue("dead", Codec.utf8(), QueueOptions.defaults().capacity(1));
        SharedQueue<String> queue = queue(QueueOptions.defaults().capacity(4).maxDeliveries(1).deadLetters("dead"));
        queue.putAll(List.of("first", "second"));
        queue.takeDelivery().release();
        queue.takeDelivery().release();
        assertNull(queue.poll());
        assertEquals(1, queue.size());
        assertEquals("first", dead.take());
        assertNull(queue.poll());
        assertEquals("second", dead.take());
        assertEquals(0, queue.size());
    }

    @Test
    void withoutAQueueForDeadLettersAMessageIsDeliveredUntilItIsAcked() throws InterruptedException {
        SharedQueue<String> queue = queue(QueueOptions.defaults().maxDeliveries(1));
        queue.put("again");
        for (int attempt = 1; attempt <= 10; attempt++) {
            Delivery<String> delivery = queue.takeDelivery();
            assertEquals(attempt, delivery.attempts());
            delivery.release();
        }
        assertEquals("again", queue.take());
    }

    @Test
    void whenTheQueueForDeadLettersIsDroppedThereIsNone() throws InterruptedException {
        memory.newQueue("dead", Codec.utf8());
        SharedQueue<String> queue = queue(QueueOptions.defaults().maxDeliveries(1).deadLetters("dead"));
        queue.put("again");
        memory.drop("dead");
        queue.takeDelivery().release();
        queue.takeDelivery().release();
        assertEquals("again", queue.take());
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
    void awaitAllAckedLooksAtWhatWasPutInBefore() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        assertTrue(queue.awaitAllAcked(AT_ONCE));
        queue.put("a");
        assertFalse(queue.awaitAllAcked(AT_ONCE));
        Delivery<String> a = queue.takeDelivery();
        assertFalse(queue.awaitAllAcked(Duration.ofMillis(1)));
        AckWatch watch = new AckWatch(QueueCore.over(queue.region()));
        queue.put("later");
        assertFalse(watch.isDone());
        a.ack();
        assertTrue(watch.isDone());
        assertFalse(queue.awaitAllAcked(AT_ONCE));
        assertEquals("later", queue.take());
        queue.awaitAllAcked();
    }

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

    @Test
    void aViewTellsWhatIsInAndChangesNothing() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.putAll(List.of("a", "b", "c"));
        Delivery<String> a = queue.takeDelivery();
        try (SharedMemory reader = SharedMemory.attachReadOnly(memory.file())) {
            QueueView view = QueueView.of(reader, "texts");
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
        assertTrue(QueueView.of(memory, "texts").oldest().isEmpty());
    }

    /// Whatever stands in the words of a queue: a value, nothing, or a typed error, and soon.
    @Test
    void damagedWordsGiveATypedErrorOrABoundedResult() {
        long[] values = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 0x7777_7777_7777_7777L, 3L << 28, 2L << 28};
        for (long offset : new long[] {0, 8, 128, 256, 384, 512, 640, 648, 664, 640 + 192}) {
            for (long value : values) {
                SharedQueue<String> queue = queueOf(4);
                assertTrue(queue.offer("a"));
                assertTrue(queue.offer("b"));
                MemorySegment segment = memory.openRegion("texts", RegionKind.QUEUE).segment();
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
        memory.openRegion("texts", RegionKind.QUEUE).segment().set(ValueLayout.JAVA_LONG, 0, 5);
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            assertThrows(FileFormatException.class, () -> other.queue("texts", Codec.utf8()));
        }
    }

    @Test
    void aHintThatPointsTooFarIsPutRightByWhoWaits() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.putAll(List.of("a", "b"));
        memory.openRegion("texts", RegionKind.QUEUE).segment().set(ValueLayout.JAVA_LONG, 256, 2);
        assertNull(queue.poll());
        assertEquals("a", queue.poll(Duration.ofSeconds(10)));
        assertEquals("b", queue.poll());
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
