package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Combines nodes into one by the binary tree over block indices: it combines pairs of blocks, then
/// pairs of pairs, and so on. A node without a partner moves up unchanged.
///
/// A node of level *L* stands for the 2^*L* blocks from a multiple of 2^*L* on, or for fewer at the
/// end of the array. Nodes may differ in level and arrive in any order; the result is the same.
///
/// ```text
///   stack, levels falling:   [8 blocks][4 blocks][1 block]  ◀── next block: 13
///   a node of the same level as the top of the stack combines with it, and so on
/// ```
///
/// The stack is a binary counter: all nodes that lie on it before an aligned node of level *L*
/// arrives have level *L* or above, so two nodes of the same level that meet are siblings. At the
/// end the remaining nodes are combined from the right, as if each node without a partner had moved
/// up.
///
/// Not safe for use by several threads.
public final class SummationTree {

    private static final int MAX_LEVELS = 64;

    private final Folding kernel;
    private final long firstBlock;
    private final long[][] nodes = new long[MAX_LEVELS][];
    private final long[] counts = new long[MAX_LEVELS];
    private final int[] levels = new int[MAX_LEVELS];
    private final TreeMap<Long, Early> early = new TreeMap<>();
    private int size;
    private long nextBlock;

    /// A node that arrived before nodes of lower blocks.
    private record Early(int level, long[] node, long count) {}

    /// A tree whose first block is block 0.
    public SummationTree(Folding kernel) {
        this(kernel, 0);
    }

    /// A tree over one chunk. `firstBlock` is a multiple of its number of blocks, rounded up to a
    /// power of two.
    public SummationTree(Folding kernel, long firstBlock) {
        this.kernel = kernel;
        this.firstBlock = firstBlock;
        this.nextBlock = firstBlock;
    }

    /// Adds the node of the next block in order. The node is copied.
    ///
    /// @param count elements in the block
    public void add(long[] node, long count) {
        add(nextBlock, 0, node, count);
    }

    /// Adds the node of the blocks from `firstBlock` on, in any order. The node is copied.
    ///
    /// @param level the node stands for 2^`level` blocks, or for fewer at the end of the array
    /// @param count elements in them, at least 1
    /// @throws IllegalStateException if these blocks were added before
    public void add(long firstBlock, int level, long[] node, long count) {
        if (Long.numberOfTrailingZeros(firstBlock) < level) {
            throw new IllegalArgumentException(
                    "not aligned: firstBlock=%s, level=%s".formatted(firstBlock, level));
        }
        if (firstBlock < nextBlock || early.containsKey(firstBlock)) {
            throw new IllegalStateException(
                    "these blocks were added before: firstBlock=%s, nextBlock=%s"
                            .formatted(firstBlock, nextBlock));
        }
        if (firstBlock > nextBlock) {
            early.put(firstBlock, new Early(level, node.clone(), count));
            return;
        }
        push(level, node, count);
        while (!early.isEmpty() && early.firstKey() == nextBlock) {
            Early next = early.pollFirstEntry().getValue();
            push(next.level, next.node, next.count);
        }
    }

    /// Elements in all nodes added so far.
    public long count() {
        long count = 0;
        for (int i = 0; i < size; i++) {
            count += counts[i];
        }
        return count + early.values().stream().mapToLong(Early::count).sum();
    }

    /// Writes the node of everything that was added; returns the number of elements that it stands
    /// for. More nodes may be added afterwards.
    ///
    /// @throws IllegalStateException if blocks between those added are missing
    public long root(long[] node) {
        if (!early.isEmpty()) {
            throw new IllegalStateException(
                    "blocks are missing: from=%s, to=%s".formatted(nextBlock, early.firstKey()));
        }
        if (size == 0) {
            kernel.empty(node);
            return 0;
        }
        int words = kernel.nodeWords();
        long[] right = Arrays.copyOf(nodes[size - 1], words);
        long rightCount = counts[size - 1];
        for (int i = size - 2; i >= 0; i--) {
            long[] left = Arrays.copyOf(nodes[i], words);
            kernel.combine(left, counts[i], right, rightCount);
            right = left;
            rightCount += counts[i];
        }
        System.arraycopy(right, 0, node, 0, words);
        return rightCount;
    }

    /// The nodes that were added, the larger ones first, combined from left to right behind what lies before
    /// them all.
    ///
    /// @param before the node of the elements before the first block; null when there are none
    /// @param beforeCount how many those are
    /// @return null when there is neither
    public long @Nullable [] after(long @Nullable [] before, long beforeCount) {
        if (before == null && size == 0) {
            return null;
        }
        int first = before == null ? 1 : 0;
        long[] node = before == null ? nodes[0].clone() : before.clone();
        long count = before == null ? counts[0] : beforeCount;
        for (int i = first; i < size; i++) {
            kernel.combine(node, count, nodes[i], counts[i]);
            count += counts[i];
        }
        return node;
    }

    /// Forgets everything added.
    public void clear() {
        size = 0;
        nextBlock = firstBlock;
        early.clear();
    }

    private void push(int level, long[] node, long count) {
        if (nodes[size] == null) {
            nodes[size] = new long[kernel.nodeWords()];
        }
        System.arraycopy(node, 0, nodes[size], 0, kernel.nodeWords());
        counts[size] = count;
        levels[size] = level;
        size++;
        nextBlock += 1L << level;
        while (size > 1 && levels[size - 2] == levels[size - 1]) {
            kernel.combine(nodes[size - 2], counts[size - 2], nodes[size - 1], counts[size - 1]);
            counts[size - 2] += counts[size - 1];
            levels[size - 2]++;
            size--;
        }
    }
}
