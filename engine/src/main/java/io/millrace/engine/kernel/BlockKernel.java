package io.millrace.engine.kernel;

import java.lang.foreign.MemorySegment;

/// Compiled arithmetic: either elements become elements, or a block becomes a node of the summation
/// tree. Safe for use by several threads at once.
public sealed interface BlockKernel {

    /// Writes one element for each.
    non-sealed interface Elementwise extends BlockKernel {

        /// Computes `n` elements. Where the output is the place of an input, blocks are done in order, and
        /// one is written only after it was computed, so a failure leaves every block either old or
        /// new. Another output may keep a part of a block after a failure.
        ///
        /// @param firstIndex index of element 0 of the call within the whole array or slice; for
        ///         generators a multiple of 4,096
        /// @throws ArithmeticException naming operation, index and value of the first element that an
        ///         exact operation or an integer division cannot compute
        void run(Operands operands, long firstIndex, long n);

        /// Computes `n` elements as [#run] does and moves `n` others. A kernel that does both in one
        /// loop keeps the memory busy in both directions.
        ///
        /// @param moving of the output's type, `n` of them
        /// @throws ArithmeticException as [#run]; how many elements were moved is then not known
        default void runMoving(Operands operands, long firstIndex, long n, Moving moving) {
            run(operands, firstIndex, n);
            MemorySegment.copy(moving.source(), 0, moving.target(), 0, moving.target().byteSize());
        }
    }

    /// Makes nodes of blocks and one node of two.
    non-sealed interface Folding extends BlockKernel {

        /// How many words a node has: 1 to 5.
        int nodeWords();

        /// How many blocks one call of `fold` takes at the most.
        default int blocksPerCall() {
            return 1;
        }

        /// Makes the nodes of one or several blocks of 4,096 elements, the last one perhaps shorter.
        /// They follow each other in `nodes`.
        ///
        /// @param n 1 to 4,096 times [#blocksPerCall]; 0 gives the [empty][#empty] node
        /// @throws ArithmeticException as [Elementwise#run], with the index within the block
        void fold(Operands operands, int n, long[] nodes);

        /// As above, for blocks whose element 0 has index `firstIndex` in the whole array or slice:
        /// what an `ArithmeticException` then names.
        default void fold(Operands operands, long firstIndex, int n, long[] nodes) {
            fold(operands, n, nodes);
        }

        /// `left` becomes the node of both; `left` holds the elements of lower index. Neither count
        /// is 0.
        void combine(long[] left, long leftCount, long[] right, long rightCount);

        /// The node of no elements.
        void empty(long[] node);
    }
}
