package io.millrace.shm.internal.access;

import io.millrace.shm.internal.region.Region;
import io.millrace.shm.message.Broadcast;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.message.SharedQueue;
import java.lang.invoke.MethodHandle;

/// The way from regions to the handles of `io.millrace.shm.message`.
public final class MessageAccess {
    private static final MethodHandle QUEUE =
            InnerMethods.ofClass(SharedQueue.class, "over", SharedQueue.class, Region.class, Codec.class);
    private static final MethodHandle PIPE =
            InnerMethods.ofClass(Pipe.class, "over", Pipe.class, Region.class, Codec.class, Codec.class);
    private static final MethodHandle BROADCAST =
            InnerMethods.ofClass(Broadcast.class, "over", Broadcast.class, Region.class, Codec.class);

    private MessageAccess() {}

    /// The queue that a region holds.
    ///
    /// @throws io.millrace.shm.WrongRegionTypeException it was made with another codec
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    @SuppressWarnings("unchecked") // `over` returns a queue of that codec
    public static <T> SharedQueue<T> queue(Region region, Codec<T> codec) {
        try {
            return (SharedQueue<T>) (SharedQueue<?>) QUEUE.invokeExact(region, codec);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The pipe in a region.
    ///
    /// @throws io.millrace.shm.WrongRegionTypeException it was made for other codecs
    @SuppressWarnings("unchecked") // `over` returns a pipe of these codecs
    public static <A, B> Pipe<A, B> pipe(Region region, Codec<A> toSecond, Codec<B> toFirst) {
        try {
            return (Pipe<A, B>) (Pipe<?, ?>) PIPE.invokeExact(region, toSecond, toFirst);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The broadcast in a region.
    ///
    /// @throws io.millrace.shm.WrongRegionTypeException it was made for another codec
    @SuppressWarnings("unchecked") // `over` returns a broadcast of that codec
    public static <T> Broadcast<T> broadcast(Region region, Codec<T> codec) {
        try {
            return (Broadcast<T>) (Broadcast<?>) BROADCAST.invokeExact(region, codec);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }
}
