package io.millrace.shm.message;

import io.millrace.shm.RegionKind;
import io.millrace.shm.Waiting;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.layout.BroadcastHeader;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One process sends, any number listen, and nobody is waited for: who is too slow misses messages
/// and is told how many.
///
/// ```java
/// Broadcast<long[]> ticks = memory.newBroadcast("ticks", Codec.longs(), 1 << 20);
/// ticks.send(new long[] {1, 2, 3});
///
/// Subscriber<long[]> subscriber = memory.broadcast("ticks", Codec.longs()).subscribe();
/// long[] tick = subscriber.receive();                  // in other processes
/// ```
///
/// The sending end belongs to the process that sends first, until that closes it or dies; then
/// another one may send. It rests on Agrona's broadcast buffers, which need the JVM flag
/// `--add-opens java.base/jdk.internal.misc=ALL-UNNAMED` (`MissingJvmFlagException`). Safe for all
/// threads.
public final class Broadcast<T> implements AutoCloseable {
    private final Region region;
    private final BroadcastState state;
    private final Codec<T> codec;
    private final Waiting waiting;

    private Broadcast(Region region, Codec<T> codec, Waiting waiting) {
        this.region = region;
        this.codec = codec;
        this.waiting = waiting;
        state = BroadcastState.of(region);
    }

    /// Where its ring comes from; called by the doors of `SharedMemory`.
    public static RegionRequest request(@Nullable String name, Codec<?> codec, long capacityBytes) {
        AgronaMemory.requireFlag();
        CodecName.check(codec);
        long capacity = capacity(capacityBytes);
        return new RegionRequest(
                name, RegionKind.BROADCAST, null, new long[] {capacity}, BroadcastHeader.byteSize(capacity),
                segment -> CodecName.write(segment, BroadcastHeader.offset("codec"), codec));
    }

    private static long capacity(long capacityBytes) {
        return Pipe.roundUp(capacityBytes, BroadcastHeader.MIN_CAPACITY, BroadcastHeader.MAX_CAPACITY);
    }

    /// The broadcast in a region.
    ///
    /// @throws WrongRegionTypeException it was made for another codec
    public static <T> Broadcast<T> over(Region region, Codec<T> codec) {
        AgronaMemory.requireFlag();
        Pipe.requireWritable(region);
        BroadcastState.checkShape(region);
        CodecName.require(region, BroadcastHeader.offset("codec"), codec);
        region.memory().attachment().needsSweeper(PipeRecovery.BIT);
        return new Broadcast<>(region, codec.bind(region.memory()), Waiting.BALANCED);
    }

    /// What its messages are written with.
    Codec<T> codec() {
        return codec;
    }

    /// That an existing broadcast has the capacity somebody asks for.
    public Broadcast<T> requireCapacity(long capacityBytes) {
        long wanted = capacity(capacityBytes);
        if (wanted != capacityBytes()) {
            throw new WrongRegionTypeException("the broadcast has another capacity: region=%s, capacityBytes=%d, wanted=%d; open it without one"
                    .formatted(region.info(), capacityBytes(), wanted));
        }
        return this;
    }

    /// Of the region.
    public String name() {
        return region.name();
    }

    /// Bytes of the ring: who falls behind by more goes on with the newest message, and counts what it missed.
    public long capacityBytes() {
        return region.shape()[0];
    }

    /// The region it lies in.
    public Region region() {
        return region;
    }

    /// Sends a message to whoever listens; never waits.
    ///
    /// @throws io.millrace.shm.EndTakenException another process sends
    /// @throws io.millrace.shm.MessageTooLargeException about an eighth of the capacity
    public void send(T message) {
        Objects.requireNonNull(message, "message");
        try {
            state.send(codec, message);
        } catch (IllegalStateException refused) {
            throw explained(region, refused);
        }
    }

    /// Memory that was taken away is refused as such by the JDK.
    static RuntimeException explained(Region region, IllegalStateException refused) {
        return region.segment().scope().isAlive() ? refused : region.gone(refused);
    }

    /// Listens from the next message on.
    public Subscriber<T> subscribe() {
        region.check();
        return new Subscriber<>(state, codec, waiting);
    }

    /// The same broadcast, with subscribers that wait in that way; without it they wait `BALANCED`.
    public Broadcast<T> waiting(Waiting how) {
        return new Broadcast<>(region, codec, Objects.requireNonNull(how, "how"));
    }

    /// Gives the sending end back, if this process has it: who listens receives what was sent, then
    /// learns that there is nobody. Sending again takes the end again.
    @Override
    public void close() {
        if (region.segment().scope().isAlive()) {
            state.close();
        }
    }

    @Override
    public String toString() {
        return "Broadcast[%s, %d bytes]".formatted(name(), capacityBytes());
    }
}
