/// Arithmetic on blocks of 4,096 elements.
///
/// ```text
///   Work ──▶ Kernels.compile ──▶ BlockKernel.Elementwise   chunk in, chunk out
///                                BlockKernel.Folding       block in, node out ──▶ SummationTree
/// ```
///
/// **Words.** *Work* is what a job computes, small enough for the file ([WorkCodec]). A *block* is
/// 4,096 elements by their index in the array or slice. A *node* is what is known of a range of
/// elements, at most five longs; [SummationTree] makes one of all.
///
/// **The promise.** Three implementations, one meaning: [ScalarKernels] is plain Java and the
/// oracle, [VectorKernels] and [NativeKernels] give its bits and hand it whatever they have no
/// faster form of.
///
/// **Own functions.** An [Op] is built in, a code that all three know, or the user's, an object. Around the
/// user's, each class of functions has copies of the loops to itself ([LoopCopies]), over a buffer or
/// straight from memory to memory ([FasterOfTwo]); they are those of [ScalarKernels] for all three.
///
/// **The tree.** Inside a block, element *i* goes to accumulator *i mod 32*. Each accumulator
/// starts at -0.0, the one identity of addition (a product at 1.0), and adds its elements in order,
/// products being rounded first. The 32 are combined by halving: *k* with *k + 16*, then *k + 8*,
/// *k + 4*, *k + 2*, *k + 1*. Blocks are combined in pairs, then pairs of pairs; an odd one moves up as it is. So
/// eight lanes of four, two of sixteen and a plain loop do the same additions in the same order.
/// `float` is accumulated in `double`.
@NullMarked
package io.millrace.engine.kernel;

import org.jspecify.annotations.NullMarked;
