package io.millrace.engine.internal.runner;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SpillRegions;
import io.millrace.engine.internal.job.TaskTable;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A batch prepared in one worker: its function, decoded once, and its next item.
final class OpenBatch {
    private static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED;

    private final Codec<Object> codec;
    private final Object function;
    private final MemorySegment items;
    private long position;

    private OpenBatch(Codec<Object> codec, Object function, MemorySegment items) {
        this.codec = codec;
        this.function = function;
        this.items = items;
    }

    /// Decodes the function of the batch in that row.
    ///
    /// @throws io.millrace.shm.NotTransportableException when this process lacks a class of it
    static OpenBatch open(Codec<Object> codec, PoolRegion pool, int row, long epoch) {
        MemorySegment segment = pool.task(row);
        SpillRegions overflow = new SpillRegions(pool, row, epoch);
        MemorySegment arguments = overflow.has(SpillRegions.ARGUMENTS)
                ? overflow.open(SpillRegions.ARGUMENTS)
                : TaskTable.arguments(pool, segment);
        long functionBytes = TaskRow.functionBytes(segment);
        Object function = codec.decode(arguments.asSlice(0, functionBytes));
        return new OpenBatch(codec, function, arguments.asSlice(functionBytes, TaskRow.itemBytes(segment)));
    }

    /// Skips that many items.
    void skip(int count) {
        for (int item = 0; item < count; item++) {
            position += Integer.BYTES + Math.max(0, items.get(LENGTH, position));
        }
    }

    /// Runs the next item.
    ///
    /// @throws Throwable of the function, or of the codec when it cannot decode the input
    @Nullable Object next() throws Throwable {
        int length = items.get(LENGTH, position);
        long start = position + Integer.BYTES;
        position = start + Math.max(0, length);
        Object input = length > 0 ? codec.decode(items.asSlice(start, length)) : null;
        return call(function, input);
    }

    /// Runs a task without input.
    static void run(Object function) throws Throwable {
        call(function, null);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object call(Object function, @Nullable Object input) throws Throwable {
        return switch (function) {
            case RemoteFunction<?, ?> mapping ->
                    ((RemoteFunction<@Nullable Object, @Nullable Object>) mapping).apply(input);
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
