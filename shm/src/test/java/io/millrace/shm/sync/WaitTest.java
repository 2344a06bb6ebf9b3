package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waitable;
import io.millrace.shm.internal.wait.WaitSource;
import io.millrace.shm.internal.wait.WaitSource.Announcement;
import io.millrace.shm.internal.wait.WaitSources;
import io.millrace.shm.message.Broadcast;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.message.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A wait for several things gives those that are ready, is woken by each of them, and takes no wake from others.
@Timeout(60)
class WaitTest {
    private static final Duration NOT = Duration.ZERO;

    /// By wakes they take a tenth of a second, by the ends of slices twenty.
    private static final int ROUNDS = 400;

    private static final Duration ROUNDS_BY_WAKES = Duration.ofSeconds(8);

    private SharedMemory memory;
    private SharedQueue<String> queue;
    private Connection<String, String> near;
    private Connection<String, String> far;
    private Broadcast<String> broadcast;
    private Subscriber<String> subscriber;
    private SharedEvent event;
    private ExecutorService threads;

    @BeforeEach
    void open() {
        memory = SharedMemory.temporary(4L << 20);
        Codec<String> codec = Codec.utf8();
        queue = memory.newQueue("queue", codec);
        var pipe = memory.newPipe("pipe", codec, 1 << 12);
        near = pipe.first();
        far = pipe.second();
        broadcast = memory.newBroadcast("broadcast", codec, 1 << 12);
        subscriber = broadcast.subscribe();
        event = memory.newEvent("event");
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        threads.close();
        memory.close();
    }

    private List<Waitable> all() {
        return List.of(event, subscriber, near, queue);
    }

    private record Change(Waitable what, Callable<?> how, Callable<?> back) {}

    private List<Change> changes() {
        return List.of(
                new Change(queue, () -> queue.offer("1"), queue::poll),
                new Change(near, () -> far.offer("2"), near::poll),
                new Change(subscriber, () -> { broadcast.send("3"); return null; }, subscriber::poll),
                new Change(event, () -> { event.set(); return null; }, () -> { event.clear(); return null; }));
    }

    @Test
    void eachOfThemWakesTheWaiterWhichGetsThatOneAlone() throws Exception {
        for (Change change : changes()) {
            Future<List<Waitable>> waiting = threads.submit(() -> Wait.any(all()));
            change.how.call();
            assertEquals(List.of(change.what), waiting.get());
            change.back.call();
            assertEquals(List.of(), Wait.any(all(), NOT));
        }
    }

    @Test
    void whatIsReadyComesInTheOrderGivenAndIsNotTaken() throws Exception {
        assertEquals(List.of(), Wait.any(List.of()));
        assertEquals(List.of(), Wait.any(all(), Duration.ofMillis(1)));
        for (Change change : changes()) {
            change.how.call();
        }
        assertEquals(all(), Wait.any(all()));
        assertEquals(all(), Wait.any(all(), NOT));
        assertEquals(List.of(queue, event), Wait.any(List.of(queue, event)));
        assertEquals("1", queue.poll());
        assertEquals("2", near.poll());
        assertEquals("3", subscriber.poll());
        assertEquals(List.of(event), Wait.any(all()));
    }

