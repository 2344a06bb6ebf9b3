package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where code of the user's runs: counted by the code itself, in the file.
@Timeout(120)
class UserCodePlaceIT {
    private static final long MINE = ProcessHandle.current().pid();

    /// Calls in this process, and in others. A record, so that it travels as it is.
    record Places(LongArray counts, long submitter) {
        double here(double x) {
            counts.getAndAdd(ProcessHandle.current().pid() == submitter ? 0 : 1, 1);
            return x;
        }
    }

    record Counting(Places places) implements DoubleCollector<double[]> {
        @Override
        public double[] newContainer() {
            places.here(0);
            return new double[1];
        }

        @Override
        public void accept(double[] container, double value) {
            container[0] += value;
        }

        @Override
        public double[] combine(double[] left, double[] right) {
            places.here(0);
            left[0] += right[0];
            return left;
        }
    }

    private static void computeEverything(Pool pool, int length, Places places) {
        DoubleArray in = pool.memory().newDoubleArray("in" + length, length);
        DoubleArray out = pool.memory().newDoubleArray("out" + length, length);
        pool.fill(in, 1);
        pool.map(in, x -> places.here(x) + 1, out);
        assertEquals(2.0 * length, pool.reduce(out, Reduction.SUM));
        pool.mapIndexed(in, (i, x) -> places.here(x) + i, out);
        pool.zip(in, in, (a, b) -> places.here(a) + b, out);
        pool.zip3(in, in, in, (a, b, c) -> places.here(a) + b + c, out);
        pool.generate(out, i -> places.here(i));
        pool.generate(out, 7, (random, i) -> places.here(i));
        Reduction sum = Reduction.of(0, (a, b) -> places.here(a) + b);
        assertEquals(length, pool.reduce(in, sum));
        assertEquals(length, pool.mapReduce(in, DoubleUnaryOp.SQUARE, sum));
        pool.scan(in, sum, out);
        assertEquals(length, out.get(length - 1));
        assertEquals(length, pool.mapReduceAsync(in, x -> places.here(x), sum).join());
        assertEquals(length, pool.collect(in, new Counting(places))[0]);
        assertEquals(length, pool.collectAsync(in, new Counting(places)).join()[0]);
        assertEquals(length, pool.where(in, x -> places.here(x) > 0).count());
        assertEquals(-1, pool.where(in, x -> places.here(x) > 1).firstIndex());
        assertTrue(pool.where(in, x -> places.here(x) > 0).anyAsync().join());
        assertTrue(pool.where(in, x -> places.here(x) > 0).all());
        pool.forRanges(0, length, (from, to) -> places.here(from));
        assertEquals(List.of(1.0), pool.mapAll(List.of(1.0), places::here));
        assertEquals(1.0, pool.submit(() -> places.here(1)).join());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withWorkerProcessesNoFunctionOfTheUserRunsInTheSubmitter(int workers) {
        try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                Pool pool = Pool.start(memory, workers)) {
            LongArray counts = memory.newLongArray("counts", 2);
            Places places = new Places(counts, MINE);
            computeEverything(pool, 1, places);
            computeEverything(pool, 4096, places);
            computeEverything(pool, 500_000, places);
            assertEquals(0, counts.get(0), "calls in the submitter");
            assertTrue(counts.get(1) > 500_000, () -> "calls in workers: " + counts.get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500_000})
    void withWorkerProcessesNoFunctionOfTheUserRunsInAnAttachedProcess(int length) {
        try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                Pool owner = Pool.start(memory, 1);
                SharedMemory attached = SharedMemory.attach(memory.file());
                Pool attachedPool = Pool.attach(attached, owner.name())) {
            LongArray counts = attached.newLongArray("counts", 2);
            computeEverything(attachedPool, length, new Places(counts, MINE));
            assertEquals(0, counts.get(0), "calls in the guest");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500_000})
    void withWorkerThreadsOrNoneTheFunctionsOfTheUserRunInThisProcess(int length) {
        for (WorkerKind kind : List.of(WorkerKind.THREAD, WorkerKind.CALLER)) {
            try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                    Pool pool = Pool.start(memory, PoolOptions.defaults().workerKind(kind).workers(1))) {
                LongArray counts = memory.newLongArray("counts", 2);
                computeEverything(pool, length, new Places(counts, MINE));
                assertTrue(counts.get(0) > 0);
                assertEquals(0, counts.get(1), "calls elsewhere");
            }
        }
    }
}
