package io.millrace.engine.kernel;

import io.millrace.engine.kernel.BlockKernel.Folding;
import java.util.Arrays;
import java.util.TreeMap;

/// Combines nodes into one, by the binary tree over block indices: pairs, then pairs of pairs, an
/// odd one moves up as it is.
///
/// A node of level *L* stands for the 2^*L* blocks from a multiple of 2^*L* on, or for as many of
/// them as the array has. Nodes may differ in level and arrive in any order; the result is the
/// same.
///
/// ```text
///   stack, levels falling:   [8 blocks][4 blocks][1 block]  ◀── next block: 13
///   a node of the level on top combines with it, and the result again with the next
/// ```
///
/// It is a binary counter: whatever lies on the stack before an aligned node of level *L* arrives
/// has level *L* or above, so two of one level that meet are siblings. The rest is combined from
/// the right at the end, which is what moving the odd ones up does.
///
/// Not safe for several threads.
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

    /// A node whose blocks begin after the next one expected.
    private record Early(int level, long[] node, long count) {}

    /// A tree over blocks from block 0 on.
    public SummationTree(Folding kernel) {
        this(kernel, 0);
    }

    /// A tree over one chunk, whose first block is a multiple of its number of blocks rounded up to
    /// a power of two.
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
    /// @param level the node stands for 2^`level` blocks, fewer only at the end of the array
    /// @param count elements in them, at least 1
    /// @throws IllegalStateException if these blocks were added before
    public void add(long firstBlock, int level, long[] node, long count) {
        if (Long.numberOfTrailingZeros(firstBlock) < level) {
            throw new IllegalArgumentException(
                    "not aligned: firstBlock=%d, level=%d".formatted(firstBlock, level));
        }
        if (firstBlock < nextBlock || early.containsKey(firstBlock)) {
            throw new IllegalStateException(
                    "these blocks were added before: firstBlock=%d, nextBlock=%d"
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

    /// Writes the node of everything added and returns the number of elements it stands for. The
    /// tree can be added to afterwards.
    ///
    /// @throws IllegalStateException if blocks between those added are missing
    public long root(long[] node) {
        if (!early.isEmpty()) {
            throw new IllegalStateException(
                    "blocks are missing: from=%d, to=%d".formatted(nextBlock, early.firstKey()));
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
