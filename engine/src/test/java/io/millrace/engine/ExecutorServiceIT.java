package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.JobCancelledException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.sync.SharedEvent;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A pool behind the interfaces of `java.util.concurrent`: each row of the table of [PoolExecutor].
@Timeout(60)
class ExecutorServiceIT {
    private static final TaskBed BED = new TaskBed();
    private static final long HERE = ProcessHandle.current().pid();
    private static final RemoteCallable<Long> PID = () -> ProcessHandle.current().pid();

    private final Pool pool = BED.pool(WorkerKind.PROCESS);

    private record PidOf(int ignored) implements Callable<Long> {
        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }

    @AfterAll
    static void close() {
        BED.close();
    }

    @Test
    void aLambdaGivenToThisClassTravelsWithoutACast() throws Exception {
        try (PoolExecutor executor = pool.asExecutorService()) {
            Future<Long> pid = executor.submit(() -> ProcessHandle.current().pid());
            assertNotEquals(HERE, pid.get());
            assertTrue(pid.isDone());
            assertEquals(Future.State.SUCCESS, pid.state());
        }
    }

    @Test
    void whatTravelsRunsInAWorkerThroughTheInterface() throws Exception {
        try (ExecutorService executor = pool.asExecutorService()) {
            assertNotEquals(HERE, executor.submit(PID).get());
            assertNotEquals(HERE, executor.submit((Callable<Long> & Serializable) () -> ProcessHandle.current().pid())
                    .get());
            assertNotEquals(HERE, executor.submit(new PidOf(1)).get());
            assertNotEquals(HERE, executor.submit(pool.remote(PID)).get());
            Object notTransportable = new Object();
            assertSame(notTransportable, executor.submit(pool.remote(() -> {}), notTransportable).get());
            assertNull(executor.submit((Runnable & Serializable) () -> {}).get());
        }
    }

    @Test
    void whatCannotTravelIsRefusedAtTheCallWithTheRemedy() {
        try (ExecutorService executor = pool.asExecutorService()) {
            List<Runnable> refused = List.of(
                    () -> executor.submit(() -> ProcessHandle.current().pid()),
                    () -> executor.execute(() -> {}),
                    () -> new ExecutorCompletionService<Long>(executor).submit(() -> 1L));
            for (Runnable one : refused) {
                String message = assertThrows(NotTransportableException.class, one::run).getMessage();
                assertTrue(message.contains("Serializable"), message);
            }
            List<Runnable> carriers = List.of(
                    () -> executor.execute(new FutureTask<>(PID)),
                    () -> CompletableFuture.supplyAsync(pool.remote(PID), executor));
            for (Runnable one : carriers) {
                String message = assertThrows(NotTransportableException.class, one::run).getMessage();
                assertTrue(message.contains("Pool.remote"), message);
            }
            CompletableFuture<Long> stage = CompletableFuture.completedFuture(1L).thenApplyAsync(x -> x + 1, executor);
            assertInstanceOf(
                    NotTransportableException.class,
                    assertThrows(ExecutionException.class, stage::get).getCause());
        }
    }

    @Test
    void aTaskOfAnotherPoolIsRefused() {
        try (Pool other = Pool.start(1); ExecutorService executor = other.asExecutorService()) {
            assertThrows(IllegalArgumentException.class, () -> executor.submit(pool.remote(PID)));
            assertThrows(IllegalArgumentException.class, () -> executor.execute(pool.remote(() -> {})));
        }
    }

    @Test
    void aCompletionServiceGivesWhatEndsFirst() throws Exception {
        SharedEvent go = pool.memory().newEvent("go");
        try (ExecutorService executor = pool.asExecutorService()) {
            ExecutorCompletionService<String> service = new ExecutorCompletionService<>(executor);
            Future<String> late = service.submit((RemoteCallable<String>) () -> {
                go.await();
                return "late";
            });
            Future<String> early = service.submit(pool.remote(() -> "early"));
            assertSame(early, service.take());
            go.set();
            assertSame(late, service.take());
            assertEquals("late", late.get());
            assertThrows(NotTransportableException.class, () -> service.submit(() -> "here"));
        }
        pool.memory().drop("go");
    }

