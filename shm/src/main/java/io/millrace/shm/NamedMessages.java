package io.millrace.shm;

import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// From names to what carries messages. As `NamedRegions`: `newX` makes, `x` opens, `openOrNewX`
/// does whichever is needed. Opening with another codec is a `WrongRegionTypeException`.
public abstract sealed class NamedMessages extends NamedWaits permits NamedPipes {
    NamedMessages() {}

    /// Makes a queue with `QueueOptions.defaults()`.
    public <T> SharedQueue<T> newQueue(String name, Codec<T> codec) {
        return newQueue(name, codec, QueueOptions.defaults());
    }

    /// Makes a queue.
    public <T> SharedQueue<T> newQueue(String name, Codec<T> codec, QueueOptions options) {
        return makeQueue(Objects.requireNonNull(name, "name"), codec, options);
    }

    /// Makes a queue with a made-up name.
    public <T> SharedQueue<T> newQueue(Codec<T> codec) {
        return makeQueue(null, codec, QueueOptions.defaults());
    }

    /// Makes a queue with a made-up name.
    public <T> SharedQueue<T> newQueue(Codec<T> codec, QueueOptions options) {
        return makeQueue(null, codec, options);
    }

    private <T> SharedQueue<T> makeQueue(@Nullable String name, Codec<T> codec, QueueOptions options) {
        return SharedQueue.over(createRegion(SharedQueue.request(this, name, codec, options)), codec);
    }

    /// Opens a queue.
    public <T> SharedQueue<T> queue(String name, Codec<T> codec) {
        return SharedQueue.over(openRegion(name, RegionKind.QUEUE), codec);
    }

    /// Opens the queue, or makes it with `QueueOptions.defaults()`; an existing one may have others.
    public <T> SharedQueue<T> openOrNewQueue(String name, Codec<T> codec) {
        return NamedHandles.openOrNew(() -> queue(name, codec), () -> newQueue(name, codec));
    }

    /// Opens the queue, or makes it; an existing one must have the same capacity and size of
    /// messages.
    public <T> SharedQueue<T> openOrNewQueue(String name, Codec<T> codec, QueueOptions options) {
        SharedQueue<T> queue =
                NamedHandles.openOrNew(() -> queue(name, codec), () -> newQueue(name, codec, options));
        NamedHandles.requireShape(
                name,
                new long[] {options.capacity(), options.maxMessageByteSize()},
                new long[] {queue.capacity(), queue.maxMessageByteSize()});
        return queue;
    }
}
