package io.millrace.shm.internal.ring;

import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.wait.Deadline;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The sending side of an end.
///
/// A message that fits into an eighth of the ring is one record `WHOLE`; a larger one goes as
/// `FIRST`, `MIDDLE`..., `LAST`, its bytes in order. When the sender stops in the middle of a message,
/// because time is over or the thread was interrupted, the receiver drops the message when the next
/// one begins.
///
/// ```text
///   claim a record ──▶ write ──▶ commit ──▶ ring ──▶ next piece
/// ```
///
/// **Death.** Before the commit the receiver sees nothing of the record. When the receiver learns that
/// the sender is dead, it reads the records that were committed; a large message without its `LAST`
/// piece does not count. After the commit the message counts; the wake is a hint.
public final class PipeSender {
    static final int WHOLE = 1;
    static final int FIRST = 2;
    static final int MIDDLE = 3;
    static final int LAST = 4;

    private static final WaitOptions AT_ONCE = new WaitOptions(Deadline.ofNanos(0), Waiting.PARK);

    private final PipeEnd endpoint;
    private final Direction direction;
    private final RingWriter writer;
    private final int largest;
    private final BiasedLock guard;
    private final EncodingBuffer scratch = new EncodingBuffer();
    private final OpenClaim claim;
    private final BooleanSupplier roomCame = this::hasRoomCome;
    private long headBefore;

    PipeSender(PipeEnd endpoint, Direction direction) {
        this.endpoint = endpoint;
        this.direction = direction;
        writer = new RingWriter(direction.segment);
        largest = direction.largest();
        claim = new OpenClaim();
        guard = new BiasedLock(endpoint.region()::check, claim::abandon);
    }

    BiasedLock guard() {
        return guard;
    }

    /// False when there was no room in time.
    public <T> boolean send(Encoder<T> encoder, T value, WaitOptions pace) throws InterruptedException {
        if (!guard.enter(pace.deadline())) {
            return false;
        }
        try {
            endpoint.require();
            return sendScratch(scratch.encode(encoder, value), pace);
        } finally {
            scratch.relax();
            guard.exit();
        }
    }

    /// False when there was no room at once.
    public <T> boolean offer(Encoder<T> encoder, T value) {
        if (!guard.enterSoon()) {
            return false;
        }
        try {
            endpoint.require();
            return sendScratch(scratch.encode(encoder, value), AT_ONCE);
        } catch (InterruptedException neverWaits) {
            throw new AssertionError(neverWaits);
        } finally {
            scratch.relax();
            guard.exit();
        }
    }

    private boolean sendScratch(long byteSize, WaitOptions pace) throws InterruptedException {
        if (byteSize <= largest) {
            return sendRecord(WHOLE, 0, (int) byteSize, pace);
        }
        for (long sent = 0; sent < byteSize; sent += largest) {
            int length = (int) Math.min(largest, byteSize - sent);
            int type = sent == 0 ? FIRST : sent + length == byteSize ? LAST : MIDDLE;
            if (!sendRecord(type, (int) sent, length, pace)) {
                return false;
            }
            CrashPoint.hit("pipe.pieceSent");
        }
        return true;
    }

    private boolean sendRecord(int type, int from, int length, WaitOptions pace) throws InterruptedException {
        int index = claimRecord(length, pace);
        if (index >= 0) {
            writer.write(scratch.segment(), from, index, length);
            publish(type, length);
        }
        return index >= 0;
    }

    private void publish(int type, int length) {
        CrashPoint.hit("pipe.written");
        writer.commit(type, length);
        endpoint.answered = true;
        CrashPoint.hit("pipe.published");
        direction.ringForMessage();
        CrashPoint.hit("pipe.rung");
    }

    /// Where the bytes of the record go; negative when there was no room in time.
    private int claimRecord(int length, WaitOptions pace) throws InterruptedException {
        if (endpoint.isPeerGone()) {
            throw endpoint.peerGone();
        }
        int index = writer.claim(length);
        if (index < 0) {
            index = awaitClaim(length, pace);
        }
        if (index >= 0) {
            direction.room.came(1);
            CrashPoint.hit("pipe.claimed");
        }
        return index;
    }