    @Test
    void invokeAllGivesAllAndInvokeAnyTheFirstThatSucceeds() throws Exception {
        try (ExecutorService executor = pool.asExecutorService()) {
            List<RemoteCallable<Integer>> squares =
                    IntStream.range(0, 20).<RemoteCallable<Integer>>mapToObj(x -> () -> x * x).toList();
            List<Future<Integer>> futures = executor.invokeAll(squares);
            for (int x = 0; x < 20; x++) {
                assertEquals(x * x, futures.get(x).resultNow());
            }
            RemoteCallable<Integer> fails = () -> Integer.parseInt("four");
            assertEquals(4, executor.invokeAny(List.of(fails, () -> 4)));
            assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(fails)));
        }
    }

    @Test
    void aFailureIsTheCauseAsOfAJob() {
        try (PoolExecutor executor = pool.asExecutorService()) {
            Future<Integer> failed = executor.submit(() -> Integer.parseInt("four"));
            Throwable cause = assertThrows(ExecutionException.class, failed::get).getCause();
            assertInstanceOf(WorkerException.class, cause);
            assertInstanceOf(NumberFormatException.class, cause.getCause());
        }
    }

    @Test
    void aFailureOfExecuteGoesToTheHandlerOfUncaughtExceptions() throws Exception {
        SynchronousQueue<Throwable> uncaught = new SynchronousQueue<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            try {
                uncaught.put(failure);
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
        });
        try (ExecutorService executor = pool.asExecutorService()) {
            executor.execute((Runnable & Serializable) () -> Integer.parseInt("four"));
            Throwable failure = uncaught.poll(30, TimeUnit.SECONDS);
            assertInstanceOf(WorkerException.class, failure);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void shutdownEndsTheViewAfterItsTasksAndLeavesThePool() throws Exception {
        SharedEvent go = pool.memory().newEvent("go");
        PoolExecutor executor = pool.asExecutorService();
        Future<Integer> running = executor.submit(() -> {
            go.await();
            return 1;
        });
        executor.shutdown();
        assertTrue(executor.isShutdown());
        assertFalse(executor.isTerminated());
        assertFalse(executor.awaitTermination(1, TimeUnit.MILLISECONDS));
        assertThrows(RejectedExecutionException.class, () -> executor.submit(PID));
        assertThrows(RejectedExecutionException.class, () -> executor.execute(pool.remote(() -> {})));
        go.set();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        assertTrue(executor.isTerminated());
        assertEquals(1, running.get());
        assertEquals(2, pool.submit(() -> 2).get());
        pool.memory().drop("go");
    }

    @Test
    void shutdownNowCancelsWhatRunsAndWhatWaits() throws Exception {
        SharedEvent begun = pool.memory().newEvent("begun");
        LongArray ran = pool.memory().newLongArray("ran", 1);
        PoolExecutor executor = pool.asExecutorService();
        List<Future<Void>> futures = IntStream.range(0, 20)
                .mapToObj(x -> executor.submit((RemoteCallable<Void>) () -> {
                    ran.getAndAdd(0, 1);
                    begun.set();
                    Thread.sleep(Long.MAX_VALUE);
                    return null;
                }))
                .toList();
        begun.await();
        assertEquals(List.of(), executor.shutdownNow());
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        futures.forEach(one -> assertThrows(CancellationException.class, one::get));
        assertTrue(ran.get(0) <= 2, () -> "tasks that began, with two workers: " + ran.get(0));
        assertEquals(2, pool.submit(() -> 2).get());
        pool.memory().drop("begun");
        pool.memory().drop("ran");
    }

    @Test
    void aPoolThatIsClosedRejectsTasksAndItsViewHasEnded() throws Exception {
        Pool closed = Pool.start(1);
        PoolExecutor executor = closed.asExecutorService();
        closed.close();
        assertThrows(RejectedExecutionException.class, () -> executor.submit(PID));
        assertTrue(executor.isShutdown());
        assertTrue(executor.isTerminated());
        assertTrue(executor.awaitTermination(0, TimeUnit.SECONDS));
    }

    @Test
    void aTimedGetLeavesTheTaskAlone() throws Exception {
        SharedEvent go = pool.memory().newEvent("go");
        try (PoolExecutor executor = pool.asExecutorService()) {
            Future<Integer> waiting = executor.submit(() -> {
                go.await();
                return 3;
            });
            assertThrows(TimeoutException.class, () -> waiting.get(1, TimeUnit.MILLISECONDS));
            go.set();
            assertEquals(3, waiting.get());
        }
        pool.memory().drop("go");
    }

    @Test
    void remoteCodeRunsInWorkersWhereverItIsCalled() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertNotEquals(HERE, CompletableFuture.supplyAsync(pool.remote(PID), threads).get());
            assertNotEquals(HERE, threads.submit(pool.remote(PID)).get());
            assertNotEquals(HERE, new ExecutorCompletionService<Long>(threads).submit(pool.remote(PID)).get());
        }
        LongArray pids = pool.memory().newLongArray("pids", 1);
        pool.remote(() -> pids.set(0, ProcessHandle.current().pid())).run();
        assertNotEquals(HERE, pids.get(0));
        pool.memory().drop("pids");
        Set<Long> seen = new HashSet<>();
        List<Integer> doubled = IntStream.range(0, 50)
                .boxed()
                .gather(Gatherers.mapConcurrent(8, pool.remote((Integer x) -> x * 2)))
                .toList();
        assertEquals(IntStream.range(0, 50).mapToObj(x -> x * 2).toList(), doubled);
        List.of(1, 2).forEach(x -> seen.add(pool.remote((Integer any) -> ProcessHandle.current().pid()).apply(x)));
        assertFalse(seen.contains(HERE));
    }

    @Test
    void anInterruptedCallerGetsNoResult() {
        Thread.currentThread().interrupt();
        assertThrows(JobCancelledException.class, () -> pool.remote(PID).call());
        assertTrue(Thread.interrupted());
    }
}
