package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.SharedMemory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// A queue as a `BlockingQueue`: the contract of Guava's testlib for queues, and what it does not ask.
@Timeout(60)
class BlockingQueueViewTest extends QueueBed {
    private final AtomicInteger made = new AtomicInteger();

    private BlockingQueue<String> view(long capacity) {
        return queueOf(capacity).asBlockingQueue();
    }

    /// One queue after the other: each test of the suite makes some.
    private Queue<String> holding(String[] elements) {
        String name = "suite" + made.getAndIncrement() % 8;
        memory.region(name).ifPresent(old -> memory.drop(name));
        QueueOptions options = QueueOptions.defaults().capacity(16).maxMessageByteSize(100);
        BlockingQueue<String> queue = memory.newQueue(name, Codec.utf8(), options).asBlockingQueue();
        Collections.addAll(queue, elements);
        return queue;
    }

    @TestFactory
    Stream<DynamicNode> theContractOfGuavaForQueues() {
        TestSuite suite = QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
                    @Override
                    protected Queue<String> create(String[] elements) {
                        return holding(elements);
                    }
                })
                .named("SharedQueue")
                .withFeatures(
                        CollectionSize.ANY,
                        CollectionFeature.GENERAL_PURPOSE,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE)
                .createTestSuite();
        return nodes(suite);
    }

    private static Stream<DynamicNode> nodes(TestSuite suite) {
        return Collections.list(suite.tests()).stream()
                .map(test -> test instanceof TestSuite inner
                        ? DynamicContainer.dynamicContainer(String.valueOf(inner.getName()), nodes(inner))
                        : DynamicTest.dynamicTest(test.toString(), ((TestCase) test)::runBare));
    }

    @Test
    void peekAndIteratorsLeaveMessagesWhereTheyAre() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        BlockingQueue<String> view = queue.asBlockingQueue();
        assertNull(view.peek());
        for (int lap = 0; lap < 10; lap++) {
            queue.putAll(List.of("a", "b", "c"));
            assertEquals("a", view.peek());
            assertEquals("[a, b, c]", view.toString());
            assertEquals(3, queue.size());
            assertEquals("a", queue.takeDelivery().value()); // un-acked until the memory is closed
            assertEquals(List.of("b", "c"), List.copyOf(view));
            assertEquals(2, view.size());
            List<String> drained = new ArrayList<>();
            assertEquals(1, view.drainTo(drained, 1));
            assertEquals(1, view.drainTo(drained));
            assertEquals(List.of("b", "c"), drained);
            memory.drop("texts");
            queue = queueOf(4);
            view = queue.asBlockingQueue();
        }
    }

    @Test
    void aMessageThatIsGivenBackIsSeenAgainInItsPlace() throws InterruptedException {
        SharedQueue<String> queue = queueOf(4);
        queue.putAll(List.of("a", "b"));
        Delivery<String> first = queue.takeDelivery();
        BlockingQueue<String> view = queue.asBlockingQueue();
        assertEquals("b", view.peek());
        first.release();
        assertEquals(List.of("a", "b"), List.copyOf(view));
        assertTrue(view.remove("a"));
        assertEquals("b", view.take());
        assertTrue(queue.awaitAllAcked(AT_ONCE));
    }

    @Test
    void anIteratorRemovesWhatItSawAndNothingElse() throws InterruptedException {
        BlockingQueue<String> view = view(2);
        view.put("a");
        Iterator<String> late = view.iterator();
        assertEquals("a", view.take());
        view.put("b");
        view.put("c");
        assertEquals("a", late.next());
        late.remove(); // the cell holds a message of the next lap by now
        assertThrows(IllegalStateException.class, late::remove);
        assertEquals(List.of("b", "c"), List.copyOf(view));
        assertTrue(view.remove("c"));
        assertFalse(view.remove("c"));
        assertEquals("b", view.poll());
        assertTrue(view.offer("d"));
        assertTrue(view.offer("e"));
        assertFalse(view.offer("f"));
        assertEquals(0, view.remainingCapacity());
    }

    @Test
    void timedCallsEndAndAClosedQueueThrows() throws InterruptedException {
        SharedQueue<String> queue = queueOf(1);
        BlockingQueue<String> view = queue.asBlockingQueue();
        assertNull(view.poll(1, TimeUnit.MILLISECONDS));
        assertTrue(view.offer("a", 1, TimeUnit.MILLISECONDS));
        assertFalse(view.offer("b", 1, TimeUnit.MILLISECONDS));
        assertThrows(IllegalStateException.class, () -> view.add("b"));
        assertThrows(NullPointerException.class, () -> view.add(null));
        assertThrows(IllegalArgumentException.class, () -> view.drainTo(view));
        queue.close();
        assertThrows(QueueClosedException.class, () -> view.offer("b"));
        assertEquals("a", view.take());
        assertThrows(QueueClosedException.class, view::poll);
        view.clear();
        memory.drop("texts");
        assertThrows(RuntimeException.class, view::peek);
    }

    /// Readers copy cells that a producer and a consumer reuse all the time.
    @Test
    void noIteratorSeesATornOrWrongMessage() throws Exception {
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            SharedQueue<String> queue = queueOf(3);
            SharedQueue<String> there = other.queue("texts", Codec.utf8());
            int messages = 20_000;
            Thread producer = Thread.ofPlatform().start(() -> IntStream.range(0, messages).forEach(number -> {
                try {
                    there.put(text(number));
                } catch (InterruptedException never) {
                    throw new AssertionError(never);
                }
            }));
            Thread consumer = Thread.ofPlatform().start(() -> IntStream.range(0, messages).forEach(number -> {
                try {
                    assertEquals(text(number), there.take());
                } catch (InterruptedException never) {
                    throw new AssertionError(never);
                }
            }));
            BlockingQueue<String> view = queue.asBlockingQueue();
            while (consumer.isAlive()) {
                int last = -1;
                for (String seen : view) {
                    int number = Integer.parseInt(seen.substring(0, seen.indexOf(' ')));
                    assertEquals(text(number), seen);
                    assertTrue(number > last, () -> "order: " + seen);
                    last = number;
                }
            }
            producer.join();
            consumer.join();
            assertTrue(view.isEmpty());
        }
    }

    private static String text(int number) {
        return number + " " + Integer.toString(number % 10).repeat(number % 80);
    }
}
