/// Arithmetic on blocks of 4,096 elements.
///
/// ```text
///   Work ──▶ Kernels.compile ──▶ BlockKernel.Elementwise   chunk in, chunk out
///                                BlockKernel.Folding       block in, node out ──▶ SummationTree
///                                BlockKernel.RangeFolding  chunk in, node out
/// ```
///
/// [RangeFold] makes the node of a chunk with either kind of fold. Kernels in C take a whole chunk in
/// one call, the tree included.
///
/// **Terms.** A *work* is what a job computes, small enough for the file ([WorkCodec]). A *block*
/// is 4,096 elements by their index in the array or slice. A *node* is the partial result of a
/// range of elements, at most five words of 64 bits; [SummationTree] combines all nodes into one.
///
/// **Same bits.** There are three implementations. [ScalarKernels], in plain Java, defines the
/// results; [VectorKernels] and [NativeKernels] give the same bits, and pass work to it that they
/// have no faster loop for.
///
/// **The first result.** [KernelLoader] lets [ScalarKernels] compute while a thread loads what `AUTO`
/// chooses.
///
/// **Functions of the user.** An [Op] is a built-in function, a code that all three know, or a
/// function of the user, an object. All three run a function of the user in the loops of
/// [ScalarKernels]: each class of functions has its own copies of the loops (`LoopCopies` of
/// `loops`), over a buffer or straight from memory to memory ([TunedKernel]).
///
/// **Expressions** are a work too: a [Program] of steps, each of which is what a work computes. [CProgram]
/// computes it in one call, [Stepwise] by a call for each step of each block.
///
/// **The tree.** Inside a block, element *i* goes to accumulator *i mod 32*. Each accumulator
/// starts at -0.0, the only identity of addition (for a product, at 1.0), and adds its elements in
/// order; products are rounded first. The 32 accumulators are combined by halving: *k* with *k +
/// 16*, then *k + 8*, *k + 4*, *k + 2*, *k + 1*. Blocks are combined in pairs, then pairs of pairs;
/// a block without a partner moves up unchanged. So eight vectors of four lanes, two of sixteen
/// lanes and a plain loop do the same additions in the same order. `float` is accumulated in
/// `double`.
@NullMarked
package io.millrace.engine.internal.kernel;

import org.jspecify.annotations.NullMarked;
