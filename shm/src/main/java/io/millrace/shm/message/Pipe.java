package io.millrace.shm.message;

import io.millrace.shm.RegionKind;
import io.millrace.shm.Waiting;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.layout.PipeHeader;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Two processes, or two threads, talk to each other: messages both ways, in order, their
/// boundaries kept, each received once.
///
/// ```java
/// Pipe<String, byte[]> pipe = memory.newPipe("work", Codec.utf8(), Codec.bytes(), 1 << 16);
/// pipe.first().send("picture.jpg");                    // here
///
/// try (Connection<byte[], String> end = memory.pipe("work", Codec.utf8(), Codec.bytes()).second()) {
///     end.send(read(end.receive()));                   // in another process
/// }
/// ```
///
/// Each end belongs to the process that uses it first. When that closes it, another process can take
/// it and goes on where it stopped; when it dies nobody can, until `reset` clears both rings. A message of up
/// to an eighth of the capacity is written straight into the ring; a larger one, up to 1 GiB, goes
/// in pieces. Both rings are Agrona's `OneToOneRingBuffer`, which needs the JVM flag
/// `--add-opens java.base/jdk.internal.misc=ALL-UNNAMED` (`MissingJvmFlagException`).
///
/// @param <A> what the first end sends
/// @param <B> what the second end sends
public final class Pipe<A, B> {
    private final Region region;
    private final PipeState state;
    private final Codec<A> toSecond;
    private final Codec<B> toFirst;
    private final Waiting waiting;
    private @Nullable Connection<A, B> first;
    private @Nullable Connection<B, A> second;

    private Pipe(Region region, Codec<A> toSecond, Codec<B> toFirst, Waiting waiting) {
        this.region = region;
        this.toSecond = toSecond;
        this.toFirst = toFirst;
        this.waiting = waiting;
        state = PipeState.of(region);
    }

    /// Where its two rings come from; called by the doors of `SharedMemory`.
    ///
    /// @param capacityBytes of each ring; a power of two is made of it
    public static RegionRequest request(
            @Nullable String name, Codec<?> toSecond, Codec<?> toFirst, long capacityBytes) {
        AgronaMemory.requireFlag();
        CodecName.check(toSecond);
        CodecName.check(toFirst);
        long capacity = roundUp(capacityBytes, PipeHeader.MIN_CAPACITY, PipeHeader.MAX_CAPACITY);
        return new RegionRequest(
                name, RegionKind.PIPE, null, new long[] {capacity}, PipeHeader.byteSize(capacity), segment -> {
                    CodecName.write(segment, PipeHeader.offset("toSecondCodec"), toSecond);
                    CodecName.write(segment, PipeHeader.offset("toFirstCodec"), toFirst);
                });
    }

    static long roundUp(long capacityBytes, long least, long most) {
        if (capacityBytes < 1 || capacityBytes > most) {
            throw new IllegalArgumentException("a capacity is between 1 byte and 1 GiB: capacityBytes=%,d"
                    .formatted(capacityBytes));
        }
        long floor = Long.highestOneBit(capacityBytes);
        return Math.max(least, floor == capacityBytes ? floor : 2 * floor);
    }

    /// The pipe in a region.
    ///
    /// @throws WrongRegionTypeException it was made for other codecs
    public static <A, B> Pipe<A, B> over(Region region, Codec<A> toSecond, Codec<B> toFirst) {
        AgronaMemory.requireFlag();
        requireWritable(region);
        PipeState.checkShape(region);
        CodecName.require(region, PipeHeader.offset("toSecondCodec"), toSecond);
        CodecName.require(region, PipeHeader.offset("toFirstCodec"), toFirst);
        region.memory().attachment().needsSweeper(PipeRecovery.BIT);
        return new Pipe<>(region, toSecond.bind(region.memory()), toFirst.bind(region.memory()), Waiting.BALANCED);
    }

    static void requireWritable(Region region) {
        if (region.segment().isReadOnly()) {
            throw new UnsupportedOperationException("the file was attached read-only: region=" + region.info()
                    + ", file=" + region.memory().file() + "; attach it for writing");
        }
    }

    /// That an existing pipe has the capacity somebody asks for.
    public Pipe<A, B> requireCapacity(long capacityBytes) {
        long wanted = roundUp(capacityBytes, PipeHeader.MIN_CAPACITY, PipeHeader.MAX_CAPACITY);
        if (wanted != capacityBytes()) {
            throw new WrongRegionTypeException("the pipe has another capacity: region=%s, capacityBytes=%d, wanted=%d; open it without one"
                    .formatted(region.info(), capacityBytes(), wanted));
        }
        return this;
    }

    /// Of the region.
    public String name() {
        return region.name();
    }

    /// Of each of the two rings.
    public long capacityBytes() {
        return region.shape()[0];
    }

    /// The region it lies in.
    public Region region() {
        return region;
    }

    /// What the first end sends is written with.
    Codec<A> toSecond() {
        return toSecond;
    }

    /// What the second end sends is written with.
    Codec<B> toFirst() {
        return toFirst;
    }

    /// The first end. Taken by this process at its first use; the same object until it is closed.
    public synchronized Connection<A, B> first() {
        if (first == null || first.isClosed()) {
            first = new Connection<>(state.first, toSecond, toFirst, waiting);
        }
        return first;
    }

    /// The second end, alike.
    public synchronized Connection<B, A> second() {
        if (second == null || second.isClosed()) {
            second = new Connection<>(state.second, toFirst, toSecond, waiting);
        }
        return second;
    }

    /// The same pipe, with connections that wait in that way; without it they wait `BALANCED`.
    public Pipe<A, B> waiting(Waiting how) {
        return new Pipe<>(region, toSecond, toFirst, Objects.requireNonNull(how, "how"));
    }

    /// Empties a pipe whose ends were both closed, or whose owners died; then both can be taken again.
    ///
    /// @throws io.millrace.shm.EndTakenException a living process has an end
    /// @throws InterruptedException while somebody else resets it
    public void reset() throws InterruptedException {
        region.check();
        state.reset();
    }

    @Override
    public String toString() {
        return "Pipe[%s, %d bytes]".formatted(name(), capacityBytes());
    }
}
