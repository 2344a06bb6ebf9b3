package io.millrace.engine.internal.task;

import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Encodes the items of one call, in the one thread that submits them, into blocks that are filled from
/// front to end and never written again.
final class ItemWriter {
    private static final int FIRST_BLOCK_BYTES = 1 << 10;
    private static final int BLOCK_BYTES = 1 << 18;
    private static final int MAX_BLOCK_BYTES = 1 << 30;

    /// A block with less room than this is full.
    private static final int MIN_REST_BYTES = 64;

    private final Codec<Object> codec;
    private final Consumer<EncodedItems> sink;
    private final List<EncodedItems> full = new ArrayList<>(0);
    private byte[] block = new byte[FIRST_BLOCK_BYTES];
    private MemorySegment segment = MemorySegment.ofArray(block);
    private int from;
    private int end;
    private int count;
    private long first;

    /// @param sink takes the written items, at each [#flush]
    ItemWriter(Codec<Object> codec, Consumer<EncodedItems> sink) {
        this.codec = codec;
        this.sink = sink;
    }

    /// Writes one item behind the others.
    ///
    /// @throws io.millrace.shm.NotTransportableException when some part of the item cannot travel; then the
    ///         item is left out
    void add(@Nullable Object item) {
        if (block.length - end < MIN_REST_BYTES) {
            nextBlock(0);
        }
        int length = item == null ? TaskSpec.NULL_INPUT : encode(item);
        EncodedItems.LENGTH.set(block, end, length);
        end += Integer.BYTES + length;
        count++;
    }

    private int encode(Object item) {
        while (true) {
            try {
                return (int) codec.encode(item, segment.asSlice(end + Integer.BYTES));
            } catch (MessageTooLargeException full) {
                int tried = block.length - end;
                if (tried >= MAX_BLOCK_BYTES) {
                    throw full;
                }
                nextBlock(2 * tried);
            }
        }
    }

    private void nextBlock(int atLeast) {
        cut();
        block = new byte[Math.max(atLeast, Math.min(BLOCK_BYTES, 4 * Math.min(block.length, BLOCK_BYTES)))];
        segment = MemorySegment.ofArray(block);
        from = 0;
        end = 0;
    }

    private void cut() {
        if (count > 0) {
            full.add(new EncodedItems(block, from, end, first, count));
            first += count;
            from = end;
            count = 0;
        }
    }

    /// Hands over the items written since the last time.
    void flush() {
        cut();
        full.forEach(sink);
        full.clear();
    }

    /// How many items were written, handed over or not.
    long written() {
        return first + count;
    }
}
