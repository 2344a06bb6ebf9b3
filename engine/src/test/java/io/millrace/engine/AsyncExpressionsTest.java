package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.constant;
import static io.millrace.engine.expression.Expressions.of;
import static io.millrace.engine.expression.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.expression.DoubleEvaluation;
import io.millrace.engine.expression.LongEvaluation;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.ShortArray;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AsyncExpressionsTest {
    private static final int BLOCK = 4096;
    private static final int LARGE = 70 * BLOCK + 5;

    private final SharedMemory memory = SharedMemory.temporary(32L << 20);
    private final DoubleArray x = memory.newDoubleArray("x", LARGE);
    private final LongArray whole = memory.newLongArray("whole", LARGE);

    @AfterEach
    void close() {
        memory.close();
    }

    private Pool pool() {
        return Pool.start(memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, LARGE})
    void everyEndingGivesWhatItsWaitingFormGives(int length) {
        x.setAll(i -> i * 0.37 - 1000);
        whole.setAll(i -> i * 1_000_003 - 77);
        DoubleArray in = x.slice(0, length);
        try (Pool pool = pool()) {
            DoubleEvaluation<DoubleArray> doubles =
                    pool.eval(where(of(in).greaterThan(0), of(in).fma(3, of(in)), constant(0.5)));
            assertEquals(doubles.sum(), doubles.sumAsync().join());
            assertEquals(doubles.min(), doubles.minAsync().join());
            assertEquals(doubles.max(), doubles.maxAsync().join());
            assertEquals(doubles.product(), doubles.productAsync().join());
            assertEquals(doubles.count(), doubles.countAsync().join());
            Reduction own = Reduction.of(0, Math::max);
            assertEquals(doubles.reduce(own), doubles.reduceAsync(own).join());
            DoubleArray out = memory.newDoubleArray("out", length);
            DoubleArray outAsync = memory.newDoubleArray("outAsync", length);
            doubles.into(out);
            Job<Void> job = doubles.intoAsync(outAsync);
            job.join();
            assertEquals(1, job.progress());
            assertArrayEquals(out.toArray(), outAsync.toArray());

            LongEvaluation<LongArray> longs = pool.eval(of(whole.slice(0, length)).times(3));
            assertEquals(longs.sum(), longs.sumAsync().join());
            assertEquals(longs.min(), longs.minAsync().join());
            assertEquals(longs.max(), longs.maxAsync().join());
            assertEquals(longs.product(), longs.productAsync().join());
            assertEquals(longs.count(), longs.countAsync().join());
            LongArray wholes = memory.newLongArray("wholes", length);
            ShortArray shorts = memory.newShortArray("shorts", length);
            ByteArray bytes = memory.newByteArray("bytes", length);
            longs.intoAsync(wholes).join();
            longs.narrowIntoAsync(shorts).join();
            longs.narrowIntoAsync(bytes).join();
            for (int i = 0; i < length; i++) {
                long expected = whole.get(i) * 3;
                assertEquals(expected, wholes.get(i));
                assertEquals((short) expected, shorts.get(i));
                assertEquals((byte) expected, bytes.get(i));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAtOnce() {
        DoubleArray small = memory.newDoubleArray("small", 10);
        Pool pool = pool();
        DoubleEvaluation<DoubleArray> evaluation = pool.eval(of(x).plus(1));
        assertThrows(IllegalArgumentException.class, () -> evaluation.intoAsync(small));
        assertThrows(IllegalArgumentException.class, () -> evaluation.reduceAsync(Reduction.ofLong(0, Math::max)));
        pool.close();
        assertThrows(IllegalStateException.class, evaluation::sumAsync);
        assertThrows(IllegalStateException.class, evaluation::countAsync);
        assertThrows(IllegalStateException.class, () -> evaluation.intoAsync(x));
    }

    @Test
    void aJobFailsWithWhatItsWaitingFormThrows() {
        whole.set(5000, Long.MAX_VALUE);
        try (Pool pool = pool()) {
            Job<Long> overflowing = pool.eval(of(whole).map(LongUnaryOp.SQUARE_EXACT)).sumAsync();
            Throwable overflow =
                    assertThrows(CompletionException.class, overflowing::join).getCause();
            assertInstanceOf(ArithmeticException.class, overflow);
            assertTrue(overflow.getMessage().contains("index=5000"), overflow::toString);
            Job<Void> throwing = pool.eval(of(x).plus(1).map(AsyncExpressionsTest::thrown)).intoAsync(x);
            assertInstanceOf(
                    WorkerException.class,
                    assertThrows(CompletionException.class, throwing::join).getCause());
            assertEquals(0, pool.eval(of(x)).sumAsync().join(), "the pool goes on");
        }
    }

    private static double thrown(double value) {
        throw new IllegalStateException("value=" + value);
    }

    private static final CountDownLatch COMPUTING = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    private static double waiting(double value) {
        COMPUTING.countDown();
        try {
            GO_ON.await();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
        return value;
    }

    /// The function lets the job end only once another thread waits for the end of the job that it cancelled.
    @Test
    void aCancelledJobInPlaceLeavesWholeBlocks() throws InterruptedException {
        x.fill(3);
        try (Pool pool = pool()) {
            Job<Void> job = pool.eval(of(x).times(2).map(AsyncExpressionsTest::waiting)).intoAsync(x);
            COMPUTING.await();
            assertFalse(job.isDone());
            Thread canceller = Thread.ofPlatform().start(() -> job.cancel(true));
            Await.until(
                    "the cancel waits",
                    Duration.ofSeconds(30),
                    () -> canceller.getState() == Thread.State.WAITING
                            || canceller.getState() == Thread.State.TIMED_WAITING);
            GO_ON.countDown();
            canceller.join();
            assertTrue(job.isCancelled());
            assertWholeBlocks(6);
        }
    }

    /// That each block has elements of 3, or of `renewed`.
    private void assertWholeBlocks(double renewed) {
        double[] elements = x.toArray();
        for (int i = 0; i < LARGE; i++) {
            assertEquals(elements[i & -BLOCK], elements[i], "element " + i);
            assertTrue(elements[i] == 3 || elements[i] == renewed, "element " + i);
        }
    }

    /// Built-in operations alone: in one call into C for a chunk where there is a library.
    @Test
    void aJobOfBuiltInOperationsIsCancelled() {
        try (Pool pool = pool()) {
            boolean cancelled = false;
            for (int round = 0; round < 10_000 && !cancelled; round++) {
                x.fill(3);
                Job<Void> job = pool.eval(of(x).fma(2, of(x))).intoAsync(x);
                job.cancel(false);
                cancelled = job.isCancelled();
                assertWholeBlocks(9);
            }
            assertTrue(cancelled, "no job was cancelled before it was done");
            assertEquals(LARGE, pool.eval(of(x).greaterThan(0)).countAsync().join());
        }
    }
}
