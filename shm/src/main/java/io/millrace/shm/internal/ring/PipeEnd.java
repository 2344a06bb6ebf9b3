package io.millrace.shm.internal.ring;

import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;

/// What all connections of this process to one end of a pipe have in common.
public final class PipeEnd {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    public final PipeSender sender;
    public final PipeReceiver receiver;

    private final Region region;
    private final EndState own;
    private final EndState peer;
    private final Direction out;
    private final Direction in;
    private volatile boolean taken;
    private volatile boolean closing;
    private volatile boolean leaving;
    /// Whether something was sent since the last message was received. A hint: written without order.
    boolean answered;

    PipeEnd(Region region, EndState own, EndState peer, Direction out, Direction in) {
        this.region = region;
        this.own = own;
        this.peer = peer;
        this.out = out;
        this.in = in;
        sender = new PipeSender(this, out);
        receiver = new PipeReceiver(this, in);
    }

    public Region region() {
        return region;
    }

    /// The end of the other side.
    EndState peer() {
        return peer;
    }

    /// Takes the end if this process does not have it, and checks that the region is not being dropped
    /// or closed. The caller is inside one of the guards.
    public void require() {
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

    /// Whether the other side is gone. The caller is inside one of the guards.
    boolean isPeerGone() {
        return EndState.isGone(out.endWord(peer.offset()));
    }

    /// Checks that the end was not closed meanwhile and that the region is still there. Called after
    /// each slice of a wait.
    void requireStill() {
        region.check();
        if (closing || !taken) {
            throw closed();
        }
    }

    /// What to throw when a closed connection is used.
    public IllegalStateException closed() {
        return new IllegalStateException("the connection is closed: region=%s, end=%s; get another one from the pipe"
                .formatted(region.name(), own.name()));
    }

    private String howPeerWent() {
        return peer.isDead() ? "died" : "was closed";
    }

    PeerDiedException peerGone() {
        return new PeerDiedException(
                "nobody is on the other side any more, it %s: region=%s, end=%s; when both ends are gone call reset()"
                .formatted(howPeerWent(), region.name(), peer.name()));
    }

    EndOfStreamException endOfStream() {
        return new EndOfStreamException("the other side %s, and all it sent has been received: region=%s, end=%s"
                .formatted(howPeerWent(), region.name(), peer.name()));
    }

    /// Gives the end back if this process has it.
    ///
    /// @throws IllegalStateException a claim or a handler of another thread does not end
    public void close() {
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

    private static void enter(BiasedLock guard) {
        if (!guard.enterUninterrupted(Deadline.of(CLOSE_TIMEOUT))) {
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

    /// Closes both guards if no thread is inside; true when no thread of this process touches the rings
    /// any more.
    boolean tryLeave() {
        leaving = true;
        return sender.guard().tryClose() & receiver.guard().tryClose();
    }
}
