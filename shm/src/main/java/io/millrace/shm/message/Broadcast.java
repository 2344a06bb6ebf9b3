package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.codec.HandleParts;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.ring.BroadcastState;
import java.util.List;
import java.util.Objects;

/// One process sends and any number of subscribers receive. The sender waits for none of them: a
/// subscriber that is too slow misses messages and is told how many.
///
/// ```java
/// Broadcast<long[]> ticks = memory.newBroadcast("ticks", Codec.longs(), 1 << 20);
/// ticks.send(new long[] {1, 2, 3});
///
/// Subscriber<long[]> subscriber = memory.broadcast("ticks", Codec.longs()).subscribe();
/// long[] tick = subscriber.receive();                  // in other processes
/// ```
///
/// The sending end belongs to the process that sends first, until that process closes it or dies; then
/// another process may send. The ring has the format of Agrona's `BroadcastTransmitter`; Agrona itself
/// takes no part. Safe for all threads.
public final class Broadcast<T> implements AutoCloseable {
    static {
        HandleParts.register(Broadcast.class, broadcast -> broadcast.parts());
    }

    private final Region region;
    private final BroadcastState state;
    private final Codec<T> codec;
    private final CheckedEncoder<T> encoder;
    private final Waiting waiting;

    private Broadcast(Region region, Codec<T> codec, Waiting waiting) {
        this.region = region;
        this.codec = codec;
        encoder = new CheckedEncoder<>(codec);
        this.waiting = waiting;
        state = BroadcastState.of(region);
    }

    /// The broadcast in a region.
    ///
    /// @throws WrongRegionTypeException it was made for another codec
    static <T> Broadcast<T> over(Region region, Codec<T> codec) {
        Pipe.requireWritable(region);
        BroadcastState.checkShape(region);
        CodecName.require(region, BroadcastHeader.offset("codec"), codec.name());
        return new Broadcast<>(region, codec.bind(region.memory().handle()), Waiting.BALANCED);
    }

    private HandleParts parts() {
        return new HandleParts(region, HandleParts.WHOLE, List.of(codec));
    }

    /// Of the region.
    public String name() {
        return region.name();
    }

    /// Bytes of the ring. A subscriber that falls behind by more goes on with the newest message and
    /// counts the messages that it missed.
    public long capacityBytes() {
        return region.shape()[0];
    }

    Region region() {
        return region;
    }

    /// Sends a message to all subscribers; never waits.
    ///
    /// @throws io.millrace.shm.EndTakenException another process sends
    /// @throws io.millrace.shm.MessageTooLargeException about an eighth of the capacity
    public void send(T message) {
        Objects.requireNonNull(message, "message");
        try {
            state.send(encoder, message);
        } catch (IllegalStateException refused) {
            throw explained(region, refused);
        }
    }

    /// What to throw for a failed access: the JDK refuses memory that was unmapped.
    static RuntimeException explained(Region region, IllegalStateException refused) {
        return region.segment().scope().isAlive() ? refused : region.gone(refused);
    }

    /// A subscriber that receives the messages that are sent from now on.
    public Subscriber<T> subscribe() {
        region.check();
        return new Subscriber<>(state, codec, waiting);
    }

    /// The same broadcast, with subscribers that wait in that way; without it they wait `BALANCED`.
    public Broadcast<T> waiting(Waiting how) {
        return new Broadcast<>(region, codec, Objects.requireNonNull(how, "how"));
    }

    /// Gives the sending end back, if this process has it: subscribers receive what was sent, then learn
    /// that no process sends. Sending again takes the end again.
    @Override
    public void close() {
        if (region.segment().scope().isAlive()) {
            state.close();
        }
    }

    @Override
    public String toString() {
        return "Broadcast[%s, %s bytes]".formatted(name(), capacityBytes());
    }
}
