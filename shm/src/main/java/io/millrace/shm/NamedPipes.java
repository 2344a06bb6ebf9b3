package io.millrace.shm;

import io.millrace.shm.message.Broadcast;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Pipe;
import java.util.Objects;

/// From names to pipes and broadcasts. As `NamedRegions`: `newX` makes, `x` opens, `openOrNewX` does
/// whichever is needed. All need the JVM flag `--add-opens
/// java.base/jdk.internal.misc=ALL-UNNAMED`: `MissingJvmFlagException`.
public abstract sealed class NamedPipes extends NamedMessages permits SharedMemory {
    NamedPipes() {}

    /// Makes a pipe: the first end sends with `toSecond`, the second with `toFirst`.
    ///
    /// @param capacityBytes of each direction, up to 1 GiB; a power of two is made of it
    public <A, B> Pipe<A, B> newPipe(String name, Codec<A> toSecond, Codec<B> toFirst, long capacityBytes) {
        Objects.requireNonNull(name, "name");
        return Pipe.over(createRegion(Pipe.request(name, toSecond, toFirst, capacityBytes)), toSecond, toFirst);
    }

    /// Makes a pipe with a made-up name.
    public <A, B> Pipe<A, B> newPipe(Codec<A> toSecond, Codec<B> toFirst, long capacityBytes) {
        return Pipe.over(createRegion(Pipe.request(null, toSecond, toFirst, capacityBytes)), toSecond, toFirst);
    }

    /// Makes a pipe that carries the same messages both ways.
    public <T> Pipe<T, T> newPipe(String name, Codec<T> codec, long capacityBytes) {
        return newPipe(name, codec, codec, capacityBytes);
    }

    /// Makes such a pipe with a made-up name.
    public <T> Pipe<T, T> newPipe(Codec<T> codec, long capacityBytes) {
        return newPipe(codec, codec, capacityBytes);
    }

    /// Opens a pipe; the codecs must be those it was made with.
    public <A, B> Pipe<A, B> pipe(String name, Codec<A> toSecond, Codec<B> toFirst) {
        return Pipe.over(openRegion(name, RegionKind.PIPE), toSecond, toFirst);
    }

    /// Opens a pipe that carries the same messages both ways.
    public <T> Pipe<T, T> pipe(String name, Codec<T> codec) {
        return pipe(name, codec, codec);
    }

    /// Opens the pipe, or makes it; an existing one must have the same capacity.
    public <A, B> Pipe<A, B> openOrNewPipe(
            String name, Codec<A> toSecond, Codec<B> toFirst, long capacityBytes) {
        return NamedHandles.openOrNew(
                        () -> pipe(name, toSecond, toFirst), () -> newPipe(name, toSecond, toFirst, capacityBytes))
                .requireCapacity(capacityBytes);
    }

    /// As above, for a pipe that carries the same messages both ways.
    public <T> Pipe<T, T> openOrNewPipe(String name, Codec<T> codec, long capacityBytes) {
        return openOrNewPipe(name, codec, codec, capacityBytes);
    }

    /// Makes a broadcast.
    ///
    /// @param capacityBytes by how much the slow may fall behind before they miss all but the newest message, up to
    ///         1 GiB; a power of two is made of it, of which a message may take an eighth
    public <T> Broadcast<T> newBroadcast(String name, Codec<T> codec, long capacityBytes) {
        Objects.requireNonNull(name, "name");
        return Broadcast.over(createRegion(Broadcast.request(name, codec, capacityBytes)), codec);
    }

    /// Makes a broadcast with a made-up name.
    public <T> Broadcast<T> newBroadcast(Codec<T> codec, long capacityBytes) {
        return Broadcast.over(createRegion(Broadcast.request(null, codec, capacityBytes)), codec);
    }

    /// Opens a broadcast; the codec must be the one it was made with.
    public <T> Broadcast<T> broadcast(String name, Codec<T> codec) {
        return Broadcast.over(openRegion(name, RegionKind.BROADCAST), codec);
    }

    /// Opens the broadcast, or makes it; an existing one must have the same capacity.
    public <T> Broadcast<T> openOrNewBroadcast(String name, Codec<T> codec, long capacityBytes) {
        return NamedHandles.openOrNew(() -> broadcast(name, codec), () -> newBroadcast(name, codec, capacityBytes))
                .requireCapacity(capacityBytes);
    }
}