    @Test
    void anEventThatIsClearedAtOnceEndsTheWait() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        threads.submit(() -> {
            Wait.any(all());
            ended.countDown();
            return null;
        });
        while (ended.getCount() > 0) {
            event.set();
            event.clear();
        }
    }

    @Test
    void whoWillNeverHaveAMessageIsReady() throws Exception {
        queue.put("1");
        queue.close();
        assertEquals(List.of(queue), Wait.any(all()));
        assertEquals("1", queue.take());
        assertEquals(List.of(queue), Wait.any(all()));
        assertThrows(QueueClosedException.class, queue::take);
        far.send("2");
        far.close();
        assertEquals(List.of(near), Wait.any(List.of(near, event)));
        assertEquals("2", near.receive());
        assertEquals(List.of(near), Wait.any(List.of(near, event)));
        assertThrows(EndOfStreamException.class, near::receive);
        broadcast.send("3");
        broadcast.close();
        assertEquals("3", subscriber.receive());
        assertEquals(List.of(subscriber), Wait.any(List.of(event, subscriber)));
        assertThrows(EndOfStreamException.class, subscriber::receive);
    }

    /// The other end waits for its turn in the same way.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesComeByWakesAndNotByTheEndsOfSlices(boolean virtual) throws Exception {
        long begun = System.nanoTime();
        Callable<Void> echo = () -> {
            for (int round = 0; round < ROUNDS; round++) {
                assertEquals(List.of(far), Wait.any(List.of(far)));
                far.send(far.poll());
            }
            return null;
        };
        try (var own = virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newCachedThreadPool()) {
            Future<Void> other = own.submit(echo);
            Future<?> rounds = own.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    near.send("" + round);
                    assertEquals(List.of(near), Wait.any(all()));
                    assertEquals("" + round, near.poll());
                }
                return null;
            });
            rounds.get();
            other.get();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(ROUNDS_BY_WAKES) < 0, took::toString);
    }

    /// Without that, notifiers would make no system call for the waiter.
    @Test
    void eachOfThemKnowsThatSomebodyMaySleep() {
        for (Waitable thing : all()) {
            Announcement announced = WaitSources.of(thing).announce();
            assertNotEquals(0, announced.value(), thing::toString);
            assertEquals(announced.value(), announced.word().getVolatile(), thing::toString);
        }
    }

    /// A message wakes one waiter: the one that takes nothing passes the wake on, which moves the word on.
    @Test
    void aWaiterForTheQueueThatStopsPassesTheWakeOn() {
        WaitSource source = WaitSources.of(queue);
        Announcement announced = source.announce();
        assertEquals(announced.value(), announced.word().getVolatile());
        source.withdraw();
        assertNotEquals(announced.value(), announced.word().getVolatile());
    }

    @Test
    void aCrowdOfVirtualThreadsWaits() throws Exception {
        try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Waitable>>> waiting = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                waiting.add(crowd.submit(() -> Wait.any(all())));
            }
            event.set();
            for (Future<List<Waitable>> one : waiting) {
                assertEquals(List.of(event), one.get());
            }
        }
    }

    @Test
    void moreThanTheKernelTakesAtOnceCanBeWaitedFor() throws Exception {
        List<SharedEvent> events =
                IntStream.range(0, 150).mapToObj(i -> memory.newEvent("event-" + i)).toList();
        Future<List<SharedEvent>> waiting = threads.submit(() -> Wait.any(events));
        events.getLast().set();
        assertEquals(List.of(events.getLast()), waiting.get());
        assertEquals(List.of(), Wait.any(events.subList(0, 149), Duration.ofMillis(5)));
    }

    @Test
    void whatEndsAWaitForAQueueEndsThisOne() throws Exception {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Wait.any(all()));
        CountDownLatch begun = new CountDownLatch(1);
        Future<Object> interrupted = threads.submit(() -> {
            begun.countDown();
            return assertThrows(InterruptedException.class, () -> Wait.any(all()));
        });
        begun.await();
        threads.shutdownNow();
        interrupted.get();
        threads = Executors.newCachedThreadPool();
        Future<?> dropped = threads.submit(() -> Wait.any(List.of(event, near, queue)));
        memory.drop("event");
        assertTrue(assertThrows(ExecutionException.class, dropped::get).getCause() instanceof RegionDroppedException);
        Future<?> closed = threads.submit(() -> Wait.any(List.of(near, queue)));
        near.close();
        var failure = assertThrows(ExecutionException.class, closed::get).getCause();
        assertTrue(failure instanceof IllegalStateException, failure::toString);
        Future<?> gone = threads.submit(() -> Wait.any(List.of(queue)));
        memory.close();
        failure = assertThrows(ExecutionException.class, gone::get).getCause();
        assertTrue(failure instanceof IllegalStateException, failure::toString);
    }

    @Test
    void aMemoryThatIsReadOnlyRefusesWaiters() throws InterruptedException {
        try (SharedMemory readOnly = SharedMemory.attachReadOnly(memory.file())) {
            SharedEvent seen = readOnly.event("event");
            assertThrows(UnsupportedOperationException.class, () -> Wait.any(List.of(seen)));
            event.set();
            assertEquals(List.of(seen), Wait.any(List.of(seen)));
        }
    }

    @Test
    void strangersAreRefused() {
        Waitable stranger = new Waitable() {};
        assertThrows(IllegalArgumentException.class, () -> Wait.any(List.of(event, stranger)));
        assertNull(queue.poll());
    }
}
