package io.millrace.engine.kernel;

import io.millrace.engine.LongBinary;
import io.millrace.engine.kernel.Reduction.BuiltIn;

/// Folds over blocks of `long` elements (shorter integers widened).
final class LongFolds {

    private LongFolds() {}

    /// The scalar loop of a reduction.
    static Fold.Loop reduce(LongSource source, Reduction how) {
        return switch (how) {
            case BuiltIn builtIn -> reduce(source, builtIn);
            case OwnReduction own -> {
                LongBinary combine = own.ofLong();
                LongFunctionLoops.Reduce loop = LongFunctionLoops.REDUCE.of(combine);
                long identity = own.identity();
                yield reduce(source, (block, n) -> loop.run(combine, identity, block, n));
            }
        };
    }

    private static Fold.Loop reduce(LongSource source, BuiltIn how) {
        return switch (how) {
            case SUM -> reduce(source, LongReducer::sum);
            case PRODUCT -> reduce(source, LongReducer::product);
            case MIN -> reduce(source, LongReducer::min);
            case MAX -> reduce(source, LongReducer::max);
            case COUNT_NONZERO -> reduce(source, LongReducer::countNonzero);
            case SUM_CHECKED -> sum128(source);
        };
    }

    static Fold.Loop reduce(LongSource source, LongReducer reducer) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        return (operands, firstIndex, n, node) -> {
            long[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            node[0] = reducer.reduce(block, n);
        };
    }

    /// Sum, minimum and maximum are exact; mean and M2 are those of the elements cast to `double`.
    ///
    /// @param sum adds a block of `double` by the tree
    static Fold.Loop summary(LongSource source, DoubleReducer sum) {
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
