package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tree against its definition: lists of nodes that are paired level by level.
class SummationTreeTest {

    private static final long SHORT_LAST_BLOCK = 1000;

    private final Folding kernel =
            (Folding) new ScalarKernels().compile(new Work.Reduce(null, ElementType.DOUBLE, Reduction.SUM));
    private final Folding summary = (Folding) new ScalarKernels().compile(new Work.Summary(ElementType.DOUBLE));

    /// A node with the number of its elements.
    private record Counted(long[] node, long count) {}

    /// A chunk: 2^level blocks from a multiple of it on.
    private record Chunk(int firstBlock, int level) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 31, 33, 64, 100, 127, 128, 129, 1000})
    void blocksInOrderGiveTheTreeOfTheDefinition(int blocks) {
        for (Folding folding : List.of(kernel, summary)) {
            List<Counted> nodes = nodes(folding, blocks, 11);
            SummationTree tree = new SummationTree(folding);
            nodes.forEach(node -> tree.add(node.node, node.count));
            assertRoot(byDefinition(folding, nodes), tree, folding);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 100, 255, 1000})
    void chunksOfMixedSizesInAnyOrderGiveTheTreeOfTheDefinition(int blocks) {
        for (long seed = 0; seed < 20; seed++) {
            List<Counted> nodes = nodes(summary, blocks, seed);
            List<Chunk> chunks = chunks(blocks, new Random(seed));
            Collections.shuffle(chunks, new Random(seed));
            SummationTree tree = new SummationTree(summary);
            for (Chunk chunk : chunks) {
                Counted partial = partial(nodes, chunk);
                tree.add(chunk.firstBlock, chunk.level, partial.node, partial.count);
            }
            assertRoot(byDefinition(summary, nodes), tree, summary);
        }
    }

    @Test
    void ofNoBlocksTheRootIsTheEmptyNode() {
        long[] node = {7};
        assertEquals(0, new SummationTree(kernel).root(node));
        assertEquals(Double.doubleToRawLongBits(0.0), node[0]);
    }

    @Test
    void missingBlocksAreRefusedAtTheRoot() {
        SummationTree tree = new SummationTree(kernel);
        tree.add(2, 1, new long[1], 8192);
        assertThrows(IllegalStateException.class, () -> tree.root(new long[1]));
        tree.add(0, 1, new long[1], 8192);
        assertEquals(16384, tree.root(new long[1]));
    }

    @Test
    void blocksAddedTwiceAreRefused() {
        SummationTree tree = new SummationTree(kernel);
        tree.add(0, 2, new long[1], 16384);
        assertThrows(IllegalStateException.class, () -> tree.add(2, 1, new long[1], 8192));
        tree.add(8, 3, new long[1], 32768);
        assertThrows(IllegalStateException.class, () -> tree.add(8, 3, new long[1], 32768));
    }

    @Test
    void aNodeThatIsNotAlignedIsRefused() {
        SummationTree tree = new SummationTree(kernel);
        assertThrows(IllegalArgumentException.class, () -> tree.add(2, 2, new long[1], 1));
    }

    @Test
    void aClearedTreeStartsAnew() {
        SummationTree tree = new SummationTree(kernel, 4);
        tree.add(new long[] {Double.doubleToRawLongBits(3.0)}, 4096);
        tree.clear();
        tree.add(new long[] {Double.doubleToRawLongBits(5.0)}, 10);
        long[] node = new long[1];
        assertEquals(10, tree.root(node));
        assertEquals(5.0, Double.longBitsToDouble(node[0]));
    }

    private static void assertRoot(Counted expected, SummationTree tree, Folding folding) {
        long[] root = new long[folding.nodeWords()];
        assertEquals(expected.count, tree.count());
        assertEquals(expected.count, tree.root(root));
        for (int i = 0; i < root.length; i++) {
            assertEquals(expected.node[i], root[i], "word " + i);
        }
    }

    /// Pairs, then pairs of pairs; an odd one moves up as it is.
    private static Counted byDefinition(Folding folding, List<Counted> nodes) {
        List<Counted> level = nodes;
        while (level.size() > 1) {
            List<Counted> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? combine(folding, level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = above;
        }
        return level.getFirst();
    }

    private static Counted combine(Folding folding, Counted left, Counted right) {
        long[] both = left.node.clone();
        folding.combine(both, left.count, right.node, right.count);
        return new Counted(both, left.count + right.count);
    }

    /// What a worker leaves for a chunk: its own tree over the blocks that the array has of it.
    private Counted partial(List<Counted> nodes, Chunk chunk) {
        SummationTree tree = new SummationTree(summary, chunk.firstBlock);
        int to = Math.min(nodes.size(), chunk.firstBlock + (1 << chunk.level));
        for (Counted node : nodes.subList(chunk.firstBlock, to)) {
            tree.add(node.node, node.count);
        }
        long[] node = new long[summary.nodeWords()];
        return new Counted(node, tree.root(node));
    }

    private static List<Chunk> chunks(int blocks, Random random) {
        List<Chunk> chunks = new ArrayList<>();
        int first = 0;
        while (first < blocks) {
            int highest = first == 0 ? 10 : Integer.numberOfTrailingZeros(first);
            int level = random.nextInt(Math.min(highest, 6) + 1);
            chunks.add(new Chunk(first, level));
            first += 1 << level;
        }
        return chunks;
    }

    private static List<Counted> nodes(Folding folding, int blocks, long seed) {
        Random random = new Random(seed);
        List<Counted> nodes = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            long[] node = new long[folding.nodeWords()];
            for (int word = 0; word < node.length; word++) {
                node[word] = Double.doubleToRawLongBits(random.nextGaussian() * 1e6);
            }
            nodes.add(new Counted(node, i == blocks - 1 ? SHORT_LAST_BLOCK : Blocks.LENGTH));
        }
        return nodes;
    }
}
