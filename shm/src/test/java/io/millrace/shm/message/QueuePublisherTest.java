package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.QueueClosedException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.PublisherTck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/// A queue as a publisher: the rules of Reactive Streams, and acknowledgements.
@Timeout(120)
class QueuePublisherTest extends QueueBed {
    private static final Duration LONG_TIME = Duration.ofSeconds(30);

    /// What the TCK runs: queues that a thread fills and closes.
    public static final class Verification extends FlowPublisherVerification<Long> {
        private final List<SharedQueue<Long>> queues = Collections.synchronizedList(new ArrayList<>());
        // TestNG makes more instances of the class than it runs.
        private MemoryFolder folder;
        private SharedMemory memory;

        public Verification() {
            super(new TestEnvironment(10_000, 50, 50), 10_000);
        }

        @BeforeClass
        public void create() {
            folder = MemoryFolder.create();
            memory = SharedMemory.create(folder.file("tck.mill"), 16 << 20);
        }

        @AfterClass(alwaysRun = true)
        public void delete() {
            queues.forEach(SharedQueue::close);
            memory.delete();
            folder.closeEmpty();
        }

        private SharedQueue<Long> queue() {
            QueueOptions options = QueueOptions.defaults().capacity(64).maxMessageByteSize(16);
            return memory.newQueue(Codec.any(Long.class), options);
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            SharedQueue<Long> queue = queue();
            queues.add(queue);
            Thread.ofVirtual().start(() -> {
                try {
                    for (long element = 0; element < elements; element++) {
                        queue.put(element);
                    }
                    queue.close();
                } catch (QueueClosedException | IllegalStateException atTheEnd) {
                    // delete has closed it
                } catch (InterruptedException never) {
                    throw new AssertionError(never);
                }
            });
            return queue.asPublisher();
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            SharedQueue<Long> queue = queue();
            memory.drop(queue.name());
            return queue.asPublisher();
        }
    }

    @Test
    void theTckOfReactiveStreamsPasses() {
        PublisherTck result = PublisherTck.run(Verification.class);
        assertEquals(List.of(), result.failures());
        assertTrue(result.passed() >= 25, result::toString);
    }

    /// Keeps what it got, and requests as it is told.
    private static class Keeper implements Flow.Subscriber<String> {
        final List<String> seen = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription own) {
            subscription.complete(own);
        }

        @Override
        public void onNext(String item) {
            seen.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete("complete");
        }

        void request(long count) throws Exception {
            subscription.get(30, TimeUnit.SECONDS).request(count);
        }
    }

    @Test
    void subscribersShareTheMessagesOut() throws Exception {
        SharedQueue<String> queue = queueOf(100);
        List<Keeper> keepers = List.of(new Keeper(), new Keeper(), new Keeper());
        for (Keeper keeper : keepers) {
            queue.asPublisher().subscribe(keeper);
            keeper.request(Long.MAX_VALUE);
        }
        List<String> messages = IntStream.range(0, 500).mapToObj(number -> "m" + number).toList();
        queue.putAll(messages);
        queue.close();
        List<String> all = new ArrayList<>();
        for (Keeper keeper : keepers) {
            assertEquals("complete", keeper.end.get(30, TimeUnit.SECONDS));
            all.addAll(keeper.seen);
        }
        assertEquals(500, all.size());
        assertEquals(Set.copyOf(messages), new HashSet<>(all));
        assertTrue(queue.awaitAllAcked(AT_ONCE));
    }

    @Test
    void noMoreIsTakenThanIsRequestedAndACancelLeavesTheRest() throws Exception {
        SharedQueue<String> queue = queueOf(10);
        queue.putAll(List.of("a", "b", "c"));
        CountDownLatch two = new CountDownLatch(2);
        Keeper keeper = new Keeper() {
            @Override
            public void onNext(String item) {
                super.onNext(item);
                two.countDown();
            }
        };
        queue.asPublisher().subscribe(keeper);
        assertEquals(3, queue.size());
        keeper.request(1);
        keeper.request(1);
        assertTrue(two.await(30, TimeUnit.SECONDS));
        keeper.subscription.join().cancel();
        keeper.request(5);
        assertEquals("c", queue.poll(LONG_TIME));
        assertEquals(List.of("a", "b"), keeper.seen);
        assertFalse(keeper.end.isDone());
    }

    /// The thread waits for a message then, and gives up without taking one.
    @Test
    void aCancelEndsTheWaitForAMessage() throws Exception {
        SharedQueue<String> queue = queueOf(10);
        Keeper keeper = new Keeper();
        queue.asPublisher().subscribe(keeper);
        keeper.request(5);
        keeper.subscription.join().cancel();
        queue.put("a");
        assertEquals("a", queue.poll(LONG_TIME));
    }

    @Test
    void aMessageIsAckedWhenOnNextHasReturned() throws Exception {
        SharedQueue<String> queue = queueOf(10);
        queue.put("a");
        CompletableFuture<Boolean> acked = new CompletableFuture<>();
        Keeper keeper = new Keeper() {
            @Override
            public void onNext(String item) {
                try {
                    acked.complete(queue.awaitAllAcked(AT_ONCE));
                } catch (InterruptedException never) {
                    acked.completeExceptionally(never);
                }
            }
        };
        queue.asPublisher().subscribe(keeper);
        keeper.request(1);
        assertFalse(acked.get(30, TimeUnit.SECONDS));
        assertTrue(queue.awaitAllAcked(LONG_TIME));
    }

    @Test
    void theMessageAtWhichASubscriberThrowsIsDeliveredAgain() throws Exception {
        SharedQueue<String> queue = queueOf(10);
        queue.put("a");
        Keeper keeper = new Keeper() {
            @Override
            public void onNext(String item) {
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> end.complete("thrown"));
                throw new IllegalStateException("cannot use it");
            }
        };
        queue.asPublisher().subscribe(keeper);
        keeper.request(3);
        assertEquals("thrown", keeper.end.get(30, TimeUnit.SECONDS));
        Delivery<String> again = queue.pollDelivery(LONG_TIME);
        assertEquals("a", again.value());
        assertEquals(2, again.attempts());
        again.ack();
    }

    @Test
    void whatTheQueueThrowsGoesToOnErrorAndADemandOfZeroToo() throws Exception {
        SharedQueue<String> queue = queueOf(10);
        Keeper zero = new Keeper();
        queue.asPublisher().subscribe(zero);
        zero.request(0);
        assertInstanceOf(
                IllegalArgumentException.class,
                assertThrows(Exception.class, () -> zero.end.get(30, TimeUnit.SECONDS)).getCause());
        Keeper dropped = new Keeper();
        queue.asPublisher().subscribe(dropped);
        memory.drop("texts");
        dropped.request(1);
        assertInstanceOf(
                RegionDroppedException.class,
                assertThrows(Exception.class, () -> dropped.end.get(30, TimeUnit.SECONDS)).getCause());
    }
}
