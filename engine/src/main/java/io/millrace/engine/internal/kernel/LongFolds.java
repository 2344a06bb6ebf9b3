package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.DoubleReducer;
import io.millrace.engine.internal.kernel.loops.LongReducer;
import io.millrace.engine.internal.kernel.loops.LongSource;
import io.millrace.engine.kernel.Reduction.BuiltIn;

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
}
