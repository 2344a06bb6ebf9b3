package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.sync.Backoff;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/// The receiving side of an end.
///
/// ```text
///   look at a record ──▶ hand it on ──▶ move the head ──▶ ring
/// ```
///
/// **Death.** Until the head moved the record is in the ring, but nobody will read it again: an end
/// whose owner died is not taken by anybody until the rings were cleared. The sender learns of the
/// death and stops. **Closed** between two messages, the end can be taken by another process, which
/// reads on where this one stopped; of a large message that was read in part it drops the rest.
final class PipeReceiver {
    /// About as long as it takes to send two dozen messages.
    private static final int AHEAD = 32;

    private final Endpoint endpoint;
    private final Direction direction;
    private final ThreadGuard guard;
    private final MemorySegment readOnly;
    private final Records records = new Records();
    private final BooleanSupplier messageCame = this::hasMessageCome;

    PipeReceiver(Endpoint endpoint, Direction direction) {
        this.endpoint = endpoint;
        this.direction = direction;
        readOnly = direction.segment.asReadOnly();
        guard = new ThreadGuard(endpoint.region()::check, () -> {}); // no thread ends inside a handler
    }

    ThreadGuard guard() {
        return guard;
    }

    /// Drops what was received of a large message so far. By who is inside the guard.
    void forget() {
        records.assembled = -1;
        records.assembly.relax();
    }

    /// The next message; null when there was none in time.
    <T> @Nullable T receive(Codec<T> codec, Pace pace) throws InterruptedException {
        Decoder<T> decoder = new Decoder<>(codec);
        drain(decoder, 1, pace);
        return decoder.value;
    }

    /// Hands on up to `limit` messages, at least one if one comes in time; how many.
    int drain(MessageHandler handler, int limit, Pace pace) throws InterruptedException {
        requireLimit(limit);
        while (true) {
            if (!guard.enter(pace.patience())) {
                return 0;
            }
            try {
                endpoint.require();
                int count = readOrEnd(handler, limit);
                if (count > 0 || limit == 0 || pace.patience().isOver()) {
                    return count;
                }
            } finally {
                guard.exit();
            }
            CrashPoint.hit("pipe.receiverWaits");
            if (pace.waiting() != Waiting.PARK && !Thread.currentThread().isVirtual()) {
                letSenderGetAhead();
            }
            direction.messages.await(messageCame, pace.waiting(), pace.patience().slice());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            endpoint.requireStill();
            if (!direction.hasMessages()) {
                endpoint.peer().isGoneForSure(); // if it died, it is marked as dead now
            }
        }
    }

    /// A receiver at the heels of the sender takes from it, message by message, the cache line it is writing. So in a stream,
    /// where nobody waits for an answer, the receiver stays away for a moment, once, and finds several messages.
    private void letSenderGetAhead() {
        if (records.inStream && !endpoint.answered) {
            Backoff.pause(AHEAD);
        }
        records.inStream = false;
    }

    private static void requireLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: limit=" + limit);
        }
    }

    /// The next message if there is one.
    <T> @Nullable T poll(Codec<T> codec) {
        Decoder<T> decoder = new Decoder<>(codec);
        drain(decoder, 1);
        return decoder.value;
    }

    /// Hands on up to `limit` messages that are there; how many.
    int drain(MessageHandler handler, int limit) {
        requireLimit(limit);
        if (!guard.enterSoon()) {
            return 0;
        }
        try {
            endpoint.require();
            return readOrEnd(handler, limit);
        } finally {
            guard.exit();
        }
    }

    /// Reads, and when there is nothing looks whether there ever will be: who is gone sent all it
    /// did before.
    private int readOrEnd(MessageHandler handler, int limit) {
        int count = read(handler, limit);
        if (count == 0 && limit > 0 && endpoint.peer().isGone()) {
            count = read(handler, limit);
            if (count == 0) {
                throw endpoint.endOfStream();
            }
        }
        return count;
    }

    private int read(MessageHandler handler, int limit) {
        records.begin(handler);
        long start = direction.ring.consumerPosition();
        long position = start;
        try {
            boolean moved = true;
            while (records.messages < limit && moved) {
                // one call stops at the end of the ring
                direction.ring.read(records, limit - records.messages);
                long next = direction.ring.consumerPosition();
                moved = next != position;
                position = next;
            }
        } catch (IndexOutOfBoundsException outside) {
            throw records.handing ? outside : direction.damaged("a length is wrong", outside);
        } finally {
            if (direction.ring.consumerPosition() != start) {
                CrashPoint.hit("pipe.consumed");
                direction.ringForRoom();
                direction.messages.came(records.messages);
            }
        }
        return records.messages;
    }

    private boolean hasMessageCome() {
        return direction.hasMessages() || endpoint.peer().isGone();
    }

    /// Puts the records of the ring together to messages.
    private final class Records implements org.agrona.concurrent.MessageHandler {
        final Scratch assembly = new Scratch();
        /// Bytes received of a large message; -1 when none has begun.
        long assembled = -1;
        int messages;
        /// Whether messages came since the receiver waited last.
        boolean inStream;
        boolean handing;
        private @Nullable MessageHandler handler;

        void begin(MessageHandler next) {
            handler = next;
            messages = 0;
            handing = false;
        }

        @Override
        public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
            if (length < 0 || index + (long) length > direction.ring.capacity()) {
                throw direction.damaged("index=" + index + ", length=" + length, null);
            }
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
                default -> throw direction.damaged("type=" + type, null);
            }
            CrashPoint.hit("pipe.handed");
        }

        /// Pieces of a message whose beginning somebody else received are dropped.
        private void append(int index, int length) {
            if (assembled >= 0) {
                if (assembled + length > Scratch.LARGEST) {
                    assembled = -1;
                    throw direction.damaged("a message without end", null);
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
            MessageHandler to = handler;
            if (to != null) {
                messages++;
                inStream = true;
                endpoint.answered = false;
                handing = true;
                to.onMessage(source, offset, byteSize);
                handing = false;
            }
        }
    }

    /// Decodes one message.
    private static final class Decoder<T> implements MessageHandler {
        private final Codec<T> codec;
        private @Nullable T value;

        Decoder(Codec<T> codec) {
            this.codec = codec;
        }

        @Override
        public void onMessage(MemorySegment source, long offset, long byteSize) {
            value = codec.decode(source.asSlice(offset, byteSize));
        }
    }
}
