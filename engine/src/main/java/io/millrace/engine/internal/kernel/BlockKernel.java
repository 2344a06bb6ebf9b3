package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.RedoChunk;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.kernel.loops.Operands;
import org.jspecify.annotations.Nullable;

/// Compiled arithmetic: it computes elements of elements, or a node of the summation tree of a
/// block. Safe for use by several threads at once.
public sealed interface BlockKernel {

    /// Writes one element of output for each element of input.
    non-sealed interface Elementwise extends BlockKernel {

        /// Computes `n` elements. If the output is also an input, it goes through the blocks in
        /// order and writes a block only after it has computed it, so a failure leaves each block
        /// with its old or its new elements. Another output may hold a part of a block after a
        /// failure.
        ///
        /// @param firstIndex index of element 0 of the call within the whole array or slice; for
        ///         generators a multiple of 4,096
        /// @throws ArithmeticException when an exact operation or an integer division cannot
        ///         compute an element; it names operation, index and value of the first one
        void run(Operands operands, long firstIndex, long n);

        /// Computes `n` elements as [#run(Operands, long, long)] does, for an output that is no
        /// input. A kernel whose call may last long looks at `watch` every few blocks, and ends
        /// once it is over.
        ///
        /// @return how many elements are computed: `n`, or fewer once `watch` is over
        default long run(Operands operands, long firstIndex, long n, Watch watch) {
            run(operands, firstIndex, n);
            return n;
        }
    }

    /// An operation that computes a whole chunk in place in one call, with its redo record.
    interface Redoing extends Elementwise {

        /// Computes the blocks that are old by the record, of a chunk of `n` elements.
        ///
        /// @param operands the output is the place of `chunk`
        /// @param firstIndex as in [Elementwise#run(Operands, long, long)]
        /// @param watch ends the call as in [Elementwise#run(Operands, long, long, Watch)], with the
        ///         block that was committed in its place
        /// @return how many elements are new: `n`, or fewer once `watch` is over
        long redo(Operands operands, long firstIndex, long n, RedoChunk chunk, Watch watch);
    }

    /// Writes for each element the combination of all elements up to it.
    non-sealed interface Scanning extends BlockKernel {

        /// What makes the node of a block, of one word, and combines nodes.
        Folding totals();

        /// Computes `n` elements. The output is no input.
        ///
        /// @param firstIndex index of element 0 in the whole array or slice, a multiple of 4,096
        /// @param before the node of all elements before element 0; null when there are none
        /// @return how many elements are computed: `n`, or fewer once `watch` is over
        long run(Operands operands, long firstIndex, long n, long @Nullable [] before, Watch watch);

        /// Computes all `n` elements of an array or slice.
        default void runWhole(Operands operands, long n) {
            run(operands, 0, n, null, Watch.NONE);
        }
    }

    /// Which blocks need not be folded any more, whatever is in them, once a node is known.
    enum Settled {
        NOTHING,
        /// Those of higher index.
        BEHIND,
        ALL
    }

    /// Computes nodes of blocks, and combines two nodes into one.
    non-sealed interface Folding extends BlockKernel {

        /// How many words a node has: 1 to 5.
        int nodeWords();

        /// Computes the node of one block.
        ///
        /// @param n 1 to 4,096; 0 gives the [empty][#empty] node
        /// @throws ArithmeticException as [Elementwise#run], with the index within the block
        void fold(Operands operands, int n, long[] node);

        /// As above, for a block whose element 0 has index `firstIndex` in the whole array or slice.
        /// An `ArithmeticException` then names the index there.
        default void fold(Operands operands, long firstIndex, int n, long[] node) {
            fold(operands, n, node);
        }

        /// Which other blocks need no node once this one is known: theirs may be [empty][#empty].
        default Settled settles(long[] node) {
            return Settled.NOTHING;
        }

        /// Combines both nodes into `left`, which holds the elements of lower index. Neither count
        /// is 0.
        void combine(long[] left, long leftCount, long[] right, long rightCount);

        /// The node of no elements.
        void empty(long[] node);
    }

    /// A fold of which one call takes any number of blocks.
    interface RangeFolding extends Folding {

        /// Computes the node of `n` elements: the nodes of their blocks, combined by the tree.
        /// Looks at `watch` every few blocks.
        ///
        /// @param operands begin with a range that is aligned as [SummationTree] says
        /// @param firstIndex index of element 0 of the call within the whole array or slice
        /// @param n at least 1
        /// @return how many elements are folded: `n`, or fewer once `watch` is over; then `node` is
        ///         not written
        long foldRange(Operands operands, long firstIndex, long n, long[] node, Watch watch);
    }
}
