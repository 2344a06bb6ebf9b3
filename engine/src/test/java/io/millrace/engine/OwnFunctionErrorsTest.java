package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What comes of a function of the user's that throws, and of what it captured.
@Timeout(60)
class OwnFunctionErrorsTest {
    private static final int LENGTH = 40 * 4096 + 17;
    private static final int BAD = 23 * 4096 + 5;

    private static final CountDownLatch REACHED = new CountDownLatch(1);
    private static final CountDownLatch DROPPED = new CountDownLatch(1);

    private SharedMemory memory;
    private Pool pool;
    private DoubleArray data;

    @BeforeEach
    void start() {
        memory = SharedMemory.temporary(8L << 20);
        pool = Pool.start(memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD));
        data = memory.newDoubleArray("data", LENGTH);
        data.setAll(i -> i);
    }

    @AfterEach
    void stop() {
        pool.close();
        memory.close();
    }

    /// One that is rebuilt by its constructor with a text.
    static final class Unheard extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unheard(String message) {
            super(message);
        }
    }

    private static double throwing(double x) {
        if (x == BAD) {
            throw new Unheard("no such number: x=" + x);
        }
        return -x;
    }

    @Test
    void itsExceptionIsTheCauseAndAnInPlaceJobLeavesWholeBlocks() {
        WorkerException failure =
                assertThrows(WorkerException.class, () -> pool.map(data, OwnFunctionErrorsTest::throwing, data));
        Throwable cause = assertInstanceOf(Unheard.class, failure.getCause());
        assertEquals("no such number: x=" + (double) BAD, cause.getMessage());
        assertTrue(failure.getMessage().contains(Unheard.class.getName()), failure.getMessage());
        assertTrue(
                Stream.of(cause.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("throwing")),
                "the stack is that of the worker");
        for (int i = 0; i < LENGTH; i++) {
            boolean isNew = data.get(i & -4096 | 1) < 0;
            assertEquals(isNew ? -i : i, data.get(i) + 0.0, "element " + i);
        }
        assertEquals(BAD, data.get(BAD), "its block is old");
        double sum = pool.mapReduce(data, x -> Math.abs(x), Reduction.SUM);
        assertEquals((LENGTH - 1.0) * LENGTH / 2, sum, "the pool goes on");
    }

    @Test
    void anArithmeticExceptionOfTheUsersIsACauseAndThatOfABuiltInOperationComesAsItself() {
        IntArray ints = memory.newIntArray("ints", LENGTH);
        WorkerException failure = assertThrows(WorkerException.class, () -> pool.map(ints, x -> 1 / x, ints));
        assertInstanceOf(ArithmeticException.class, failure.getCause());
        assertEquals("/ by zero", failure.getCause().getMessage());
        LongArray longs = memory.newLongArray("longs", 10);
        longs.set(7, Long.MAX_VALUE);
        ArithmeticException overflow =
                assertThrows(ArithmeticException.class, () -> pool.map(longs, LongUnaryOp.SQUARE_EXACT, longs));
        assertTrue(overflow.getMessage().contains("index=7"), overflow.getMessage());
    }

    @Test
    void anExceptionThatDoesNotFitArrivesWithItsTypeAndTheBeginningOfItsMessage() {
        WorkerException failure = assertThrows(
                WorkerException.class,
                () -> pool.generate(data, i -> {
                    throw new Unheard("too long to be carried: " + "x".repeat(20_000));
                }));
        assertTrue(failure.getMessage().contains(Unheard.class.getName() + ": too long to be carried: xxx"),
                failure.getMessage());
        assertTrue(failure.getCause().getMessage().startsWith("too long to be carried: xxx"),
                failure.getCause()::toString);
    }

    @Test
    void anErrorIsACauseToo() {
        WorkerException failure =
                assertThrows(WorkerException.class, () -> pool.mapIndexed(data, (i, x) -> endless(x), data));
        assertInstanceOf(StackOverflowError.class, failure.getCause());
        assertEquals(1, data.get(1));
    }

    private static double endless(double x) {
        return Double.isNaN(x) ? 0 : endless(x + 1) + 1;
    }

    @Test
    void aReductionThatThrowsWhereTheChunksAreCombinedIsAFailureOfItsJob() {
        pool.fill(data, 1);
        Reduction picky = Reduction.of(0, (a, b) -> {
            if (a >= 32_768 && b >= 32_768) {
                throw new Unheard("too much: " + (a + b));
            }
            return a + b;
        });
        assertEquals(30_000, pool.reduce(data.slice(0, 30_000), picky));
        WorkerException failure = assertThrows(WorkerException.class, () -> pool.reduce(data, picky));
        assertEquals("too much: 65536.0", assertInstanceOf(Unheard.class, failure.getCause()).getMessage());
    }

    @Test
    void whatAFunctionCapturedIsThereInTheWorkers() {
        LongArray squares = memory.newLongArray("squares", 100);
        squares.setAll(i -> i * i);
        double half = 0.5;
        pool.map(data, x -> squares.get((long) x % 100) * half, data);
        double[] expected = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            expected[i] = (double) (i % 100) * (i % 100) * half;
        }
        assertArrayEquals(expected, data.toArray());
    }

    @Test
    void anArrayThatAFunctionCapturedMayBeDroppedWhichEndsTheJobWithATypedError() throws InterruptedException {
        DoubleArray table = memory.newDoubleArray("table", 10);
        Job<Void> job = pool.mapAsync(data, x -> lookUp(table), data);
        REACHED.await();
        memory.drop("table");
        DROPPED.countDown();
        CompletionException failed = assertThrows(CompletionException.class, job::join);
        WorkerException failure = assertInstanceOf(WorkerException.class, failed.getCause());
        assertInstanceOf(RegionDroppedException.class, failure.getCause());
        WorkerException again =
                assertThrows(WorkerException.class, () -> pool.generate(data, i -> table.get(i % 10)));
        assertInstanceOf(RegionDroppedException.class, again.getCause());
        pool.fill(data, 2);
        assertEquals(2, data.get(BAD));
    }

    /// Reads until the array is noticed to be gone.
    private static double lookUp(DoubleArray table) {
        REACHED.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                DROPPED.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        while (true) {
            if (table.get(3) != 0) {
                return 1;
            }
        }
    }
}
