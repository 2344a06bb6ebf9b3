package io.millrace.shm.message;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.Waiting;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.codec.HandleParts;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.ring.PipeState;
import java.util.List;
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
/// Each end belongs to the process that uses it first. When that process closes the end, another
/// process can take it and goes on where the first one stopped; when it dies no process can, until
/// `reset` clears both rings. A message of up to an eighth of the capacity is written straight into
/// the ring; a larger one, up to 1 GiB, goes in pieces. Both rings have the format of Agrona's
/// `OneToOneRingBuffer`; Agrona itself takes no part.
///
/// @param <A> what the first end sends
/// @param <B> what the second end sends
public final class Pipe<A, B> {
    static {
        HandleParts.register(Pipe.class, pipe -> pipe.parts());
    }

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

    /// The pipe in a region.
    ///
    /// @throws WrongRegionTypeException it was made for other codecs
    static <A, B> Pipe<A, B> over(Region region, Codec<A> toSecond, Codec<B> toFirst) {
        requireWritable(region);
        PipeState.checkShape(region);
        CodecName.require(region, PipeHeader.offset("toSecondCodec"), toSecond.name());
        CodecName.require(region, PipeHeader.offset("toFirstCodec"), toFirst.name());
        MemoryHandle memory = region.memory().handle();
        return new Pipe<>(region, toSecond.bind(memory), toFirst.bind(memory), Waiting.BALANCED);
    }

    static void requireWritable(Region region) {
        if (region.segment().isReadOnly()) {
            throw new UnsupportedOperationException("the file was attached read-only: region=" + region.info()
                    + ", file=" + region.memory().file() + "; attach it for writing");
        }
    }

    /// Of the region.
    public String name() {
        return region.name();
    }

    /// Of each of the two rings.
    public long capacityBytes() {
        return region.shape()[0];
    }

    Region region() {
        return region;
    }

    private HandleParts parts() {
        return new HandleParts(region, HandleParts.WHOLE, List.of(toSecond, toFirst));
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

    /// Empties a pipe when the owner of each end closed the end or died; then both ends can be taken
    /// again.
    ///
    /// @throws io.millrace.shm.EndTakenException a living process has an end
    /// @throws InterruptedException interrupted while another thread resets the pipe
    public void reset() throws InterruptedException {
        region.check();
        state.reset();
    }

    @Override
    public String toString() {
        return "Pipe[%s, %s bytes]".formatted(name(), capacityBytes());
    }
}
