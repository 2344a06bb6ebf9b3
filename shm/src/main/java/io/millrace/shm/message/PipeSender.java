package io.millrace.shm.message;

import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.Waiting;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.sync.Patience;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// The sending side of an end.
///
/// A message that fits into an eighth of the ring is one record `WHOLE`; a larger one goes as
/// `FIRST`, `MIDDLE`..., `LAST`, its bytes in order. A message that was not sent to its end, because
/// time was over or the sender was interrupted, is dropped by the receiver when the next one begins.
///
/// ```text
///   claim a record ──▶ write ──▶ commit ──▶ ring ──▶ next piece
/// ```
///
/// **Death.** Before the commit the receiver sees nothing of the record; when it learns that the
/// sender is dead, what was committed before is all there is, and a large message without its
/// `LAST` piece never was. After the commit the message counts; the wake is a hint.
final class PipeSender {
    static final int WHOLE = 1;
    static final int FIRST = 2;
    static final int MIDDLE = 3;
    static final int LAST = 4;

    private static final Pace AT_ONCE = new Pace(Patience.ofNanos(0), Waiting.PARK);

    private final Endpoint endpoint;
    private final Direction direction;
    private final RingWriter writer;
    private final int largest;
    private final ThreadGuard guard;
    private final Scratch scratch = new Scratch();
    private final OpenClaim claim;
    private final BooleanSupplier roomCame = this::hasRoomCome;
    private long headBefore;

    PipeSender(Endpoint endpoint, Direction direction) {
        this.endpoint = endpoint;
        this.direction = direction;
        writer = new RingWriter(direction.segment);
        largest = direction.ring.maxMsgLength();
        claim = new OpenClaim();
        guard = new ThreadGuard(endpoint.region()::check, claim::abandon);
    }

    ThreadGuard guard() {
        return guard;
    }

    /// False when there was no room in time.
    <T> boolean send(Codec<T> codec, T value, Pace pace) throws InterruptedException {
        if (!guard.enter(pace.patience())) {
            return false;
        }
        try {
            endpoint.require();
            return sendScratch(scratch.encode(codec, value), pace);
        } finally {
            scratch.relax();
            guard.exit();
        }
    }

    /// False when there was no room at once.
    <T> boolean offer(Codec<T> codec, T value) {
        if (!guard.enterSoon()) {
            return false;
        }
        try {
            endpoint.require();
            return sendScratch(scratch.encode(codec, value), AT_ONCE);
        } catch (InterruptedException neverWaits) {
            throw new AssertionError(neverWaits);
        } finally {
            scratch.relax();
            guard.exit();
        }
    }

    private boolean sendScratch(long byteSize, Pace pace) throws InterruptedException {
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

    private boolean sendRecord(int type, int from, int length, Pace pace) throws InterruptedException {
        int index = claimRecord(length, pace);
        if (index >= 0) {
            copy(from, index, length);
            publish(type, length);
        }
        return index >= 0;
    }

    private void copy(int from, int index, int length) {
        UnsafeBuffer source = scratch.buffer();
        if (length > Draft.LARGEST) {
            direction.buffer.putBytes(index, source, from, length);
        } else {
            writer.copyWords(source.addressOffset() + from, index, length); // less than a call costs
        }
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
    private int claimRecord(int length, Pace pace) throws InterruptedException {
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

    private int awaitClaim(int length, Pace pace) throws InterruptedException {
        while (true) {
            headBefore = direction.head();
            int index = writer.claim(length);
            if (index >= 0) {
                return index;
            }
            direction.used(); // a damaged ring would be full for ever
            if (pace.patience().isOver()) {
                return -1;
            }
            CrashPoint.hit("pipe.senderWaits");
            direction.room.await(roomCame, pace.waiting(), pace.patience().slice());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            endpoint.requireStill();
            if (endpoint.peer().isGoneForSure()) {
                throw endpoint.peerGone();
            }
        }
    }

    private boolean hasRoomCome() {
        return direction.head() != headBefore || endpoint.peer().isGone();
    }

    /// Room for one message in place; null when there was none in time.
    @Nullable Claim claim(long byteSize, Pace pace) throws InterruptedException {
        requireRecord(byteSize);
        return guard.enter(pace.patience()) ? open((int) byteSize, pace) : null;
    }

    /// As `claim`, for a call that does not wait.
    @Nullable Claim tryClaim(long byteSize) {
        requireRecord(byteSize);
        try {
            return guard.enterSoon() ? open((int) byteSize, AT_ONCE) : null;
        } catch (InterruptedException neverWaits) {
            throw new AssertionError(neverWaits);
        }
    }

    private @Nullable Claim open(int byteSize, Pace pace) throws InterruptedException {
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
            throw new MessageTooLargeException("a claim is one record of the ring: byteSize=%,d, largest=%,d; use send, which cuts large messages, or make the pipe with a larger capacity"
                    .formatted(byteSize, largest));
        }
    }

    /// A connection may be closed by the thread that has a claim open on it.
    void abortOwnClaim() {
        claim.close();
    }

    /// The one claim there can be at a time.
    private final class OpenClaim implements Claim {
        private static final long NOBODY = 0;

        private final Draft draft = new Draft(direction);
        private int index;
        private int byteSize;

        /// The thread whose claim is open; a single field, because who is late in closing one that has
        /// ended reads it in a race.
        private long claimer = NOBODY;

        boolean open(int bytes, Pace pace) throws InterruptedException {
            byteSize = bytes;
            index = claimRecord(bytes, pace);
            if (index != RingWriter.FULL) {
                claimer = Thread.currentThread().threadId();
            }
            return isOpen();
        }

        boolean isOpen() {
            return claimer == Thread.currentThread().threadId();
        }

        @Override
        public MemorySegment segment() {
            requireOpen();
            return draft.segment(index, byteSize);
        }

        @Override
        public void publish() {
            requireOpen();
            try {
                if (byteSize <= Draft.LARGEST) {
                    writer.copyWords(draft.address(), index, byteSize);
                }
                PipeSender.this.publish(WHOLE, byteSize);
            } finally {
                end();
            }
        }

        @Override
        public void abort() {
            requireOpen();
            end();
        }

        @Override
        public void close() {
            if (isOpen()) {
                abort();
            }
        }

        /// For a claimer whose thread ended.
        void abandon() {
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
