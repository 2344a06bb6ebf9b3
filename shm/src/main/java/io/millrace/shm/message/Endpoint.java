package io.millrace.shm.message;

import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.region.Region;
import io.millrace.shm.sync.Patience;
import java.time.Duration;

/// What all connections of this process to one end of a pipe have in common.
final class Endpoint {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    final PipeSender sender;
    final PipeReceiver receiver;

    private final Region region;
    private final End own;
    private final End peer;
    private final Direction out;
    private final Direction in;
    private volatile boolean taken;
    private volatile boolean closing;
    private volatile boolean leaving;
    /// Whether something was sent since a message was received last. A guess: set and cleared without order.
    boolean answered;

    Endpoint(Region region, End own, End peer, Direction out, Direction in) {
        this.region = region;
        this.own = own;
        this.peer = peer;
        this.out = out;
        this.in = in;
        sender = new PipeSender(this, out);
        receiver = new PipeReceiver(this, in);
    }

    Region region() {
        return region;
    }

    /// The process on the other side.
    End peer() {
        return peer;
    }

    /// Takes the end if this process does not have it, and sees that nobody wants the region to go.
    /// By who is inside one of the guards.
    void require() {
        if (leaving) {
            region.check();
        }
        if (!taken) {
            takeOnce();
        }
    }

    private synchronized void takeOnce() {
        if (!taken) {
            region.check();
            own.take();
            taken = true;
        }
    }

    /// Whether the other side is gone. By who is inside one of the guards.
    boolean isPeerGone() {
        return End.isGone(out.endWord(peer.offset()));
    }

    /// That the end was not closed meanwhile, and that the region is still there. After each slice of
    /// a wait.
    void requireStill() {
        region.check();
        if (closing || !taken) {
            throw closed();
        }
    }

    /// What to throw at who uses a closed connection.
    IllegalStateException closed() {
        return new IllegalStateException("the connection is closed: region=%s, end=%s; get another one from the pipe"
                .formatted(region.name(), own.name()));
    }

    private String howPeerWent() {
        return peer.view().state() == EndView.State.DEAD ? "died" : "was closed";
    }

    PeerDiedException peerGone() {
        return new PeerDiedException("nobody is on the other side any more, it %s: region=%s, end=%s; when both ends are gone call reset()"
                .formatted(howPeerWent(), region.name(), peer.name()));
    }

    EndOfStreamException endOfStream() {
        return new EndOfStreamException("the other side %s, and all it sent has been received: region=%s, end=%s"
                .formatted(howPeerWent(), region.name(), peer.name()));
    }

    /// Gives the end back if this process has it. `IllegalStateException` when a claim or a handler
    /// of another thread does not end.
    void close() {
        closing = true;
        try {
            out.room.ring();
            in.messages.ring();
            sender.abortOwnClaim();
            enter(sender.guard());
            try {
                enter(receiver.guard());
                try {
                    giveBack();
                } finally {
                    receiver.guard().exit();
                }
            } finally {
                sender.guard().exit();
            }
        } finally {
            closing = false;
        }
    }

    private static void enter(ThreadGuard guard) {
        if (!guard.enterUninterrupted(Patience.of(CLOSE_PATIENCE))) {
            throw new IllegalStateException(
                    "another thread has a claim open on the connection, or is inside a handler of it; end that first");
        }
    }

    private void giveBack() {
        receiver.forget();
        taken = false;
        if (own.close()) {
            out.messages.ring();
            in.room.ring();
        }
    }

    /// Nobody in this process touches the rings any more, if nobody does now; whether that is so.
    boolean tryLeave() {
        leaving = true;
        return sender.guard().tryClose() & receiver.guard().tryClose();
    }
}
