package io.millrace.engine.internal.job;

import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.shm.FileFormatException;
import java.lang.foreign.MemorySegment;

/// The chunks' nodes of a finished reduction, as they stand in the file.
public final class Partials {
    private final MemorySegment rows;
    private final int chunks;
    private final long length;

    Partials(MemorySegment rows, int chunks, long length) {
        this.rows = rows;
        this.chunks = chunks;
        this.length = length;
    }

    /// Elements of the job.
    public long length() {
        return length;
    }

    /// Whether two nodes have to be combined at all.
    public boolean areSeveral() {
        return chunks > 1;
    }

    /// A copy of the nodes, in the heap.
    ///
    /// @param nodeWords how many words one node has
    /// @throws FileFormatException when the chunks do not cover the blocks of the job one after the other
    public ChunkNodes nodes(int nodeWords) {
        long[] words = new long[chunks * nodeWords];
        long[] places = new long[chunks];
        long nextBlock = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            for (int word = 0; word < nodeWords; word++) {
                words[chunk * nodeWords + word] = ChunkRow.partial(rows, chunk, word);
            }
            places[chunk] = ChunkRow.place(rows, chunk);
            nextBlock = requireNext(chunk, places[chunk], nextBlock);
        }
        return new ChunkNodes(words, places, length);
    }

    /// @return the block that must follow
    private long requireNext(int chunk, long place, long nextBlock) {
        long firstBlock = ChunkRow.firstBlock(place);
        int level = ChunkRow.level(place);
        boolean last = chunk == chunks - 1;
        long blocks = Block.count(length);
        boolean fits = firstBlock == nextBlock
                && Long.numberOfTrailingZeros(firstBlock) >= level
                && firstBlock < blocks
                && last == (blocks - firstBlock <= 1L << level);
        if (!fits) {
            throw new FileFormatException(
                    "the chunks of a job are damaged: chunk=%s of %s, firstBlock=%s, level=%s, expected=%s, blocks=%s"
                            .formatted(chunk, chunks, firstBlock, level, nextBlock, blocks));
        }
        return firstBlock + (1L << level);
    }

    /// The root: the node of all elements.
    public long[] root(BlockKernel.Folding kernel) {
        return nodes(kernel.nodeWords()).root(kernel);
    }
}
