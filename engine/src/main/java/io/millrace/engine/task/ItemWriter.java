package io.millrace.engine.task;

import io.millrace.engine.job.TaskSpec;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Encodes the items of one call, in the one thread that has them, into blocks that are filled from
/// front to end and never written again.
public final class ItemWriter {
    private static final int FIRST_BLOCK = 1 << 10;
    private static final int USUAL_BLOCK = 1 << 18;
    private static final int LARGEST_BLOCK = 1 << 30;

    /// What is left of a block that is not worth a try.
    private static final int SCRAP = 64;

    private final Codec<Object> codec;
    private final Consumer<Items> sink;
    private final List<Items> full = new ArrayList<>(0);
    private byte[] block = new byte[FIRST_BLOCK];
    private MemorySegment segment = MemorySegment.ofArray(block);
    private int from;
    private int end;
    private int count;
    private long first;

    /// @param sink takes what was written, at each [#flush]
    ItemWriter(Codec<Object> codec, Consumer<Items> sink) {
        this.codec = codec;
        this.sink = sink;
    }

    /// Writes one item behind the others.
    ///
    /// @throws io.millrace.shm.NotTransportableException when some part of it cannot travel; then it
    ///         is left out
    public void add(@Nullable Object item) {
        if (block.length - end < SCRAP) {
            nextBlock(0);
        }
        int length = item == null ? TaskSpec.NULL_INPUT : encode(item);
        Items.LENGTH.set(block, end, length);
        end += Integer.BYTES + length;
        count++;
    }

    private int encode(Object item) {
        while (true) {
            try {
                return (int) codec.encode(item, segment.asSlice(end + Integer.BYTES));
            } catch (MessageTooLargeException full) {
                int tried = block.length - end;
                if (tried >= LARGEST_BLOCK) {
                    throw full;
                }
                nextBlock(2 * tried);
            }
        }
    }

    private void nextBlock(int atLeast) {
        cut();
        block = new byte[Math.max(atLeast, Math.min(USUAL_BLOCK, 4 * Math.min(block.length, USUAL_BLOCK)))];
        segment = MemorySegment.ofArray(block);
        from = 0;
        end = 0;
    }

    private void cut() {
        if (count > 0) {
            full.add(new Items(block, from, end, first, count));
            first += count;
            from = end;
            count = 0;
        }
    }

    /// Hands over what was written since.
    public void flush() {
        cut();
        full.forEach(sink);
        full.clear();
    }

    /// How many items were written, handed over or not.
    public long written() {
        return first + count;
    }
}
