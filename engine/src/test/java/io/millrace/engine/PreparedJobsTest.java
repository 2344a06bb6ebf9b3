package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.constant;
import static io.millrace.engine.expression.Expressions.of;
import static io.millrace.engine.expression.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.millrace.ckernel.CLibrary;
import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.expression.PreparedDouble;
import io.millrace.engine.expression.PreparedLong;
import io.millrace.engine.expression.PreparedWrite;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedJobsTest {
    private static final int BLOCK = 4096;
    private static final int SMALL = 1000;
    private static final int LARGE = 70 * BLOCK;
    private static final int WARM_UP = 40_000;
    private static final int RUNS = 1_000;
    private static final int ROUNDS = 10;

    private final SharedMemory memory = SharedMemory.temporary(16L << 20);
    private final DoubleArray x = memory.newDoubleArray("x", LARGE);
    private final DoubleArray y = memory.newDoubleArray("y", LARGE);

    @AfterEach
    void close() {
        memory.close();
    }

    private Pool pool() {
        return Pool.start(memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void aRunSeesWhatTheArraysHoldThen(int length) {
        DoubleArray in = x.slice(0, length);
        DoubleArray out = y.slice(0, length);
        try (Pool pool = pool()) {
            PreparedDouble sum = pool.prepare(of(in).times(2)).sum();
            PreparedLong count = pool.prepare(of(in).greaterThan(1)).count();
            PreparedWrite write = pool.prepare(of(in).plus(1)).into(out);
            for (int value = 0; value < 5; value++) {
                in.fill(value);
                assertEquals(2.0 * value * length, sum.run());
                assertEquals(value > 1 ? length : 0, count.run());
                write.run();
                assertEquals(value + 1, out.get(length - 1));
            }
        }
    }

    @Test
    void aSmallRunAllocatesNothing() {
        assumeTrue(CLibrary.unavailableReason() == null, "expressions in Java allocate");
        x.setAll(i -> i);
        try (Pool pool = Pool.start(
                memory,
                PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD).kernel(KernelKind.NATIVE))) {
            for (int length : new int[] {SMALL, 64 * BLOCK}) {
                DoubleArray in = x.slice(0, length);
                DoubleExpression square = of(in).minus(3).square();
                PreparedDouble sum = pool.prepare(where(of(in).greaterThan(7), square.plus(of(in)), square)).sum();
                PreparedWrite write = pool.prepare(of(in).fma(2, constant(1.0))).into(y.slice(0, length));
                int warmUp = length == SMALL ? WARM_UP : WARM_UP / 10;
                double expected = sum.run();
                for (int run = 0; run < warmUp; run++) {
                    sum.run();
                    write.run();
                }
                assertEquals(0, leastAllocated(sum, write), "bytes of " + 2 * RUNS + " runs over " + length);
                assertEquals(expected, sum.run());
            }
        }
    }

    /// The least that a round allocates: in some, the JVM leaves compiled code, and the interpreter allocates what
    /// the compiler had left out.
    private static long leastAllocated(PreparedDouble sum, PreparedWrite write) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int run = 0; run < RUNS; run++) {
                sum.run();
                write.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void aRunAfterADropAnInterruptOrTheEndOfThePoolIsRefused(int length) {
        DoubleArray dropped = memory.newDoubleArray("dropped", length);
        Pool pool = pool();
        PreparedDouble sum = pool.prepare(of(dropped).plus(of(x.slice(0, length)))).sum();
        assertEquals(0, sum.run());
        Thread.currentThread().interrupt();
        assertThrows(JobCancelledException.class, sum::run);
        assertTrue(Thread.interrupted(), "the flag is restored");
        memory.drop("dropped");
        assertThrows(RegionDroppedException.class, sum::run);
        PreparedDouble other = pool.prepare(of(x.slice(0, length)).plus(1)).sum();
        pool.close();
        assertThrows(IllegalStateException.class, other::run);
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

    @Test
    void noArrayIsDroppedWhileARunReadsIt() throws InterruptedException {
        DoubleArray read = memory.newDoubleArray("read", SMALL);
        read.fill(2);
        try (Pool pool = pool()) {
            PreparedDouble sum = pool.prepare(of(x.slice(0, SMALL)).plus(of(read)).map(PreparedJobsTest::waiting))
                    .sum();
            double[] found = new double[1];
            Thread running = Thread.ofPlatform().start(() -> found[0] = sum.run());
            COMPUTING.await();
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> memory.drop("read"));
            assertTrue(refused.getMessage().contains("read"), refused::toString);
            GO_ON.countDown();
            running.join();
            assertEquals(2.0 * SMALL, found[0]);
            memory.drop("read");
            assertThrows(RegionDroppedException.class, sum::run);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void severalThreadsMayRunOne(int length) throws InterruptedException {
        x.setAll(i -> i);
        try (Pool pool = pool()) {
            PreparedDouble sum = pool.prepare(of(x.slice(0, length)).times(2).plus(1)).sum();
            double expected = (double) length * (length - 1) + length;
            List<Double> wrong = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int run = 0; run < 200; run++) {
                        double found = sum.run();
                        if (found != expected) {
                            synchronized (wrong) {
                                wrong.add(found);
                            }
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), wrong);
            assertEquals(800, pool.stats().jobsFinished());
        }
    }
}
