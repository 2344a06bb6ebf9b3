package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.DoubleReducer;
import io.millrace.engine.internal.kernel.loops.DoubleSource;
import io.millrace.engine.kernel.Reduction.BuiltIn;

/// Folds over blocks of `double` elements (`float` is widened): a source of elements and a rule
/// that combines them.
public final class DoubleFolds {

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
}
