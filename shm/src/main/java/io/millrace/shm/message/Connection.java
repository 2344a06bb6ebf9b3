package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.sync.Patience;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One end of a [Pipe].
///
/// The first call that sends or receives takes the end for this process: `EndTakenException` when
/// another process has it, or died with it. When the other side was closed or died, what it sent can
/// still be received, then every call that receives throws `EndOfStreamException`; every call that
/// sends throws `PeerDiedException`. As long as nobody took the other end, both just wait.
///
/// Safe for all threads, fastest for one that sends and one that receives. Calls that wait throw
/// `InterruptedException` when interrupted, and `IllegalStateException` when another thread closes
/// the connection.
///
/// @param <S> what this end sends
/// @param <R> what it receives
public final class Connection<S, R> implements AutoCloseable {
    private final Endpoint endpoint;
    private final Codec<S> sends;
    private final Codec<R> receives;
    private final Pace forever;
    private volatile boolean closed;

    Connection(Endpoint endpoint, Codec<S> sends, Codec<R> receives, Waiting waiting) {
        this.endpoint = endpoint;
        this.sends = sends;
        this.receives = receives;
        forever = new Pace(Patience.forever(), waiting);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /// What this end sends is written with.
    Codec<S> sends() {
        return sends;
    }

    /// What the other end sends is written with.
    Codec<R> receives() {
        return receives;
    }

    private void requireOpen() {
        if (closed) {
            throw endpoint.closed();
        }
    }

    /// Memory that was taken away is refused as such by the JDK.
    private RuntimeException explained(IllegalStateException refused) {
        return endpoint.region().segment().scope().isAlive() ? refused : endpoint.region().gone(refused);
    }

    private static void refuseInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Sends the message; waits while there is no room.
    public void send(S message) throws InterruptedException {
        send(message, forever);
    }

    /// Sends the message if room comes in time; whether it did.
    public boolean offer(S message, Duration timeout) throws InterruptedException {
        return send(message, new Pace(Patience.of(timeout), forever.waiting()));
    }

    private boolean send(S message, Pace pace) throws InterruptedException {
        Objects.requireNonNull(message, "message");
        refuseInterrupted();
        requireOpen();
        try {
            return endpoint.sender.send(sends, message, pace);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// Sends the message if there is room now; whether there was. One that is larger than the ring
    /// never fits.
    public boolean offer(S message) {
        Objects.requireNonNull(message, "message");
        requireOpen();
        try {
            return endpoint.sender.offer(sends, message);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// The next message; waits for it.
    public R receive() throws InterruptedException {
        return Objects.requireNonNull(receive(forever));
    }

    /// The next message if it comes in time, else null.
    public @Nullable R poll(Duration timeout) throws InterruptedException {
        return receive(new Pace(Patience.of(timeout), forever.waiting()));
    }

    private @Nullable R receive(Pace pace) throws InterruptedException {
        refuseInterrupted();
        requireOpen();
        try {
            return endpoint.receiver.receive(receives, pace);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// The next message if it is there, else null.
    public @Nullable R poll() {
        requireOpen();
        try {
            return endpoint.receiver.poll(receives);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// Room for a message to be written in place, without garbage; waits while there is none. Nobody
    /// else sends until it was published or aborted.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException more than an eighth of the capacity
    public Claim claim(long byteSize) throws InterruptedException {
        refuseInterrupted();
        requireOpen();
        try {
            return Objects.requireNonNull(endpoint.sender.claim(byteSize, forever));
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// As `claim`, if there is room now, else null.
    public @Nullable Claim tryClaim(long byteSize) {
        requireOpen();
        try {
            return endpoint.sender.tryClaim(byteSize);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// Hands on messages that are there, up to `limit`, where they lie, without garbage; how many.
    /// Messages of more than an eighth of the capacity are put together in private memory first. One
    /// whose handler throws is gone. Nobody else receives while the handler runs.
    public int drain(MessageHandler handler, int limit) {
        Objects.requireNonNull(handler, "handler");
        requireOpen();
        try {
            return endpoint.receiver.drain(handler, limit);
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// As above, and waits for the first message; 0 when none came in time.
    public int drain(MessageHandler handler, int limit, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(handler, "handler");
        refuseInterrupted();
        requireOpen();
        try {
            return endpoint.receiver.drain(handler, limit, new Pace(Patience.of(timeout), forever.waiting()));
        } catch (IllegalStateException refused) {
            throw explained(refused);
        }
    }

    /// Gives the end back, if this process has it. The other side receives what was sent, then
    /// learns that it was closed. Aborts a claim that this thread has open;
    /// `IllegalStateException` when that of another thread does not end, or inside a handler.
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
