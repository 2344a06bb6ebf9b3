package io.millrace.bench;

import io.millrace.engine.KernelKind;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.KernelChoice;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
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

/// Time per element to compute one node of the summation tree from a block that stays in the cache.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class FoldBlockBenchmark {
    /// The reduction of the block.
    public enum Folded {
        SUM,
        SUM_OF_SQUARES,
        MIN,
        DOT,
        SUMMARY;

        Work work() {
            return switch (this) {
                case SUM -> new Work.Reduce(null, ElementType.DOUBLE, Reduction.SUM);
                case SUM_OF_SQUARES ->
                    new Work.Reduce(Op.of(DoubleUnaryOp.SQUARE), ElementType.DOUBLE, Reduction.SUM);
                case MIN -> new Work.Reduce(null, ElementType.DOUBLE, Reduction.MIN);
                case DOT -> new Work.Dot(ElementType.DOUBLE);
                case SUMMARY -> new Work.Summary(ElementType.DOUBLE);
            };
        }
    }

    @Param({"NATIVE", "VECTOR", "SCALAR"})
    KernelKind kernel;

    @Param
    Folded folded;

    private final BlockOperands block = new BlockOperands();
    private final Operands operands = block.of(Store.CACHED);
    private BlockKernel.Folding loop;
    private long[] node;

    @Setup
    public void setUp() {
        loop = (BlockKernel.Folding) KernelChoice.resolve(kernel).compile(folded.work());
        node = new long[loop.nodeWords()];
    }

    @Benchmark
    @OperationsPerInvocation(BlockOperands.LENGTH)
    public long[] fold() {
        loop.fold(operands, BlockOperands.LENGTH, node);
        return node;
    }

    @TearDown
    public void tearDown() {
        block.close();
    }
}
