package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.WorkerException;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lazy results as a publisher. `QueuePublisherTest` runs the TCK of Reactive Streams over the same subscriptions.
@Timeout(60)
class ResultsPublisherIT {
    private static final TaskBed BED = new TaskBed();

    @AfterAll
    static void close() {
        BED.close();
    }

    /// Requests one after the other, and cancels after so many.
    private static final class Stepper implements Flow.Subscriber<Integer> {
        final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<String> end = new CompletableFuture<>();
        private final int most;
        private Flow.Subscription subscription;

        Stepper(int most) {
            this.most = most;
        }

        @Override
        public void onSubscribe(Flow.Subscription own) {
            subscription = own;
            own.request(1);
        }

        @Override
        public void onNext(Integer item) {
            seen.add(item);
            if (seen.size() == most) {
                subscription.cancel();
                end.complete("cancelled");
            } else {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete("complete");
        }

        String end() throws Exception {
            return end.get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void oneSubscriberGetsAllResultsInOrder(WorkerKind kind) throws Exception {
        Flow.Publisher<Integer> publisher = BED.pool(kind)
                .mapLazily(IntStream.range(0, 300).boxed().toList(), x -> x * 2)
                .asPublisher();
        Stepper all = new Stepper(Integer.MAX_VALUE);
        publisher.subscribe(all);
        assertEquals("complete", all.end());
        assertEquals(IntStream.range(0, 300).mapToObj(x -> x * 2).toList(), all.seen);
        Stepper second = new Stepper(1);
        publisher.subscribe(second);
        assertInstanceOf(
                IllegalStateException.class, assertThrows(ExecutionException.class, second::end).getCause());
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aFailureOrANullEndsIt(WorkerKind kind) {
        Pool pool = BED.pool(kind);
        Stepper failing = new Stepper(9);
        pool.mapLazily(List.of(2, 1, 0, 4), x -> 4 / x).asPublisher().subscribe(failing);
        assertInstanceOf(WorkerException.class, assertThrows(ExecutionException.class, failing::end).getCause());
        assertEquals(List.of(2, 4), failing.seen);
        Stepper withNull = new Stepper(9);
        pool.mapLazily(Arrays.asList(1, null), x -> x).asPublisher().subscribe(withNull);
        assertInstanceOf(
                NullPointerException.class, assertThrows(ExecutionException.class, withNull::end).getCause());
        assertEquals(List.of(1), withNull.seen);
    }

    @Test
    void aCancelEndsTheReadingOfAnEndlessInput() throws Exception {
        AtomicInteger read = new AtomicInteger();
        Pool pool = BED.pool(WorkerKind.THREAD);
        Iterable<Integer> endless = () -> IntStream.generate(read::getAndIncrement).boxed().iterator();
        Stepper five = new Stepper(5);
        pool.mapLazily(endless, x -> x, 1).asPublisher().subscribe(five);
        assertEquals("cancelled", five.end());
        assertEquals(List.of(0, 1, 2, 3, 4), five.seen);
        assertTrue(read.get() <= 5 + 4 * 2 + 1, () -> "read " + read.get());
        Await.until("the end of the thread that reads the input", Duration.ofSeconds(30), () ->
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("millrace-input")));
    }
}
