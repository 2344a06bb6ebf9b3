package io.millrace.shm.internal.ring;

import io.millrace.shm.RegionKind;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.wait.SpinPolicy;
import io.millrace.shm.internal.wait.WaitSource;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The receiving side of an end.
///
/// ```text
///   look at a record ──▶ hand it on ──▶ move the head ──▶ ring
/// ```
///
/// **Death.** Until the head moves the record is in the ring, but no process reads it again: no process
/// can take an end whose owner died until the rings are cleared. The sender learns of the death and
/// stops. **Close.** When the end is closed between two messages, another process can take it and reads
/// on where this one stopped; it drops the rest of a large message that was read in part.
public final class PipeReceiver {
    /// A pause of about the time in which two dozen messages are sent.
    private static final int PREFETCH_RECORDS = 32;

    private final PipeEnd endpoint;
    private final Direction direction;
    private final BiasedLock guard;
    private final MemorySegment readOnly;
    private final RingReader ring;
    private final Records records = new Records();
    private final BooleanSupplier messageCame = this::hasMessageCome;

    PipeReceiver(PipeEnd endpoint, Direction direction) {
        this.endpoint = endpoint;
        this.direction = direction;
        readOnly = direction.segment.asReadOnly();
        ring = new RingReader(direction.segment, direction::damaged);
        guard = new BiasedLock(endpoint.region()::check, () -> {}); // no thread ends inside a handler
    }

    BiasedLock guard() {
        return guard;
    }

    /// Drops what was received of a large message so far. The caller is inside the guard.
    void forget() {
        records.assembled = -1;
        records.assembly.relax();
    }

    /// Hands up to `limit` messages on, at least one if one comes in time; says how many.
    public int drain(MessageReader reader, int limit, WaitOptions pace) throws InterruptedException {
        requireLimit(limit);
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (true) {
                if (!guard.enter(pace.deadline())) {
                    wait.ended(false);
                    return 0;
                }
                try {
                    endpoint.require();
                    int count = readOrEnd(reader, limit);
                    if (count > 0 || limit == 0 || pace.deadline().isOver()) {
                        wait.ended(count > 0);
                        return count;
                    }
                } finally {
                    guard.exit();
                }
                wait = wait.begun(WaitedFor.MESSAGE, endpoint.region().name(), RegionKind.PIPE);
                awaitMessage(pace);
            }
        } finally {
            wait.close();
        }
    }

    private void awaitMessage(WaitOptions pace) throws InterruptedException {
        CrashPoint.hit("pipe.receiverWaits");
        if (pace.waiting() != Waiting.PARK && SpinPolicy.paysOff()) {
            letSenderGetAhead();
        }
        direction.messages.await(messageCame, pace.waiting(), pace.deadline().slice());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        endpoint.requireStill();
        if (!direction.hasMessages()) {
            endpoint.peer().isGoneForSure(); // if it died, it is marked as dead now
        }
    }

    /// A receiver at the heels of the sender takes from it, message by message, the cache line it
    /// is writing. So in a stream, where nobody waits for an answer, the receiver stays away for a
    /// moment, once, and finds several messages.
    private void letSenderGetAhead() {
        if (records.inStream && !endpoint.answered) {
            SpinPolicy.pause(PREFETCH_RECORDS);
        }
        records.inStream = false;
    }

    private static void requireLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: limit=" + limit);
        }
    }

    /// Hands up to `limit` messages on that are there; says how many.
    public int drain(MessageReader reader, int limit) {
        requireLimit(limit);
        if (!guard.enterSoon()) {
            return 0;
        }
        try {
            endpoint.require();
            return readOrEnd(reader, limit);
        } finally {
            guard.exit();
        }
    }

    /// Reads. When there is no message and the peer is gone, reads once more, because the peer sent
    /// before it went; then throws the end of the stream.
    private int readOrEnd(MessageReader reader, int limit) {
        int count = read(reader, limit);
        if (count == 0 && limit > 0 && endpoint.peer().isGone()) {
            count = read(reader, limit);
            if (count == 0) {
                throw endpoint.endOfStream();
            }
        }
        return count;
    }

    private int read(MessageReader reader, int limit) {
        records.begin(reader);
        ring.begin();
        try {
            while (records.messages < limit && ring.next()) {
                records.accept(ring.type(), ring.index(), ring.length());
            }
        } finally {
            if (ring.end()) {
                CrashPoint.hit("pipe.consumed");
                direction.ringForRoom();
                direction.messages.came(records.messages);
            }
        }
        return records.messages;
    }

    /// For a wait for several things: ready when a message waits, or none will come.
    public WaitSource source() {
        return new WaitSource() {
            @Override
            public boolean isReady() {
                endpoint.region().check();
                return hasMessageCome();
            }

            @Override
            public Announcement announce() {
                return direction.messages.announcement(messageCame);
            }

            @Override
            public void lookForDead() {
                endpoint.peer().isGoneForSure(); // if it died, it is marked as dead now
            }
        };
    }

    private boolean hasMessageCome() {
        return direction.hasMessages() || endpoint.peer().isGone();
    }

    /// Puts the records of the ring together to messages.
    private final class Records {
        final EncodingBuffer assembly = new EncodingBuffer();
        /// Bytes received of a large message; -1 when none has begun.
        long assembled = -1;
        int messages;
        /// Whether messages came since the receiver waited last.
        boolean inStream;
        private @Nullable MessageReader reader;

        void begin(MessageReader next) {
            reader = next;
            messages = 0;
        }

        void accept(int type, int index, int length) {
            switch (type) {
                case PipeSender.WHOLE -> {
                    assembled = -1;
                    hand(readOnly, index, length);
                }
                case PipeSender.FIRST -> {
                    assembled = 0;
                    append(index, length);
                }
                case PipeSender.MIDDLE -> append(index, length);
                case PipeSender.LAST -> {
                    append(index, length);
                    handAssembled();
                }
                default -> throw direction.damaged("type=" + type);
            }
            CrashPoint.hit("pipe.handed");
        }

        /// Drops pieces of a message whose beginning another process received.
        private void append(int index, int length) {
            if (assembled >= 0) {
                if (assembled + length > EncodingBuffer.MAX_BYTES) {
                    assembled = -1;
                    throw direction.damaged("a message without end");
                }
                assembly.append(assembled, direction.segment.asSlice(index, length));
                assembled += length;
                CrashPoint.hit("pipe.pieceReceived");
            }
        }

        private void handAssembled() {
            if (assembled >= 0) {
                long byteSize = assembled;
                assembled = -1;
                try {
                    hand(assembly.segment().asReadOnly(), 0, byteSize);
                } finally {
                    assembly.relax();
                }
            }
        }

        private void hand(MemorySegment source, long offset, long byteSize) {
            MessageReader to = reader;
            if (to != null) {
                messages++;
                inStream = true;
                endpoint.answered = false;
                to.onMessage(source, offset, byteSize);
            }
        }
    }
}
