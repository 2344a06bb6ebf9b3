package io.millrace.engine.internal.task;

import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.internal.codec.Utf8;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Encodes the items of one call, in the one thread that submits them, into blocks that are filled from
/// front to end and never written again.
///
/// The items stand in a column as long as they are of the type of the first one. From the first other
/// item on, all are written by the codec: mixed items must not make batches of a few items each.
final class ItemWriter {
    private static final int FIRST_BLOCK_BYTES = 1 << 10;
    private static final int BLOCK_BYTES = 1 << 18;
    private static final int MAX_BLOCK_BYTES = 1 << 30;

    /// A block with less room than this is full.
    private static final int MIN_REST_BYTES = 64;

    private static final int MAX_GATHERED = 256;

    /// The codec takes longer texts.
    private static final int MAX_TEXT_CHARS = 1 << 20;

    private final Codec<Object> codec;
    private final Consumer<EncodedItems> sink;
    private final List<EncodedItems> full = new ArrayList<>(0);
    private byte[] block = new byte[FIRST_BLOCK_BYTES];
    private MemorySegment segment = MemorySegment.ofArray(block);

    /// Null before the first item.
    private @Nullable Column column;

    /// Items that belong into the column, behind those in the block.
    private final @Nullable Object[] gathered = new @Nullable Object[MAX_GATHERED];

    private int gatheredCount;
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
        Column open = column;
        if (open == null || open != Column.NONE && !open.takes(item)) {
            open = open == null ? Column.of(item) : Column.NONE;
            change(open);
        }
        if (open.width() > 0) {
            if (gatheredCount == MAX_GATHERED) {
                putGathered(open);
            }
            gathered[gatheredCount++] = item;
        } else {
            frame(open, item);
        }
    }

    private void change(Column to) {
        if (column != to) {
            cut();
            column = to;
        }
    }

    private void putGathered(Column open) {
        int bytes = gatheredCount * open.width();
        if (block.length - end < bytes) {
            nextBlock(bytes);
        }
        open.write(gathered, gatheredCount, segment, end);
        end += bytes;
        count += gatheredCount;
        gatheredCount = 0;
    }

    private void frame(Column open, @Nullable Object item) {
        if (block.length - end < MIN_REST_BYTES) {
            nextBlock(0);
        }
        if (open != Column.TEXT || !tryText((String) Objects.requireNonNull(item))) {
            change(Column.NONE);
            putFramed(item == null ? TaskSpec.NULL_INPUT : encode(item));
        }
    }

    private void putFramed(int length) {
        EncodedItems.LENGTH.set(block, end, length);
        end += Integer.BYTES + length;
        count++;
    }

    /// @return false when it has no UTF-8, or is for the codec
    private boolean tryText(String text) {
        if (text.length() > MAX_TEXT_CHARS || Utf8.loneSurrogate(text) >= 0) {
            return false;
        }
        byte[] bytes = Utf8.encode(text);
        if (block.length - end - Integer.BYTES < bytes.length) {
            nextBlock(Integer.BYTES + bytes.length);
        }
        System.arraycopy(bytes, 0, block, end + Integer.BYTES, bytes.length);
        putFramed(bytes.length);
        return true;
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
        cutBlock();
        block = new byte[Math.max(atLeast, Math.min(BLOCK_BYTES, 4 * Math.min(block.length, BLOCK_BYTES)))];
        segment = MemorySegment.ofArray(block);
        from = 0;
        end = 0;
    }

    private void cut() {
        if (gatheredCount > 0) {
            putGathered(Objects.requireNonNull(column));
        }
        cutBlock();
    }

    private void cutBlock() {
        if (count > 0) {
            full.add(new EncodedItems(Objects.requireNonNull(column), block, from, end, first, count));
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
        return first + count + gatheredCount;
    }
}
