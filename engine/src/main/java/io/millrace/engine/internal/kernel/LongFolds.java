package io.millrace.engine.internal.kernel;

import io.millrace.engine.LongBinary;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.DoubleReducer;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.LongFunctionLoops;
import io.millrace.engine.internal.kernel.loops.LongReducer;
import io.millrace.engine.internal.kernel.loops.LongSource;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Reduction.BuiltIn;
import java.util.Arrays;

/// Folds over blocks of `long` elements (shorter integers are widened).
public final class LongFolds {

    private LongFolds() {}

    /// The scalar loop of a reduction.
    static Fold.Loop reduce(LongSource source, BuiltIn how) {
        return switch (how) {
            case SUM -> reduce(source, LongReducer::sum);
            case PRODUCT -> reduce(source, LongReducer::product);
            case MIN -> reduce(source, LongReducer::min);
            case MAX -> reduce(source, LongReducer::max);
            case COUNT_NONZERO -> reduce(source, LongReducer::countNonzero);
            case SUM_CHECKED -> sum128(source);
        };
    }

    public static Fold.Loop reduce(LongSource source, LongReducer reducer) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n, node) -> {
            long[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            node[0] = reducer.reduce(block, n);
        };
    }

    /// Sum, minimum and maximum are exact; mean and M2 are those of the elements cast to `double`.
    ///
    /// @param sum adds a block of `double` in the order of the summation tree
    public static Fold.Loop summary(LongSource source, DoubleReducer sum) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        ThreadLocal<double[]> moments = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            long[] block = buffer.get();
            double[] numbers = moments.get();
            source.load(operands, firstIndex, n, block);
            for (int i = 0; i < n; i++) {
                numbers[i] = (double) block[i];
            }
            node[0] = LongReducer.sum(block, n);
            node[3] = LongReducer.min(block, n);
            node[4] = LongReducer.max(block, n);
            DoubleFolds.moments(numbers, n, sum, node);
        };
    }

    private static Fold.Loop sum128(LongSource source) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n, node) -> {
            long[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            LongReducer.sum128(block, n, node);
        };
    }

    /// A reduction of the user over elements where they lie: from main memory that takes three quarters of the time
    /// of a copy.
    static Fold.Loop own(Reduction.OfLong how) {
        LongBinary combine = how.combine();
        LongFunctionLoops.DirectReduce loop = LongFunctionLoops.DIRECT_REDUCE.of(combine);
        LongFunctionLoops.Reduce end = LongFunctionLoops.REDUCE.of(combine);
        return (operands, firstIndex, n, node) -> {
            long[] accumulators = accumulators(how.identity());
            loop.run(combine, accumulators, Elements.longs(operands.first(), n), n);
            node[0] = end.halve(combine, accumulators);
        };
    }

    /// A reduction of the user. The elements are gone through several times, so a block is taken in pieces that stay in
    /// the first-level cache; the accumulators go from piece to piece.
    ///
    /// @param byteSize of an element of the array
    static Fold.Loop own(LongSource source, int byteSize, Reduction.OfLong how) {
        LongBinary combine = how.combine();
        LongFunctionLoops.Reduce loop = LongFunctionLoops.REDUCE.of(combine);
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n, node) -> {
            long[] piece = buffer.get();
            long[] accumulators = accumulators(how.identity());
            for (int from = 0; from < n; from += DoubleFolds.LOADED_PIECE) {
                int count = Math.min(DoubleFolds.LOADED_PIECE, n - from);
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
