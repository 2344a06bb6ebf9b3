package io.millrace.shm.internal.region;

import io.millrace.shm.MillraceException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.wait.Pause;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The rows of the directory as one attachment may use them, from the moment it joined to the moment
/// it is closed: whether a region is still there, and who is awaited when another process changes
/// its row.
///
/// Closing waits for calls that are running: a region that is half made when its slot is given back
/// would be written to by a process that no longer answers for it.
final class RowAccess {
    private static final Duration UNLIMITED = Duration.ofDays(1000);

    private final MappedFile file;
    private final Directory directory;
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private final Use using = new Using();
    private @Nullable ProcessSlotHolder slotHolder;
    private volatile boolean closing;
    private volatile boolean closed;

    /// A call that is running.
    interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /// `join` must follow.
    RowAccess(MappedFile file, Directory directory) {
        this.file = file;
        this.directory = directory;
    }

    /// Gives it the slot in whose name it recovers others and holds bytes.
    void join(ProcessSlotHolder holder) {
        slotHolder = holder;
    }

    private ProcessSlotHolder slotHolder() {
        if (slotHolder == null) {
            throw new IllegalStateException("not joined");
        }
        return slotHolder;
    }

    /// Keeps the attachment open until the result is closed.
    ///
    /// @throws IllegalStateException the memory is closed
    Use use() {
        lifetime.readLock().lock();
        if (closed) {
            lifetime.readLock().unlock();
            throw memoryClosed(null);
        }
        return using;
    }

    /// @throws UnsupportedOperationException the file is attached for reading only
    void requireWritable(String what) {
        if (file.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "the file was attached read-only: wanted=" + what + ", file=" + file.path() + "; use attach");
        }
    }

    /// The whole file.
    MemorySegment memory() {
        return directory.memory();
    }

    /// The bytes of a row, for [#state].
    MemorySegment bytes(CheckedEntry row) {
        return directory.bytes(row.index());
    }

    /// The state word of a row; `IllegalStateException` when the memory is closed, or when a thread
    /// is about to close it: then every thread that waits here leaves.
    long state(MemorySegment rowBytes) {
        if (closing || closed) { // closed: the regions are, the file may still be mapped
            throw memoryClosed(null);
        }
        try {
            return DirectoryEntry.stateAcquire(rowBytes);
        } catch (IllegalStateException unmapped) {
            throw memoryClosed(unmapped);
        }
    }

    /// Returns when the region is active; waits while a process tries to drop it.
    ///
    /// @throws RegionDroppedException it is dropped
    void awaitActive(CheckedEntry row) {
        Pause pause = Pause.atMost(UNLIMITED);
        MemorySegment bytes = bytes(row);
        long state = state(bytes);
        while (row.isHere(state)) {
            if (DirectoryEntry.phase(state) == DirectoryEntry.ACTIVE || file.isReadOnly()) {
                return;
            }
            awaitOutcome(DirectoryEntry.slot(state), pause);
            state = state(bytes);
        }
        throw dropped(row.info(), null);
    }

    /// Lets the process of a slot go on for a moment with the row that it changes; if that process is
    /// dead, cleans up after it.
    void awaitOutcome(int slot, Pause pause) {
        if (closing) {
            throw memoryClosed(null);
        }
        if (!slotHolder().isAlive(slot)) {
            slotHolder().recover(slot);
        }
        pause.next();
    }

    /// Keeps the bytes of a region from being used again, and the file mapped, until this process
    /// ends.
    void hold(CheckedEntry row) {
        requireWritable("a bare view");
        try (Use _ = use()) {
            slotHolder().holdBytes(row.index());
            file.keepMapped();
            awaitActive(row); // not dropped before it was held, so never used again
        }
    }

    /// What to throw when an access met a closed segment of that region.
    RuntimeException gone(CheckedEntry row, IllegalStateException cause) {
        if (closed) {
            return memoryClosed(cause);
        }
        return row.isHere(state(bytes(row))) ? cause : dropped(row.info(), cause);
    }

    static MillraceException dropped(RegionInfo region, @Nullable Throwable cause) {
        String message = "the region was dropped: " + region + "; open it anew by name";
        return cause == null ? new RegionDroppedException(message) : new RegionDroppedException(message, cause);
    }

    private IllegalStateException memoryClosed(@Nullable Throwable cause) {
        return new IllegalStateException("memory closed: file=" + file.path() + "; attach to it again", cause);
    }

    private final class Using implements Use {
        @Override
        public void close() {
            lifetime.readLock().unlock();
        }
    }

    private final class Closing implements Use {
        @Override
        public void close() {
            closing = false;
            lifetime.writeLock().unlock();
        }
    }

    /// Until the result is closed no other call runs, and every thread that waits is sent away. The
    /// caller closes the attachment for good by [#markClosed]; if it does not, the attachment stays
    /// open.
    Use close() {
        if (lifetime.getReadHoldCount() > 0) {
            throw new IllegalStateException("close from inside a call on the same memory: file=" + file.path());
        }
        closing = true;
        lifetime.writeLock().lock();
        return new Closing();
    }

    /// From now on nothing can be used. Called by the steps of [#close].
    void markClosed() {
        closed = true;
    }

    /// Whether nothing can be used any more.
    boolean isClosed() {
        return closed;
    }
}
