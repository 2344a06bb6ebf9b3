package io.millrace.shm.message;

import io.millrace.shm.layout.QueueCell;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The `Claim` objects of a queue in this process: one for each cell, made when it is first needed
/// and used again, so that claiming makes no garbage. Queues of more cells get new ones each time.
///
/// Who claimed a cell is alone with its object; the next one to claim it sees what was left in it,
/// because the cell's word went through his hands and others' in between. One who is late in closing
/// a claim that has ended may find the object in use again: that is not his, and he leaves it alone.
final class Claims {
    private static final long MOST = 1 << 16;
    private static final long NOBODY = 0;

    private final QueueCore core;
    private @Nullable CellClaim @Nullable [] byCell;

    Claims(QueueCore core) {
        this.core = core;
    }

    /// For a position that was just claimed.
    CellClaim of(long position, long owner, int byteSize) {
        CellClaim claim = core.ring.capacity() <= MOST ? cached(core.ring.index(position)) : new CellClaim(core);
        claim.begin(position, owner, byteSize);
        return claim;
    }

    private CellClaim cached(long index) {
        @Nullable CellClaim[] all = all();
        CellClaim claim = all[(int) index];
        if (claim == null) {
            claim = new CellClaim(core);
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
            byCell = new @Nullable CellClaim[(int) core.ring.capacity()];
        }
        return byCell;
    }

    /// A claimed cell.
    static final class CellClaim implements Claim {
        private final QueueCore core;
        private @Nullable MemorySegment segment;
        private long position;
        private long owner;
        private int byteSize;

        /// The thread whose claim is open; a single field, because who is late reads it in a race.
        private long claimer = NOBODY;

        private CellClaim(QueueCore core) {
            this.core = core;
        }

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
                mine = core.memory.asSlice(core.ring.cell(position) + QueueCell.MESSAGE, byteSize);
                segment = mine;
            }
            return mine;
        }

        @Override
        public void publish() {
            requireOpen();
            claimer = NOBODY;
            try {
                core.publish(position, owner, byteSize);
            } catch (IllegalStateException failure) {
                throw core.explain(failure);
            }
        }

        @Override
        public void abort() {
            requireOpen();
            claimer = NOBODY;
            try {
                core.abort(position, owner);
            } catch (IllegalStateException failure) {
                throw core.explain(failure);
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
                        "the claim has ended, or is of another thread: queue=%s, position=%d; claim anew"
                                .formatted(core.queue.region().name(), position));
            }
        }
    }
}
