package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.BlockKernel.RangeFolding;
import io.millrace.engine.internal.kernel.BlockKernel.Settled;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Folds a range of whole blocks into one node: the nodes of its blocks, combined by the one fixed tree.
/// A kernel that folds ranges itself is called once. Blocks that are settled are left out.
///
/// @param watch ends the fold early, between two blocks
public record RangeFold(Folding kernel, Source source, Watch watch) {

    /// The memory of a part of the range.
    @FunctionalInterface
    public interface Source {
        /// @param element the first element of the part, counted as those of the range
        Operands operands(long element, long n);
    }

    /// The node of all `length` elements of an array or slice, which nobody ends.
    public static long[] whole(Folding kernel, Source source, long length) {
        return Objects.requireNonNull(new RangeFold(kernel, source, Watch.NONE).node(0, length));
    }

    /// As [#whole], for a kernel that folds ranges itself: it is called once, and nothing is allocated but by it.
    ///
    /// @return false for another kernel, and for no elements; then `node` is not written
    public static boolean whole(Folding kernel, Operands operands, long length, long[] node) {
        return length > 0
                && kernel instanceof RangeFolding whole
                && whole.foldRange(operands, 0, length, node, Watch.NONE) == length;
    }

    /// The node of `length` elements from `first` on; `null` when `watch` was over before the end.
    ///
    /// @param first a multiple of 4,096, aligned as [SummationTree] says
    public long @Nullable [] node(long first, long length) {
        long[] node = new long[kernel.nodeWords()];
        if (length > 0 && kernel instanceof RangeFolding whole) {
            long folded = whole.foldRange(source.operands(first, length), first, length, node, watch);
            return folded == length ? node : null;
        }
        if (length <= Blocks.LENGTH) {
            kernel.fold(source.operands(first, length), first, (int) length, node);
            return node;
        }
        SummationTree tree = new SummationTree(kernel, first / Blocks.LENGTH);
        for (long begin = 0; begin < length; begin += Blocks.LENGTH) {
            if (watch.isOver()) {
                return null;
            }
            int n = (int) Math.min(Blocks.LENGTH, length - begin);
            kernel.fold(source.operands(first + begin, n), first + begin, n, node);
            tree.add(node, n);
            if (kernel.settles(node) != Settled.NOTHING) {
                break;
            }
        }
        tree.root(node);
        return node;
    }
}
