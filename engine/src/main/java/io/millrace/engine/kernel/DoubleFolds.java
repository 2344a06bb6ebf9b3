package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.kernel.Reduction.BuiltIn;

/// Folds over blocks of `double` elements (`float` widened), made of where the elements come from
/// and how they are added.
final class DoubleFolds {

    private DoubleFolds() {}

    /// The scalar loop of a reduction.
    static Fold.Loop reduce(DoubleSource source, Reduction how) {
        return switch (how) {
            case BuiltIn builtIn -> reduce(source, builtIn);
            case OwnReduction own -> {
                DoubleBinary combine = own.ofDouble();
                DoubleFunctionLoops.Reduce loop = DoubleFunctionLoops.REDUCE.of(combine);
                double identity = Double.longBitsToDouble(own.identity());
                yield reduce(source, (block, n) -> loop.run(combine, identity, block, n));
            }
        };
    }

    private static Fold.Loop reduce(DoubleSource source, BuiltIn how) {
        return switch (how) {
            case SUM, SUM_CHECKED -> reduce(source, DoubleReducer::sum);
            case PRODUCT -> reduce(source, DoubleReducer::product);
            case MIN -> reduce(source, DoubleReducer::min);
            case MAX -> reduce(source, DoubleReducer::max);
            case COUNT_NONZERO -> countNonzero(source);
        };
    }

    static Fold.Loop reduce(DoubleSource source, DoubleReducer reducer) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        return (operands, firstIndex, n, node) -> {
            double[] block = buffer.get();
            source.load(operands, firstIndex, n, block);
            node[0] = Double.doubleToRawLongBits(reducer.reduce(block, n));
        };
    }

    /// @param sum adds a block by the tree
    static Fold.Loop summary(DoubleSource source, DoubleReducer sum) {
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

    /// Writes mean and M2 of a block, which it overwrites: the mean is the tree sum divided by `n`,
    /// M2 the tree sum of the squared distances from it.
    static void moments(double[] block, int n, DoubleReducer sum, long[] node) {
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
