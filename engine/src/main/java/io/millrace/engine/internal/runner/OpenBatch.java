package io.millrace.engine.internal.runner;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SpillRegions;
import io.millrace.engine.internal.job.TaskTable;
import io.millrace.engine.internal.lambda.ItemCodec;
import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.shm.internal.codec.Bounds;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A batch prepared in one worker: its function, decoded once, and its next item.
final class OpenBatch {
    private static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED;

    private final Codec<Object> codec;
    private final Object function;
    private final boolean isText;
    private final MemorySegment items;

    /// The items if they have one width; else null.
    private final @Nullable Object @Nullable [] column;

    private int next;
    private long position;

    private OpenBatch(Codec<Object> codec, Object function, MemorySegment items, Column column, int count) {
        this.codec = codec;
        this.function = function;
        this.items = items;
        this.isText = column == Column.TEXT;
        this.column = column.width() > 0 ? values(items, column, count) : null;
    }

    private static @Nullable Object[] values(MemorySegment items, Column column, int count) {
        if (items.byteSize() != (long) count * column.width()) {
            throw Bounds.damaged(
                    "column", "column=%s, count=%s, byteSize=%s".formatted(column, count, items.byteSize()));
        }
        return column.read(items, 0, count);
    }

    /// Decodes the function of the batch in that row.
    ///
    /// @throws io.millrace.shm.NotTransportableException when this process lacks a class of it
    /// @throws io.millrace.shm.FileFormatException when the row does not hold as many items as it says
    static OpenBatch open(Codec<Object> codec, PoolRegion pool, int row, long epoch) {
        MemorySegment segment = pool.task(row);
        SpillRegions overflow = new SpillRegions(pool, row, epoch);
        MemorySegment arguments = overflow.has(SpillRegions.ARGUMENTS)
                ? overflow.open(SpillRegions.ARGUMENTS)
                : TaskTable.arguments(pool, segment);
        long functionBytes = TaskRow.functionBytes(segment);
        Object function = codec.decode(arguments.asSlice(0, functionBytes));
        MemorySegment items = arguments.asSlice(functionBytes, TaskRow.itemBytes(segment));
        Column column = TaskRow.itemColumn(segment);
        return new OpenBatch(codec, function, items, column, TaskRow.count(segment));
    }

    /// The class of its function.
    Class<?> function() {
        return function.getClass();
    }

    /// Skips that many items.
    void skip(int count) {
        if (column != null) {
            next = count;
            return;
        }
        for (int item = 0; item < count; item++) {
            position += Integer.BYTES + Math.max(0, items.get(LENGTH, position));
        }
    }

    /// Runs the next item.
    ///
    /// @throws Throwable of the function, or of the codec when it cannot decode the input
    @Nullable Object next() throws Throwable {
        if (column != null) {
            return call(function, column[next++]);
        }
        int length = items.get(LENGTH, position);
        long start = position + Integer.BYTES;
        position = start + Math.max(0, length);
        if (isText) {
            return call(function, text(start, length));
        }
        Object input = length > 0 ? codec.decode(items.asSlice(start, length)) : null;
        return call(function, input);
    }

    private String text(long start, int length) {
        if (length < 0 || length > items.byteSize() - start) {
            throw Bounds.damaged("text", "at=%s, length=%s".formatted(start, length));
        }
        return ItemCodec.text(items.asSlice(start, length));
    }

    /// Runs a task without input.
    static void run(Object function) throws Throwable {
        call(function, null);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object call(Object function, @Nullable Object input) throws Throwable {
        if (function instanceof RemoteFunction<?, ?> mapping) {
            return ((RemoteFunction<@Nullable Object, @Nullable Object>) mapping).apply(input);
        }
        return switch (function) {
            case RemoteCallable<?> callable -> callable.call();
            case RemoteRunnable runnable -> {
                runnable.run();
                yield null;
            }
            default ->
                    throw new IllegalArgumentException(
                            "not a task: class=%s; tasks are RemoteCallable, RemoteRunnable or RemoteFunction"
                                    .formatted(function.getClass().getName()));
        };
    }
}
