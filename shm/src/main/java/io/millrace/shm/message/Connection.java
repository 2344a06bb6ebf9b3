package io.millrace.shm.message;

import io.millrace.shm.Waitable;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.codec.HandleParts;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.ring.MessageReader;
import io.millrace.shm.internal.ring.PipeEnd;
import io.millrace.shm.internal.ring.PipeSender;
import io.millrace.shm.internal.ring.PipeState;
import io.millrace.shm.internal.ring.WaitOptions;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.WaitSource;
import io.millrace.shm.internal.wait.WaitSources;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One end of a [Pipe].
///
/// The first call that sends or receives takes the end for this process: `EndTakenException` when
/// another process has it, or died while it had it. When the peer closed its end or died, every call
/// that sends throws `PeerDiedException`. Calls that receive first return what the peer sent, then
/// throw `EndOfStreamException`. While no process has taken the other end, calls that wait go on
/// waiting.
///
/// Safe for all threads, fastest for one that sends and one that receives. Calls that wait throw
/// `InterruptedException` when interrupted, and `IllegalStateException` when another thread closes
/// the connection.
///
/// @param <S> what this end sends
/// @param <R> what it receives
public final class Connection<S, R> implements AutoCloseable, Waitable {
    static {
        WaitSources.register(Connection.class, end -> new Source(end, end.endpoint.receiver.source()));
        HandleParts.register(Connection.class, end -> end.parts());
    }

    private final PipeEnd endpoint;
    private final Codec<S> sends;
    private final Codec<R> receives;
    private final CheckedEncoder<S> encoder;
    private final WaitOptions forever;

    /// Used again, so that claims and calls with the same handler make no garbage. Several threads may
    /// each make one at first; any of them will do.
    private PipeReaders.@Nullable Handling handling;
    private @Nullable PipeClaim claim;

    private volatile boolean closed;

    Connection(PipeEnd endpoint, Codec<S> sends, Codec<R> receives, Waiting waiting) {
        this.endpoint = endpoint;
        this.sends = sends;
        this.receives = receives;
        encoder = new CheckedEncoder<>(sends);
        forever = new WaitOptions(Deadline.forever(), waiting);
    }

    /// For a wait for several things: ready when [#receive] does not wait for the peer.
    private record Source(Connection<?, ?> end, WaitSource messages) implements WaitSource {
        @Override
        public boolean isReady() {
            end.requireOpen();
            return messages.isReady();
        }

        @Override
        public Announcement announce() {
            return messages.announce();
        }

        @Override
        public void lookForDead() {
            messages.lookForDead();
        }
    }

    private HandleParts parts() {
        Region region = endpoint.region();
        boolean first = PipeState.of(region).first == endpoint;
        return first
                ? new HandleParts(region, HandleParts.FIRST, List.of(sends, receives))
                : new HandleParts(region, HandleParts.SECOND, List.of(receives, sends));
    }

    private void requireOpen() {
        if (closed) {
            throw endpoint.closed();
        }
    }

    /// What to throw for a failed access: the JDK refuses memory that was unmapped.
    private RuntimeException explained(IllegalStateException refused) {
        return endpoint.region().segment().scope().isAlive() ? refused : endpoint.region().gone(refused);
    }

    private static void refuseInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Sends the message; waits while there is no room.
    ///
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.PeerDiedException the peer closed its end or died
    /// @throws InterruptedException the thread is interrupted
    public void send(S message) throws InterruptedException {
        send(message, forever);
    }

    /// Sends the message if room comes in time; whether it did.
    ///
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.PeerDiedException the peer closed its end or died
    /// @throws InterruptedException the thread is interrupted
    public boolean offer(S message, Duration timeout) throws InterruptedException {
        return send(message, new WaitOptions(Deadline.of(timeout), forever.waiting()));
    }

