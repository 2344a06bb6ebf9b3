package io.millrace.engine.job;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A batch made ready in one worker: its function, decoded once, and the next of its items.
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
    /// @throws io.millrace.shm.NotTransportableException when a class of it is not here
    static OpenBatch open(Codec<Object> codec, PoolRegion pool, int row, long epoch) {
        MemorySegment segment = pool.task(row);
        TaskOverflow overflow = new TaskOverflow(pool, row, epoch);
        MemorySegment arguments = overflow.has(TaskOverflow.ARGUMENTS)
                ? overflow.open(TaskOverflow.ARGUMENTS)
                : TaskTable.arguments(pool, segment);
        long functionBytes = TaskRow.functionBytes(segment);
        Object function = codec.decode(arguments.asSlice(0, functionBytes));
        return new OpenBatch(codec, function, arguments.asSlice(functionBytes, TaskRow.itemBytes(segment)));
    }

    /// Goes past so many items.
    void skip(int count) {
        for (int item = 0; item < count; item++) {
            position += Integer.BYTES + Math.max(0, items.get(LENGTH, position));
        }
    }

    /// Runs the next item.
    ///
    /// @throws Throwable whatever the function throws, or why its input cannot be made here
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
