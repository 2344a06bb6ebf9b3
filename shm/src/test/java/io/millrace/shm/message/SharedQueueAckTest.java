package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.internal.queue.AckBarrier;
import io.millrace.shm.internal.queue.QueueCore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One process, one thread: what happens to messages until they are acked, and when they never are.
class SharedQueueAckTest extends QueueBed {
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
    void anUnacknowledgedMessageOccupiesOneCellAndBlocksNoOther() throws InterruptedException {
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
    void awaitAllAckedLooksAtWhatWasPutInBefore() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        assertTrue(queue.awaitAllAcked(AT_ONCE));
        queue.put("a");
        assertFalse(queue.awaitAllAcked(AT_ONCE));
        Delivery<String> a = queue.takeDelivery();
        assertFalse(queue.awaitAllAcked(Duration.ofMillis(1)));
        AckBarrier watch = new AckBarrier(QueueCore.over(queue.region()).ring());
        queue.put("later");
        assertFalse(watch.isDone());
        a.ack();
        assertTrue(watch.isDone());
        assertFalse(queue.awaitAllAcked(AT_ONCE));
        assertEquals("later", queue.take());
        queue.awaitAllAcked();
    }
}