    private boolean send(S message, WaitOptions pace) throws InterruptedException {
        Objects.requireNonNull(message, "message");
        refuseInterrupted();
        requireOpen();
        try {
            return endpoint.sender.send(encoder, message, pace);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// Sends the message if there is room now; whether there was. One that is larger than the ring
    /// never fits.
    ///
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.PeerDiedException the peer closed its end or died
    public boolean offer(S message) {
        Objects.requireNonNull(message, "message");
        requireOpen();
        try {
            return endpoint.sender.offer(encoder, message);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// The next message; waits for it.
    ///
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.EndOfStreamException the peer closed its end or died, and all it sent was
    ///         received
    /// @throws InterruptedException the thread is interrupted
    public R receive() throws InterruptedException {
        return Objects.requireNonNull(receive(forever));
    }

    /// The next message if it comes in time, else null.
    ///
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.EndOfStreamException the peer closed its end or died, and all it sent was
    ///         received
    /// @throws InterruptedException the thread is interrupted
    public @Nullable R poll(Duration timeout) throws InterruptedException {
        return receive(new WaitOptions(Deadline.of(timeout), forever.waiting()));
    }

    private @Nullable R receive(WaitOptions pace) throws InterruptedException {
        refuseInterrupted();
        requireOpen();
        try {
            PipeReaders.Decoding<R> decoding = new PipeReaders.Decoding<>(receives);
            endpoint.receiver.drain(decoding, 1, pace);
            return decoding.value();
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// The next message if it is there, else null.
    ///
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.EndOfStreamException the peer closed its end or died, and all it sent was
    ///         received
    public @Nullable R poll() {
        requireOpen();
        try {
            PipeReaders.Decoding<R> decoding = new PipeReaders.Decoding<>(receives);
            endpoint.receiver.drain(decoding, 1);
            return decoding.value();
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// Room for a message to be written in place, without garbage; waits while there is none. No other
    /// thread can send until the claim is published or aborted.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException more than an eighth of the capacity
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.PeerDiedException the peer closed its end or died
    /// @throws InterruptedException the thread is interrupted
    public Claim claim(long byteSize) throws InterruptedException {
        refuseInterrupted();
        requireOpen();
        try {
            return Objects.requireNonNull(claim(endpoint.sender.claim(byteSize, forever)));
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// As `claim`, if there is room now, else null.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException more than an eighth of the capacity
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.PeerDiedException the peer closed its end or died
    public @Nullable Claim tryClaim(long byteSize) {
        requireOpen();
        try {
            return claim(endpoint.sender.tryClaim(byteSize));
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    private @Nullable Claim claim(PipeSender.@Nullable OpenClaim open) {
        if (open == null) {
            return null;
        }
        PipeClaim known = claim;
        if (known == null) {
            known = new PipeClaim(open);
            claim = known;
        }
        return known;
    }

    private MessageReader handling(MessageHandler handler) {
        PipeReaders.Handling known = handling;
        if (known == null || known.handler() != handler) {
            known = new PipeReaders.Handling(handler);
            handling = known;
        }
        return known;
    }

    /// Hands up to `limit` messages that are there to `handler`, where they lie, without garbage; says
    /// how many. A message of more than an eighth of the capacity is put together in private memory
    /// first. A message whose handler throws is lost. No other thread can receive while the handler
    /// runs.
    ///
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.EndOfStreamException the peer closed its end or died, and all it sent was
    ///         received
    public int drain(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        requireOpen();
        try {
            return endpoint.receiver.drain(handling(handler), limit);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// As above, and waits for the first message; 0 when none came in time.
    ///
    /// @throws io.millrace.shm.EndTakenException another process has the end, or died while it had it
    /// @throws io.millrace.shm.EndOfStreamException the peer closed its end or died, and all it sent was
    ///         received
    /// @throws InterruptedException the thread is interrupted
    public int drain(MessageHandler handler, int limit, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        refuseInterrupted();
        requireOpen();
        try {
            return endpoint.receiver.drain(
                    handling(handler), limit, new WaitOptions(Deadline.of(timeout), forever.waiting()));
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// Gives the end back, if this process has it. The peer receives what was sent, then learns that
    /// the end was closed. Aborts a claim that this thread has open.
    ///
    /// @throws IllegalStateException another thread does not end its claim, or this thread is inside a
    ///         handler
    @Override
    public void close() {
        if (!closed) {
            try {
                endpoint.close();
            } catch (IllegalStateException refused) {
                if (endpoint.region().segment().scope().isAlive()) {
                    throw refused;
                }
                // the region is gone, and the end with it
            }
            closed = true;
        }
    }

    boolean isClosed() {
        return closed;
    }
}
