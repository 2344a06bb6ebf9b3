package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.RowsFunction;
import io.millrace.engine.DoubleBinary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.DoubleFunctionLoops;
import io.millrace.engine.internal.kernel.loops.DoubleReducer;
import io.millrace.engine.internal.kernel.loops.DoubleSource;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.LongFunctionLoops;
import io.millrace.engine.internal.kernel.loops.LongSource;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Folds by a reduction of the user, and the sum of a function of the user. The elements are gone through several
/// times, so a block is taken in pieces that stay in the first-level cache; the accumulators go from piece to piece. Elements that need neither a
/// map nor a wider type it reads where they are: from main memory that takes three quarters of the time of a copy.
final class OwnFolds {
    /// Elements; a multiple of the number of accumulators.
    private static final int PIECE = 1024;

    private OwnFolds() {}

    static Fold.Loop of(@Nullable Op op, ElementType in, Reduction.OfDouble how) {
        return op == null && in == ElementType.DOUBLE
                ? inMemory(how)
                : loaded(ScalarKernels.doubles(op, in), in.byteSize(), how);
    }

    private static Fold.Loop inMemory(Reduction.OfDouble how) {
        DoubleBinary combine = how.combine();
        DoubleFunctionLoops.DirectReduce loop = DoubleFunctionLoops.DIRECT_REDUCE.of(combine);
        DoubleFunctionLoops.Reduce end = DoubleFunctionLoops.REDUCE.of(combine);
        return (operands, firstIndex, n, node) -> {
            double[] accumulators = accumulators(how.identity());
            loop.run(combine, accumulators, Elements.doubles(operands.first(), n), n);
            node[0] = Double.doubleToRawLongBits(end.halve(combine, accumulators));
        };
    }

    private static Fold.Loop loaded(DoubleSource source, int byteSize, Reduction.OfDouble how) {
        DoubleBinary combine = how.combine();
        DoubleFunctionLoops.Reduce loop = DoubleFunctionLoops.REDUCE.of(combine);
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            double[] piece = buffer.get();
            double[] accumulators = accumulators(how.identity());
            for (int from = 0; from < n; from += PIECE) {
                int count = Math.min(PIECE, n - from);
                source.load(operands.from(from, byteSize, 0), firstIndex + from, count, piece);
                loop.run(combine, accumulators, piece, count);
            }
            node[0] = Double.doubleToRawLongBits(loop.halve(combine, accumulators));
        };
    }

    /// The sum of what a function of the user gives, which C adds.
    static Fold.Loop sum(DoubleSource source, RowsFunction rows) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            double[] piece = buffer.get();
            double[] accumulators = accumulators(-0.0);
            for (int from = 0; from < n; from += PIECE) {
                int count = Math.min(PIECE, n - from);
                source.load(operands.from(from, Double.BYTES, 0), firstIndex + from, count, piece);
                rows.take(MemorySegment.ofArray(piece), count, MemorySegment.ofArray(accumulators));
            }
            node[0] = Double.doubleToRawLongBits(DoubleReducer.halveSum(accumulators));
        };
    }

    private static double[] accumulators(double identity) {
        double[] accumulators = new double[Blocks.ACCUMULATORS];
        Arrays.fill(accumulators, identity);
        return accumulators;
    }

    static Fold.Loop of(@Nullable Op op, ElementType in, Reduction.OfLong how) {
        return op == null && in == ElementType.LONG
                ? inMemory(how)
                : loaded(ScalarKernels.longs(op, in, how), in.byteSize(), how);
    }

    private static Fold.Loop inMemory(Reduction.OfLong how) {
        LongBinary combine = how.combine();
        LongFunctionLoops.DirectReduce loop = LongFunctionLoops.DIRECT_REDUCE.of(combine);
        LongFunctionLoops.Reduce end = LongFunctionLoops.REDUCE.of(combine);
        return (operands, firstIndex, n, node) -> {
            long[] accumulators = accumulators(how.identity());
            loop.run(combine, accumulators, Elements.longs(operands.first(), n), n);
            node[0] = end.halve(combine, accumulators);
        };
    }

    private static Fold.Loop loaded(LongSource source, int byteSize, Reduction.OfLong how) {
        LongBinary combine = how.combine();
        LongFunctionLoops.Reduce loop = LongFunctionLoops.REDUCE.of(combine);
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n, node) -> {
            long[] piece = buffer.get();
            long[] accumulators = accumulators(how.identity());
            for (int from = 0; from < n; from += PIECE) {
                int count = Math.min(PIECE, n - from);
                source.load(operands.from(from, byteSize, 0), firstIndex + from, count, piece);
                loop.run(combine, accumulators, piece, count);
            }
            node[0] = loop.halve(combine, accumulators);
        };
    }

    private static long[] accumulators(long identity) {
        long[] accumulators = new long[Blocks.ACCUMULATORS];
        Arrays.fill(accumulators, identity);
        return accumulators;
    }
}
