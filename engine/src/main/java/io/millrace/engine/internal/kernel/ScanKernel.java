package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.Watch;
import io.millrace.engine.DoubleBinary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.BlockKernel.Scanning;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.DoubleFunctionLoops;
import io.millrace.engine.internal.kernel.loops.DoubleSource;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.LongFunctionLoops;
import io.millrace.engine.internal.kernel.loops.LongSource;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Reduction.BuiltIn;
import io.millrace.shm.ElementType;
import org.jspecify.annotations.Nullable;

/// Scans blocks one after the other: each from left to right, from the combination of all blocks before it.
///
/// What lies before a block are the largest nodes of the summation tree that cover it, combined from left to
/// right: before block 13 the nodes of 8, of 4 and of 1 blocks. They follow from the index of the block alone,
/// so a scan has the same bits however it is cut into chunks; and what lies before a chunk is one node.
///
/// @param loop scans one block
record ScanKernel(Folding totals, Loop loop, int inByteSize, int outByteSize) implements Scanning {

    /// Writes the combinations of a block.
    @FunctionalInterface
    interface Loop {
        /// @param before the node of all elements before the block; null when there are none
        void scan(Operands operands, int n, long @Nullable [] before);
    }

    /// @param totals the kernel that reduces elements of `in` by `how`
    static ScanKernel of(ElementType in, ElementType out, Reduction how, Folding totals) {
        Loop loop = Elements.isFloating(in)
                ? doubles(DoubleSource.of(in), combineDoubles(how), out)
                : longs(LongSource.of(in), combineLongs(how), out);
        return new ScanKernel(totals, loop, in.byteSize(), out.byteSize());
    }

    @Override
    public long run(Operands operands, long firstIndex, long n, long @Nullable [] before, Watch watch) {
        SummationTree tree = new SummationTree(totals, firstIndex / Blocks.LENGTH);
        long[] node = new long[totals.nodeWords()];
        for (long at = 0; at < n; at += Blocks.LENGTH) {
            if (watch.isOver()) {
                return at;
            }
            int count = (int) Math.min(n - at, Blocks.LENGTH);
            Operands block = operands.from(at, inByteSize, outByteSize);
            loop.scan(block, count, tree.after(before, firstIndex));
            if (at + count < n) {
                totals.fold(block, firstIndex + at, count, node);
                tree.add(node, count);
            }
        }
        return n;
    }

    private static Loop doubles(DoubleSource source, DoubleBinary combine, ElementType out) {
        ThreadLocal<double[]> buffer = Blocks.doubles();
        DoubleFunctionLoops.Scan loop = DoubleFunctionLoops.SCAN.of(combine);
        return (operands, n, before) -> {
            double[] block = buffer.get();
            source.load(operands, 0, n, block);
            if (before == null) {
                loop.run(combine, block[0], block, 1, n);
            } else {
                loop.run(combine, Double.longBitsToDouble(before[0]), block, 0, n);
            }
            Elements.store(block, n, out, operands.out());
        };
    }

    private static Loop longs(LongSource source, LongBinary combine, ElementType out) {
        ThreadLocal<long[]> buffer = Blocks.longs();
        LongFunctionLoops.Scan loop = LongFunctionLoops.SCAN.of(combine);
        return (operands, n, before) -> {
            long[] block = buffer.get();
            source.load(operands, 0, n, block);
            if (before == null) {
                loop.run(combine, block[0], block, 1, n);
            } else {
                loop.run(combine, before[0], block, 0, n);
            }
            Elements.store(block, n, out, operands.out());
        };
    }

    /// A lambda for each built-in reduction, so that each has a loop of its own.
    private static DoubleBinary combineDoubles(Reduction how) {
        return switch (how) {
            case BuiltIn.SUM -> (a, b) -> a + b;
            case BuiltIn.PRODUCT -> (a, b) -> a * b;
            case BuiltIn.MIN -> (a, b) -> Math.min(a, b);
            case BuiltIn.MAX -> (a, b) -> Math.max(a, b);
            case Reduction.OfDouble(_, var combine) -> combine;
            default -> throw new IllegalArgumentException("no scan of double: " + how);
        };
    }

    private static LongBinary combineLongs(Reduction how) {
        return switch (how) {
            case BuiltIn.SUM -> (a, b) -> a + b;
            case BuiltIn.PRODUCT -> (a, b) -> a * b;
            case BuiltIn.MIN -> (a, b) -> Math.min(a, b);
            case BuiltIn.MAX -> (a, b) -> Math.max(a, b);
            case Reduction.OfLong(_, var combine) -> combine;
            default -> throw new IllegalArgumentException("no scan of long: " + how);
        };
    }
}
