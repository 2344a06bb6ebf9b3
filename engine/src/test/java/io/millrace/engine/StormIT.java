package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Workers are killed at random while jobs of all kinds run. `-Dmillrace.storm.kills=10000` makes
/// it long.
class StormIT {
    private static final int LENGTH = 400 * 4096 + 77;
    private static final int WORKERS = 4;

    /// Here no chunk is to blame for its deaths.
    private static final int MANY = 1_000;

    private static final List<Integer> ITEMS = IntStream.range(0, 1_000).boxed().toList();
    private static final List<Integer> SQUARES = ITEMS.stream().map(x -> x * x).toList();
    private static final List<Integer> LENGTHS = ITEMS.subList(0, 50).stream().map(x -> 1_000 * x).toList();

    /// After so many kills the progress of a long storm is told.
    private static final int NEWS = 500;

    private static final int KILLS = Integer.getInteger("millrace.storm.kills", 200);
    /// A stall would last for ever; what a loaded machine takes longer than 5 s for is printed.
    private static final int LONGEST_SECONDS = 60;

    private long longestWait;

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void everyResultHasTheRightBitsWhileWorkersAreKilledAllTheTime() throws Exception {
        long seed = System.nanoTime();
        double[] values = Truth.tameDoubles(LENGTH, seed);
        long sumBits = Truth.sumBits(values);
        long[] numbers = new SplittableRandom(seed).longs(LENGTH, -1000, 1000).toArray();
        long squares = 0;
        for (long number : numbers) {
            squares += number * number;
        }
        try (SharedMemory memory = SharedMemory.temporary(64L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", LENGTH);
            DoubleArray other = memory.newDoubleArray("other", LENGTH);
            LongArray longs = memory.newLongArray("longs", LENGTH);
            data.copyFrom(values);
            longs.copyFrom(numbers);
            try (Pool pool = Pool.start(memory, options())) {
                pool.awaitWorkers();
                Killer killer = new Killer(pool, seed);
                killer.start();
                int rounds = 0;
                while (killer.isAlive()) {
                    String round = "seed=%d, round=%d".formatted(seed, rounds++);
                    timed(() -> pool.map(data, DoubleUnaryOp.NEGATE, data));
                    timed(() -> pool.map(data, DoubleUnaryOp.NEGATE, data));
                    timed(() ->
                            assertEquals(sumBits, Double.doubleToLongBits(pool.reduce(data, Reduction.SUM)), round));
                    Job<Void> zip = pool.zipAsync(data, data, DoubleBinaryOp.ADD, other);
                    Job<Long> fused = pool.mapReduceAsync(longs, LongUnaryOp.SQUARE, Reduction.SUM);
                    assertEquals(squares, fused.get(LONGEST_SECONDS, TimeUnit.SECONDS), round);
                    zip.get(LONGEST_SECONDS, TimeUnit.SECONDS);
                    timed(() -> pool.zip(other, data, (x, y) -> x - y, other));
                    timed(() -> pool.map(data, x -> -x, data));
                    timed(() -> pool.map(data, x -> -x, data));
                    everyTaskGivesOneResult(pool, round);
                    timed(() -> assertEquals(
                            sumBits, Double.doubleToLongBits(pool.reduce(other, Reduction.SUM)), round));
                }
                killer.check();
                assertArrayEquals(values, data.toArray(), "seed=" + seed);
                assertTrue(pool.stats().workerDeaths() >= KILLS, () -> "deaths=" + pool.stats().workerDeaths());
                assertTrue(longestWait < TimeUnit.SECONDS.toNanos(LONGEST_SECONDS), "a job stalled");
                System.out.printf(
                        "storm: seed=%d, kills=%d, rounds=%d, longest job=%,d ms, seconds=%.1f%n",
                        seed, pool.stats().workerDeaths(), rounds, longestWait / 1_000_000, killer.seconds());
            }
            assertEquals(1, memory.processes().size());
        }
    }

    /// Nothing is lost, nothing comes twice, everything in its place.
    private void everyTaskGivesOneResult(Pool pool, String round) {
        List<Job<Integer>> jobs = new ArrayList<>();
        for (int number : ITEMS.subList(0, 50)) {
            jobs.add(pool.submit(() -> number * number));
        }
        timed(() -> assertEquals(SQUARES, pool.mapAll(ITEMS, x -> x * x), round));
        try (Results<Integer> results = pool.mapUnordered(ITEMS, x -> x * x)) {
            timed(() -> assertEquals(SQUARES, results.stream().sorted().toList(), round));
        }
        timed(() -> assertEquals(LENGTHS, pool.mapAll(ITEMS.subList(0, 50), x -> "x".repeat(1_000 * x)).stream()
                .map(String::length)
                .toList(), round));
        timed(() -> assertEquals(SQUARES.subList(0, 50), jobs.stream().map(Job::join).toList(), round));
    }

    /// Workers live for a few tenths of a second here: most of that would be their start, and of
    /// the start the compiler.
    private static PoolOptions options() {
        return PoolOptions.defaults().workers(WORKERS).maxAttempts(MANY).jvmArgs("-XX:TieredStopAtLevel=1");
    }

    private void timed(Runnable job) {
        long begin = System.nanoTime();
        job.run();
        longestWait = Math.max(longestWait, System.nanoTime() - begin);
    }

    /// Kills a worker by pid every 50 to 300 ms, as long as another one is left. Workers alone run
    /// the user's functions: where every worker dies as soon as it is ready, as on a loaded machine
    /// that starts few JVMs a second, the storm itself would be the stall.
    private static final class Killer extends Thread {
        private final Pool pool;
        private final SplittableRandom random;
        private final CountDownLatch never = new CountDownLatch(1);
        private volatile Throwable failure;
        private volatile double seconds;

        Killer(Pool pool, long seed) {
            super("killer");
            this.pool = pool;
            this.random = new SplittableRandom(seed);
        }

        @Override
        public void run() {
            long begin = System.nanoTime();
            try {
                Set<Long> killed = new HashSet<>(); // one that is still dying is hit again now and then
                while (killed.size() < KILLS) {
                    never.await(random.nextInt(50, 300), TimeUnit.MILLISECONDS);
                    List<ProcessInfo> workers = pool.workers();
                    if (workers.size() > 1) {
                        long pid = workers.get(random.nextInt(workers.size())).pid();
                        if (ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
                            killed.add(pid);
                            tell(killed.size(), begin);
                        }
                    }
                }
                Await.until(
                        "all deaths are noticed", Duration.ofSeconds(60), () -> pool.stats().workerDeaths() >= KILLS);
            } catch (Throwable unexpected) {
                failure = unexpected;
            }
            seconds = (System.nanoTime() - begin) / 1e9;
        }

        private static void tell(int kills, long begin) {
            if (kills % NEWS == 0) {
                double perSecond = kills / ((System.nanoTime() - begin) / 1e9);
                System.out.printf("storm: %,d of %,d kills, %.1f a second%n", kills, KILLS, perSecond);
            }
        }

        void check() throws InterruptedException {
            join();
            if (failure != null) {
                throw new AssertionError(failure);
            }
        }

        double seconds() {
            return seconds;
        }
    }
}
