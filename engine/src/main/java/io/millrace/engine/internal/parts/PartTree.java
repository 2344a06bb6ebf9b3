package io.millrace.engine.internal.parts;

import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.ScalarKernels;
import io.millrace.engine.internal.kernel.SummationTree;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;

/// The summation tree of a whole array, from the nodes of its ranges, which come in any order. Calls the combining
/// function of a reduction of the user.
public final class PartTree {
    private final Folding kernel;
    private final SummationTree tree;

    private PartTree(Work work) {
        this.kernel = (Folding) new ScalarKernels().compile(work);
        this.tree = new SummationTree(kernel);
    }

    /// Of a reduction of elements of that type; also of one after a map, and of an expression of that type.
    public static PartTree ofReduction(ElementType type, Reduction how) {
        return new PartTree(new Work.Reduce(null, type, how));
    }

    /// Of a dot product.
    public static PartTree ofDot(ElementType type) {
        return new PartTree(new Work.Dot(type));
    }

    /// Of a summary.
    public static PartTree ofSummary(ElementType type) {
        return new PartTree(new Work.Summary(type));
    }

    /// Adds the nodes of one range.
    ///
    /// @throws IllegalStateException when they were added before
    public void add(PartNodes part) {
        part.addTo(tree, kernel.nodeWords());
    }

    /// Elements of all ranges.
    public long count() {
        return tree.count();
    }

    /// The node of all elements.
    ///
    /// @throws IllegalStateException when a range is missing
    public long[] root() {
        long[] root = new long[kernel.nodeWords()];
        tree.root(root);
        return root;
    }
}