    private int awaitClaim(int length, WaitOptions pace) throws InterruptedException {
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (true) {
                headBefore = direction.head();
                int index = writer.claim(length);
                if (index >= 0) {
                    wait.ended(true);
                    return index;
                }
                direction.used(); // a damaged ring would be full for ever
                if (pace.deadline().isOver()) {
                    wait.ended(false);
                    return -1;
                }
                CrashPoint.hit("pipe.senderWaits");
                wait = wait.begun(WaitedFor.ROOM, endpoint.region().name(), RegionKind.PIPE);
                direction.room.await(roomCame, pace.waiting(), pace.deadline().slice());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                endpoint.requireStill();
                if (endpoint.peer().isGoneForSure()) {
                    throw endpoint.peerGone();
                }
            }
        } finally {
            wait.close();
        }
    }

    private boolean hasRoomCome() {
        return direction.head() != headBefore || endpoint.peer().isGone();
    }

    /// Room for one message in place; null when there was none in time.
    public @Nullable OpenClaim claim(long byteSize, WaitOptions pace) throws InterruptedException {
        requireRecord(byteSize);
        return guard.enter(pace.deadline()) ? open((int) byteSize, pace) : null;
    }

    /// As `claim`, for a call that does not wait.
    public @Nullable OpenClaim tryClaim(long byteSize) {
        requireRecord(byteSize);
        try {
            return guard.enterSoon() ? open((int) byteSize, AT_ONCE) : null;
        } catch (InterruptedException neverWaits) {
            throw new AssertionError(neverWaits);
        }
    }

    private @Nullable OpenClaim open(int byteSize, WaitOptions pace) throws InterruptedException {
        boolean open = false;
        try {
            endpoint.require();
            open = claim.open(byteSize, pace);
            return open ? claim : null;
        } finally {
            if (!open) {
                guard.exit();
            }
        }
    }

    private void requireRecord(long byteSize) {
        if (byteSize < 0) {
            throw new IllegalArgumentException("byteSize must not be negative: byteSize=" + byteSize);
        }
        if (byteSize > largest) {
            throw new MessageTooLargeException(("a claim is one record of the ring: byteSize=%,d, largest=%,d; use"
                    + " send, which cuts large messages, or make the pipe with a larger capacity")
                    .formatted(byteSize, largest));
        }
    }

    /// A connection may be closed by the thread that has a claim open on it.
    void abortOwnClaim() {
        claim.close();
    }

    /// The one claim there can be at a time. The object is used again for the next one.
    public final class OpenClaim {
        private static final long NOBODY = 0;

        private final StagingBuffer draft = new StagingBuffer(direction);
        private int index;
        private int byteSize;

        /// The thread whose claim is open; a single field, because a thread that closes a claim after its
        /// end reads the field in a race.
        private long claimer = NOBODY;

        private boolean open(int bytes, WaitOptions pace) throws InterruptedException {
            byteSize = bytes;
            index = claimRecord(bytes, pace);
            if (index != RingWriter.FULL) {
                claimer = Thread.currentThread().threadId();
            }
            return isOpen();
        }

        private boolean isOpen() {
            return claimer == Thread.currentThread().threadId();
        }

        private OpenClaim() {}

        /// Where the message is to be written.
        public MemorySegment segment() {
            requireOpen();
            return draft.segment(index, byteSize);
        }

        /// Sends the message.
        public void publish() {
            requireOpen();
            try {
                if (byteSize <= StagingBuffer.MAX_STAGED_BYTES) {
                    writer.write(draft.staging(), 0, index, byteSize);
                }
                PipeSender.this.publish(WHOLE, byteSize);
            } finally {
                end();
            }
        }

        /// Gives the room back.
        public void abort() {
            requireOpen();
            end();
        }

        /// Aborts a claim that the calling thread has open.
        public void close() {
            if (isOpen()) {
                abort();
            }
        }

        /// Ends a claim whose thread ended.
        private void abandon() {
            claimer = NOBODY;
        }

        private void requireOpen() {
            if (!isOpen()) {
                throw new IllegalStateException("the claim has ended, or is of another thread; claim anew");
            }
        }

        private void end() {
            claimer = NOBODY;
            guard.exit();
        }
    }
}
