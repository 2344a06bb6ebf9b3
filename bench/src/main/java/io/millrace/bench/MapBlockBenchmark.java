package io.millrace.bench;

import io.millrace.engine.KernelKind;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.KernelChoice;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.shm.ElementType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Time per element of a map over a block that stays in the cache.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class MapBlockBenchmark {
    @Param({"NATIVE", "VECTOR", "SCALAR"})
    KernelKind kernel;

    @Param({"SQUARE", "SQRT", "FLOOR", "EXP"})
    DoubleUnaryOp op;

    @Param({"CACHED", "STREAMING"})
    Store store;

    private final BlockOperands block = new BlockOperands();
    private Operands operands;
    private BlockKernel.Elementwise loop;

    @Setup
    public void setUp() {
        operands = block.of(store);
        Work work = new Work.Map(Op.of(op), ElementType.DOUBLE, ElementType.DOUBLE);
        loop = (BlockKernel.Elementwise) KernelChoice.resolve(kernel).compile(work);
    }

    @Benchmark
    @OperationsPerInvocation(BlockOperands.LENGTH)
    public void map() {
        loop.run(operands, 0, BlockOperands.LENGTH);
    }

    @TearDown
    public void tearDown() {
        block.close();
    }
}
