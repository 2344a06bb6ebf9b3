package io.millrace.shm.message;

import io.millrace.shm.internal.queue.CellRing;
import io.millrace.shm.internal.queue.QueueCore;
import io.millrace.shm.internal.queue.QueueRegion;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The `Claim` objects of one handle on a queue: one for each cell, made when it is first needed and
/// used again, so that claiming makes no garbage. Queues of more cells get new ones each time.
///
/// The thread that claimed a cell is alone with the object of that cell. The next thread that claims
/// the cell sees what the last one left in the object, because the compare-and-sets on the cell's word
/// order their accesses. A `close` that comes after the end of its claim may find the object in use by
/// another thread, and does nothing.
final class ClaimCache {
    private static final long MAX_CACHED = 1 << 16;
    private static final long NO_OWNER = 0;

    private final QueueRegion queue;
    private final CellRing ring;
    private @Nullable CellClaim @Nullable [] byCell;

    ClaimCache(QueueCore core) {
        queue = core.queue();
        ring = core.ring();
    }

    /// For a position that was just claimed.
    CellClaim of(long position, long owner, int byteSize) {
        CellClaim claim = ring.capacity() <= MAX_CACHED ? cached(ring.index(position)) : new CellClaim();
        claim.begin(position, owner, byteSize);
        return claim;
    }

    private CellClaim cached(long index) {
        @Nullable CellClaim[] all = all();
        CellClaim claim = all[(int) index];
        if (claim == null) {
            claim = new CellClaim();
            all[(int) index] = claim;
        }
        return claim;
    }

    private @Nullable CellClaim[] all() {
        @Nullable CellClaim[] all = byCell;
        return all == null ? make() : all;
    }

    private synchronized @Nullable CellClaim[] make() {
        if (byCell == null) {
            byCell = new @Nullable CellClaim[(int) ring.capacity()];
        }
        return byCell;
    }

    /// A claimed cell.
    final class CellClaim implements Claim {
        private @Nullable MemorySegment segment;
        private long position;
        private long owner;
        private int byteSize;

        /// The thread whose claim is open; a single field, because who is late reads it in a race.
        private long claimer = NO_OWNER;

        private void begin(long newPosition, long newOwner, int newByteSize) {
            position = newPosition;
            owner = newOwner;
            byteSize = newByteSize;
            claimer = Thread.currentThread().threadId();
        }

        @Override
        public MemorySegment segment() {
            requireOpen();
            MemorySegment mine = segment;
            if (mine == null || mine.byteSize() != byteSize) {
                mine = queue.region().segment().asSlice(ring.message(position), byteSize);
                segment = mine;
            }
            return mine;
        }

        @Override
        public void publish() {
            requireOpen();
            claimer = NO_OWNER;
            try {
                ring.publish(position, owner, byteSize);
            } catch (IllegalStateException failure) {
                throw queue.explain(failure);
            }
        }

        @Override
        public void abort() {
            requireOpen();
            claimer = NO_OWNER;
            try {
                ring.abort(position, owner);
            } catch (IllegalStateException failure) {
                throw queue.explain(failure);
            }
        }

        @Override
        public void close() {
            if (isOpen()) {
                abort();
            }
        }

        private boolean isOpen() {
            return claimer == Thread.currentThread().threadId();
        }

        private void requireOpen() {
            if (!isOpen()) {
                throw new IllegalStateException(
                        "the claim has ended, or is of another thread: queue=%s, position=%s; claim anew"
                                .formatted(queue.region().name(), position));
            }
        }
    }
}
