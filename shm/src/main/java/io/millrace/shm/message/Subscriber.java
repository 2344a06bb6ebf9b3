package io.millrace.shm.message;

import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.Waitable;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.ring.BroadcastReader;
import io.millrace.shm.internal.ring.BroadcastState;
import io.millrace.shm.internal.ring.EncodingBuffer;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.WaitSource;
import io.millrace.shm.internal.wait.WaitSources;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A receiver of a [Broadcast]. Each subscriber has a place of its own in the stream and need not be
/// closed. Safe for all threads; a message goes to one of them.
///
/// When the sender closed its end or died, `receive` and `poll` first return what it sent, then throw
/// `EndOfStreamException` until another process sends. Before the first process sends they wait.
public final class Subscriber<T> implements Waitable {
    static {
        WaitSources.register(Subscriber.class, subscriber -> subscriber.source());
    }

    private static final ValueLayout.OfLong NUMBER =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// How often a call that does not wait tries again when the sender overtakes it.
    private static final int MAX_ATTEMPTS = 100;

    private final BroadcastState state;
    private final BroadcastReader reader;
    private final Codec<T> codec;
    private final Waiting waiting;
    private final ReentrantLock turn = new ReentrantLock();
    private final EncodingBuffer copy = new EncodingBuffer();
    private final BooleanSupplier newsCame = this::hasNewsCome;
    private volatile long expected;
    private volatile long missed;
    private volatile long seenTail;

    Subscriber(BroadcastState state, Codec<T> codec, Waiting waiting) {
        this.state = state;
        this.codec = codec;
        this.waiting = waiting;
        expected = state.next();
        reader = state.reader();
    }

    /// How many messages this subscriber was too slow for so far.
    public long missed() {
        return missed;
    }

    /// The next message if it is there, else null.
    ///
    /// @throws EndOfStreamException the sender closed its end or died, and all it sent was received
    /// @throws FileFormatException the ring is damaged
    public @Nullable T poll() {
        try {
            return pollOrEnd();
        } catch (IllegalStateException refused) {
            throw Broadcast.explained(state.region, refused);
        }
    }

    /// The next message; waits for it.
    ///
    /// @throws EndOfStreamException the sender closed its end or died, and all it sent was received
    /// @throws FileFormatException the ring is damaged
    /// @throws InterruptedException the thread is interrupted
    public T receive() throws InterruptedException {
        return Objects.requireNonNull(receive(Deadline.forever()));
    }

    /// The next message if it comes in time, else null.
    ///
    /// @throws EndOfStreamException the sender closed its end or died, and all it sent was received
    /// @throws FileFormatException the ring is damaged
    /// @throws InterruptedException the thread is interrupted
    public @Nullable T poll(Duration timeout) throws InterruptedException {
        return receive(Deadline.of(timeout));
    }

    private @Nullable T receive(Deadline deadline) throws InterruptedException {
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (true) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                T message = pollOrEnd();
                if (message != null || deadline.isOver()) {
                    wait.ended(message != null);
                    return message;
                }
                wait = wait.begun(WaitedFor.MESSAGE, state.region.name(), RegionKind.BROADCAST);
                state.arrivals.await(newsCame, waiting, deadline.slice());
                state.region.check();
                state.sender.isGoneForSure(); // if it died, it is marked as dead now
            }
        } catch (IllegalStateException refused) {
            throw Broadcast.explained(state.region, refused);
        } finally {
            wait.close();
        }
    }

    private WaitSource source() {
        return new Source();
    }

    /// For a wait for several things: ready when a message waits, or none will come from this sender.
    private final class Source implements WaitSource {
        @Override
        public boolean isReady() {
            state.region.check();
            return hasNext() || state.sender.isGone();
        }

        @Override
        public Announcement announce() {
            return state.arrivals.announcement();
        }

        @Override
        public void lookForDead() {
            state.sender.isGoneForSure(); // if it died, it is marked as dead now
        }
    }

    private boolean hasNext() {
        turn.lock();
        try {
            return reader.hasNext();
        } finally {
            turn.unlock();
        }
    }

    private boolean hasNewsCome() {
        return state.tail() != seenTail || state.sender.isGone();
    }

    private @Nullable T pollOrEnd() {
        state.region.check();
        T message = next();
        if (message == null && state.sender.isGone()) {
            message = next();
            if (message == null) {
                throw new EndOfStreamException(
                        "the sender was closed or died, and all it sent has been received: region="
                                + state.region.name());
            }
        }
        return message;
    }

    private @Nullable T next() {
        turn.lock();
        try {
            while (true) {
                seenTail = state.tail();
                long byteSize = copyNext();
                if (byteSize < 0) {
                    return null;
                }
                long number = byteSize < Long.BYTES ? -1 : copy.segment().get(NUMBER, 0);
                if (number >= expected) {
                    missed += number - expected;
                    expected = number + 1;
                    return codec.decode(
                            copy.segment().asSlice(Long.BYTES, byteSize - Long.BYTES).asReadOnly());
                }
            }
        } finally {
            turn.unlock();
        }
    }

    /// Copies a record out of the ring: its size, 0 for one that is not for users, -1 when there is
    /// none.
    private long copyNext() {
        for (int attempt = 0; attempt < MAX_ATTEMPTS && reader.next(); attempt++) {
            int length = reader.length();
            boolean message = reader.isMessage();
            if (length >= 0) {
                copy.require(length);
                reader.copyTo(copy.segment(), length);
            }
            if (reader.isIntact()) {
                if (length < 0) {
                    throw state.damaged(reader.toString());
                }
                return message ? length : 0;
            }
        }
        return -1;
    }
}
