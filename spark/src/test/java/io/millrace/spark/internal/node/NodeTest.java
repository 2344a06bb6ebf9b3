package io.millrace.spark.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.WorkerKind;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeTest {
    private static final int PART_ELEMENTS = 1 << 17;
    private static final long PART_BYTES = PART_ELEMENTS * 8L;
    private static final int PARTITIONS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile OpenIds open = new OpenIds(Set.of(), 0);

    /// It has room for two parts and a half.
    private final Node node = node(PART_BYTES * 5 / 2);

    private Node node(long byteSize) {
        return new Node(new NodeOptions(byteSize, 2, WorkerKind.THREAD), () -> {
            asked.incrementAndGet();
            return open;
        });
    }

    @AfterEach
    void close() {
        node.close();
        assertFalse(Thread.interrupted());
    }

    private static ArrayPlan plan(long id) {
        return new ArrayPlan(id, ElementType.DOUBLE, Bounds.of((long) PART_ELEMENTS * PARTITIONS, PARTITIONS));
    }

    private static Node.Maker filled(double value) {
        return inputs -> target -> inputs.pool().fill((DoubleArray) target, value);
    }

    private Node.Parts task() {
        return node.open(made::incrementAndGet);
    }

    private void hold(long array, int partition) {
        try (Node.Parts parts = task()) {
            double value = array * 100 + partition;
            assertFilled(value, parts.of(plan(array), partition, filled(value)));
        }
    }

    private static void assertFilled(double value, NumericArray part) {
        double[] expected = new double[PART_ELEMENTS];
        Arrays.fill(expected, value);
        double[] elements = new double[PART_ELEMENTS];
        ((DoubleArray) part).copyTo(0, elements, 0, PART_ELEMENTS);
        assertTrue(Arrays.equals(expected, elements));
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("task").start(task);
        return task;
    }

    private static void awaitWaiting(Thread thread) {
        Await.until("waits", LIMIT, () -> thread.getState() == Thread.State.WAITING);
    }

    /// As code of Spark throws checked exceptions, which Java's compiler does not know of.
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwUndeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void aPartIsMadeOnceAndStays() {
        hold(1, 0);
        try (Node.Parts parts = task()) {
            assertFilled(100, parts.of(plan(1), 0, _ -> _ -> {
                throw new AssertionError("made again");
            }));
        }
        assertEquals(1, made.get());
        assertEquals(Map.of(1L, 1), node.held());
    }

    @Test
    void tasksThatAskAtTheSameTimeGetOnePart() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<FutureTask<NumericArray>> tasks = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            tasks.add(start(() -> {
                go.await();
                try (Node.Parts parts = task()) {
                    return parts.of(plan(1), 3, filled(7));
                }
            }));
        }
        go.countDown();
        NumericArray first = tasks.getFirst().get();
        for (FutureTask<NumericArray> task : tasks) {
            assertSame(first, task.get());
        }
        assertEquals(1, made.get());
    }

    @Test
    void whenTheMakerFailsWhoWaitsForItMakesThePart() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch fail = new CountDownLatch(1);
        IOException failure = new IOException("a block of the shuffle is lost");
        FutureTask<NumericArray> first = start(() -> {
            try (Node.Parts parts = task()) {
                return parts.of(plan(1), 0, _ -> _ -> {
                    making.countDown();
                    awaitUninterrupted(fail);
                    NodeTest.<RuntimeException>throwUndeclared(failure);
                });
            }
        });
        making.await();
        FutureTask<Void> second = new FutureTask<>(() -> {
            hold(1, 0);
            return null;
        });
        Thread waiting = Thread.ofPlatform().start(second);
        awaitWaiting(waiting);
        fail.countDown();
        assertSame(failure, assertThrows(ExecutionException.class, first::get).getCause());
        second.get();
        hold(1, 1); // has room: nothing is left of the failed one
        assertEquals(Map.of(1L, 2), node.held());
        assertEquals(2, made.get());
    }

    @Test
    void aMakerWhoseInputsFailLeavesNothing() {
        IOException failure = new IOException("lost");
        try (Node.Parts parts = task()) {
            assertSame(failure, assertThrows(IOException.class, () -> parts.of(plan(1), 0, _ -> {
                NodeTest.<RuntimeException>throwUndeclared(failure);
                return _ -> {};
            })));
        }
        assertEquals(Map.of(), node.held());
        hold(1, 0);
    }

    @Test
    void aTaskThatIsKilledWhileItWaitsLeavesThePartToTheOthers() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        FutureTask<Boolean> maker = start(() -> {
            try (Node.Parts parts = task()) {
                parts.of(plan(1), 0, inputs -> target -> {
                    making.countDown();
                    awaitUninterrupted(finish);
                    inputs.pool().fill((DoubleArray) target, 100);
                });
                return true;
            }
        });
        making.await();
        FutureTask<Boolean> killed = new FutureTask<>(() -> {
            IllegalStateException told = assertThrows(IllegalStateException.class, () -> hold(1, 0));
            assertInstanceOf(InterruptedException.class, told.getCause());
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = Thread.ofPlatform().start(killed);
        awaitWaiting(thread);
        thread.interrupt();
        assertTrue(killed.get());
        finish.countDown();
        assertTrue(maker.get());
        hold(1, 0);
        assertEquals(1, made.get());
    }

    @Test
    void aTaskThatIsKilledWhileItMakesAPartLeavesNothing() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(JobCancelledException.class, () -> hold(1, 0));
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
        assertEquals(Map.of(), node.held());
        hold(1, 0);
        hold(1, 1);
        assertEquals(2, node.held().get(1L));
    }

    @Test
    void thePartThatWasUsedLongestAgoMakesRoom() {
        hold(1, 0);
        hold(1, 1);
        hold(1, 0);
        hold(1, 2); // instead of 1
        assertEquals(3, made.get());
        hold(1, 0);
        assertEquals(3, made.get());
        hold(1, 1);
        assertEquals(4, made.get());
    }

    @Test
    void aChainOfArraysNeedsTheRoomOfTwoLinks() {
        Node.Maker link = filled(0);
        for (int id = 1; id <= 10; id++) {
            ArrayPlan before = plan(id);
            Node.Maker makeBefore = link;
            link = inputs -> {
                DoubleArray input = (DoubleArray) inputs.of(before, 5, makeBefore);
                return target -> inputs.pool().map(input, x -> x + 1, (DoubleArray) target);
            };
        }
        try (Node.Parts parts = task()) {
            assertFilled(10, parts.of(plan(11), 5, link));
        }
        assertEquals(11, made.get());
    }

    @Test
    void aPartThatCannotFitIsRefusedInOneLineAndTheNodeGoesOn() {
        hold(1, 0);
        ArrayPlan large = new ArrayPlan(2, ElementType.DOUBLE, Bounds.of(4L * PART_ELEMENTS, 1));
        try (Node.Parts parts = task()) {
            String told = assertThrows(IllegalStateException.class, () -> parts.of(large, 0, filled(1))).getMessage();
            assertTrue(told.contains("needed=4,194,304 bytes, file=2,621,440 bytes, used by running tasks=0"), told);
            assertTrue(told.contains("give more spark.millrace.memory, or more partitions"), told);
        }
        hold(1, 0);
        assertEquals(Map.of(1L, 1), node.held());
    }

    @Test
    void whatTasksUseIsNamedWhenThereIsNoRoom() {
        try (Node.Parts parts = task()) {
            NumericArray used = parts.of(plan(1), 0, filled(1));
            hold(1, 2);
            hold(1, 3); // instead of 2
            parts.of(plan(1), 1, filled(1)); // instead of 3
            assertFilled(1, used);
            String told = assertThrows(IllegalStateException.class, () -> parts.of(plan(1), 4, filled(1))).getMessage();
            assertTrue(told.contains("used by running tasks=2,097,152 bytes"), told);
        }
        hold(1, 4);
    }

    @Test
    void aFolderWithoutRoomForTheFileIsNamedAsSuch() {
        Node huge = node(1L << 46);
        try (Node.Parts parts = huge.open(() -> {})) {
            assertThrows(OutOfSpaceException.class, () -> parts.of(plan(1), 0, filled(1)));
        } finally {
            huge.close();
        }
    }

    @Test
    void partsOfClosedArraysGoWhenNoTaskUsesThem() {
        try (Node.Parts parts = task()) {
            NumericArray used = parts.of(plan(1), 0, filled(5));
            hold(2, 0);
            open = new OpenIds(Set.of(2L), 3);
            node.dropClosed();
            assertEquals(Map.of(1L, 1, 2L, 1), node.held());
            assertFilled(5, used);
        }
        node.dropClosed();
        assertEquals(Map.of(2L, 1), node.held());
    }

    @Test
    void partsOfClosedArraysMakeRoomFirst() {
        hold(1, 0);
        hold(2, 0);
        open = new OpenIds(Set.of(1L, 3L), 4);
        hold(3, 0);
        assertEquals(Map.of(1L, 1, 3L, 1), node.held());
    }

    @Test
    void theDriverIsAskedOnlyWhenThereAreParts() {
        node.dropClosed();
        assertEquals(0, asked.get());
        hold(1, 0);
        node.dropClosed();
        assertEquals(1, asked.get());
    }

    @Test
    void aDriverThatDoesNotAnswerChangesNothing() {
        Node alone = new Node(new NodeOptions(PART_BYTES * 3 / 2, 1, WorkerKind.THREAD), () -> {
            throw new InterruptedException("the task is killed while it asks");
        });
        try (Node.Parts parts = alone.open(() -> {})) {
            parts.of(plan(1), 0, filled(1));
            alone.dropClosed();
            assertTrue(Thread.interrupted());
            assertEquals(Map.of(1L, 1), alone.held());
        } finally {
            alone.close();
        }
    }

    @Test
    void closingEndsTheTasksThatRun() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        FutureTask<Void> maker = start(() -> {
            try (Node.Parts parts = task()) {
                parts.of(plan(1), 0, inputs -> target -> {
                    making.countDown();
                    awaitUninterrupted(finish);
                    inputs.pool().reduce((DoubleArray) target, Reduction.SUM);
                });
                return null;
            }
        });
        making.await();
        FutureTask<Void> waiter = new FutureTask<>(() -> {
            hold(1, 0);
            return null;
        });
        Thread waiting = Thread.ofPlatform().start(waiter);
        awaitWaiting(waiting);
        node.close(); // does not wait for tasks
        finish.countDown();
        for (FutureTask<Void> task : List.of(maker, waiter)) {
            Throwable told = assertThrows(ExecutionException.class, task::get).getCause();
            assertInstanceOf(IllegalStateException.class, told);
            assertTrue(told.getMessage().contains("closed"), told::getMessage);
        }
        node.dropClosed();
        node.close();
    }

    @Test
    void theReasonOfAFailedStartIsTold() {
        assertTold("submit with --conf spark.plugins=io.millrace.spark.MillracePlugin");
        Node.failed(new IllegalArgumentException("spark.millrace.workers must be at least 1: 0"));
        assertTold("could not start: spark.millrace.workers must be at least 1: 0");
        node.publish();
        assertSame(node, Node.here());
        node.close();
        assertTold("no engine in this executor");
    }

    private static void assertTold(String message) {
        IllegalStateException told = assertThrows(IllegalStateException.class, Node::here);
        assertTrue(told.getMessage().contains(message), told::getMessage);
    }

    @Test
    void aPartWithoutElementsIsMadeOfNothing() {
        ArrayPlan one = new ArrayPlan(1, ElementType.DOUBLE, Bounds.of(1, 2));
        int empty = one.bounds().length(0) == 0 ? 0 : 1;
        try (Node.Parts parts = task()) {
            assertEquals(0, parts.of(one, empty, _ -> _ -> {
                throw new AssertionError("written");
            }).length());
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        Await.until("the test lets it pass", LIMIT, () -> latch.getCount() == 0);
    }
}
