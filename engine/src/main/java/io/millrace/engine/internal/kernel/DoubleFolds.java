package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.RowsFunction;
import io.millrace.engine.DoubleBinary;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.DoubleFunctionLoops;
import io.millrace.engine.internal.kernel.loops.DoubleReducer;
import io.millrace.engine.internal.kernel.loops.DoubleSource;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Reduction.BuiltIn;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Folds over blocks of `double` elements (`float` is widened): a source of elements and a rule
/// that combines them.
public final class DoubleFolds {

    /// Elements that are loaded at once; a multiple of the number of accumulators.
    static final int LOADED_PIECE = 1024;

    private DoubleFolds() {}

    /// The scalar loop of a reduction.
    static Fold.Loop reduce(DoubleSource source, BuiltIn how) {
        return switch (how) {
            case SUM, SUM_CHECKED -> reduce(source, DoubleReducer::sum);
            case PRODUCT -> reduce(source, DoubleReducer::product);
            case MIN -> reduce(source, DoubleReducer::min);
            case MAX -> reduce(source, DoubleReducer::max);
            case COUNT_NONZERO -> countNonzero(source);
        };
    }

    public static Fold.Loop reduce(DoubleSource source, DoubleReducer reducer) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            double[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            node[0] = Double.doubleToRawLongBits(reducer.reduce(block, n));
        };
    }

    /// @param sum adds a block in the order of the summation tree
    public static Fold.Loop summary(DoubleSource source, DoubleReducer sum) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            double[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            node[0] = Double.doubleToRawLongBits(sum.reduce(block, n));
            node[3] = Double.doubleToRawLongBits(DoubleReducer.min(block, n));
            node[4] = Double.doubleToRawLongBits(DoubleReducer.max(block, n));
            moments(block, n, sum, node);
        };
    }

    /// Writes mean and M2 of a block, and overwrites the block. The mean is the tree sum divided by
    /// `n`; M2 is the tree sum of the squared distances from the mean.
    public static void moments(double[] block, int n, DoubleReducer sum, long[] node) {
        double mean = sum.reduce(block, n) / n;
        for (int i = 0; i < n; i++) {
            double distance = block[i] - mean;
            block[i] = distance * distance;
        }
        node[1] = Double.doubleToRawLongBits(mean);
        node[2] = Double.doubleToRawLongBits(sum.reduce(block, n));
    }

    private static Fold.Loop countNonzero(DoubleSource source) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            double[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            node[0] = DoubleReducer.countNonzero(block, n);
        };
    }

    /// A reduction of the user over elements where they lie: from main memory that takes three quarters of the time
    /// of a copy.
    static Fold.Loop own(Reduction.OfDouble how) {
        DoubleBinary combine = how.combine();
        DoubleFunctionLoops.DirectReduce loop = DoubleFunctionLoops.DIRECT_REDUCE.of(combine);
        DoubleFunctionLoops.Reduce end = DoubleFunctionLoops.REDUCE.of(combine);
        return (operands, firstIndex, n, node) -> {
            double[] accumulators = accumulators(how.identity());
            loop.run(combine, accumulators, Elements.doubles(operands.first(), n), n);
            node[0] = Double.doubleToRawLongBits(end.halve(combine, accumulators));
        };
    }

    /// A reduction of the user. The elements are gone through several times, so a block is taken in pieces that stay in
    /// the first-level cache; the accumulators go from piece to piece.
    ///
    /// @param byteSize of an element of the array
    static Fold.Loop own(DoubleSource source, int byteSize, Reduction.OfDouble how) {
        DoubleBinary combine = how.combine();
        DoubleFunctionLoops.Reduce loop = DoubleFunctionLoops.REDUCE.of(combine);
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            double[] piece = buffer.get();
            double[] accumulators = accumulators(how.identity());
            for (int from = 0; from < n; from += LOADED_PIECE) {
                int count = Math.min(LOADED_PIECE, n - from);
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
            for (int from = 0; from < n; from += LOADED_PIECE) {
                int count = Math.min(LOADED_PIECE, n - from);
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
}
