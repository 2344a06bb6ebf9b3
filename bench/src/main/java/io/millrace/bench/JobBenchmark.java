package io.millrace.bench;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Time of one job from the call to the result, with two workers.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class JobBenchmark {
    private static final int WORKERS = 2;
    private static final long OVERHEAD_BYTES = 1L << 20;

    /// From one block, which measures how long it takes to distribute work, to more than the caches hold.
    @Param({"4096", "1000000", "16000000"})
    long length;

    @Param({"PROCESS", "THREAD"})
    WorkerKind workerKind;

    private SharedMemory memory;
    private Pool pool;
    private DoubleArray in;
    private DoubleArray out;

    /// Both arrays hold ones: one is its own square, so the data stay the same.
    @Setup
    public void setUp() {
        memory = SharedMemory.temporary(2 * length * Double.BYTES + OVERHEAD_BYTES);
        pool = Pool.start(memory, PoolOptions.defaults().workers(WORKERS).workerKind(workerKind));
        pool.awaitWorkers();
        in = memory.newDoubleArray("in", length);
        out = memory.newDoubleArray("out", length);
        pool.fill(in, 1.0);
        pool.fill(out, 1.0);
    }

    @Benchmark
    public void map() {
        pool.map(in, DoubleUnaryOp.SQUARE, out);
    }

    @Benchmark
    public void mapInPlace() {
        pool.map(out, DoubleUnaryOp.SQUARE, out);
    }

    @Benchmark
    public double reduce() {
        return pool.reduce(in, Reduction.SUM);
    }

    @Benchmark
    public double mapReduce() {
        return pool.mapReduce(in, DoubleUnaryOp.SQUARE, Reduction.SUM);
    }

    @TearDown
    public void tearDown() {
        pool.close();
        memory.close();
    }
}
