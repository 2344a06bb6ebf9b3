package io.millrace.shm.sync;

import io.millrace.shm.OwnerDiedException;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.LockWord;
import io.millrace.shm.layout.OwnerBits;
import io.millrace.shm.layout.ReaderWords;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.sync.LockCore.Taken;
import io.millrace.shm.sync.LockOptions.OnOwnerDeath;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/// A reentrant read-write lock that threads of all processes share: many readers or one writer. A
/// writer that waits is let in before readers that come later. The writer may read; a reader that
/// wants to write must stop reading first.
///
/// **Deaths.** A reader that dies, or whose thread ends, is a reader no more. A writer that dies
/// inside leaves a mark as the owner of a [SharedLock] does: with `CONTINUE` nothing special; with a
/// repair the next one to come, reader or writer, runs it while it holds the lock for writing; else
/// readers and writers get an `OwnerDiedException` and do not hold the lock, until a writer that
/// came in through `lockOrRecover` calls `markConsistent`.
///
/// Obtained from `SharedMemory.newReadWriteLock` and `readWriteLock`.
public final class SharedReadWriteLock implements ReadWriteLock {
    private final ReadWriteCore core;
    private final DeathPolicy policy;
    private final ReadLock readLock = new ReadLock();
    private final WriteLock writeLock = new WriteLock();

    private SharedReadWriteLock(ReadWriteCore core, @Nullable Repair repair) {
        this.core = core;
        policy = new DeathPolicy(core.writer(), repair);
    }

    /// @hidden An inner seam: what the region of a new lock is like.
    public static RegionRequest request(@Nullable String name, LockOptions options) {
        int onOwnerDeath = options.onOwnerDeath() == OnOwnerDeath.CONTINUE ? LockWord.CONTINUE : LockWord.FAIL;
        return new RegionRequest(
                name,
                RegionKind.READ_WRITE_LOCK,
                null,
                new long[0],
                ReaderWords.LAYOUT.byteSize(),
                segment -> LockWord.onOwnerDeath(segment, onOwnerDeath));
    }

    /// @hidden An inner seam: the lock that a region holds.
    public static SharedReadWriteLock over(Region region) {
        return new SharedReadWriteLock(ReadWriteCore.of(region), null);
    }

    /// A handle on the same lock whose readers and writers run this repair when a writer died
    /// inside; as `SharedLock.withRepair`.
    public SharedReadWriteLock withRepair(Repair repair) {
        return new SharedReadWriteLock(core, Objects.requireNonNull(repair, "repair"));
    }

    /// The repair of this handle.
    public Optional<Repair> repair() {
        return policy.chosenRepair();
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    /// @hidden An inner seam.
    public Region region() {
        return core.site().region();
    }

    @Override
    public ReadLock readLock() {
        return readLock;
    }

    @Override
    public WriteLock writeLock() {
        return writeLock;
    }

    /// How many threads of all processes read now.
    public long readers() {
        try {
            return core.readers();
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Name.
    @Override
    public String toString() {
        return "SharedReadWriteLock " + name();
    }

    private static UnsupportedOperationException noConditions() {
        return new UnsupportedOperationException("read-write locks have no conditions; use a SharedLock");
    }

    /// The side of the readers: waits until no writer is inside or waiting.
    public final class ReadLock extends PatientLock {
        private ReadLock() {}

        @Override
        boolean enter(Patience patience, Interrupts interrupts) throws InterruptedException {
            try {
                interrupts.check();
                Taken taken = core.read(patience, interrupts);
                while (taken == Taken.OWNER_DIED) {
                    taken = core.writeIfMarked(policy.refuses(), patience, interrupts);
                    if (taken == Taken.OWNER_DIED) {
                        return mendAndRead(patience, interrupts);
                    } else if (taken == Taken.CLEAN) {
                        taken = core.read(patience, interrupts);
                    }
                }
                return taken == Taken.CLEAN;
            } catch (RuntimeException failure) {
                throw core.site().refused(failure);
            }
        }

        /// Has come in as a writer, so that a repair is made by one alone, and stays as a reader.
        private boolean mendAndRead(Patience patience, Interrupts interrupts) throws InterruptedException {
            policy.settle(Taken.OWNER_DIED);
            try {
                return core.read(patience, interrupts) == Taken.CLEAN;
            } finally {
                core.writer().exit();
            }
        }

        /// `IllegalMonitorStateException` when the caller does not read.
        @Override
        public void unlock() {
            try {
                core.unread();
            } catch (RuntimeException failure) {
                throw core.site().refused(failure);
            }
        }

        /// Readers have none: `UnsupportedOperationException`.
        @Override
        public Condition newCondition() {
            throw noConditions();
        }

        /// Whether the calling thread reads.
        public boolean isHeldByCurrentThread() {
            return core.readDepth() > 0;
        }
    }

    /// The side of the writers, as a [SharedLock]: waits until nobody is inside.
    public final class WriteLock extends PatientLock {
        private WriteLock() {}

        @Override
        boolean enter(Patience patience, Interrupts interrupts) throws InterruptedException {
            try {
                interrupts.check();
                return core.writer().enterAgain() || policy.settle(core.write(policy.refuses(), patience, interrupts));
            } catch (RuntimeException failure) {
                throw core.site().refused(failure);
            }
        }

        /// As `SharedLock.lockOrRecover`.
        public LockState lockOrRecover() throws InterruptedException {
            try {
                Interrupts.THROW.check();
                if (core.writer().enterAgain()) {
                    return isMarked() ? LockState.OWNER_DIED : LockState.CLEAN;
                }
                return policy.report(core.write(false, Patience.forever(), Interrupts.THROW));
            } catch (RuntimeException failure) {
                throw core.site().refused(failure);
            }
        }

        /// Says that what the lock protects is right again; for the writer.
        public void markConsistent() {
            try {
                core.writer().requireHeld();
                core.writer().clear(LockWord.OWNER_DIED);
            } catch (RuntimeException failure) {
                throw core.site().refused(failure);
            }
        }

        /// Whether a writer died inside and nobody has put that right since.
        public boolean isMarked() {
            try {
                return (core.writer().word() & LockWord.OWNER_DIED) != 0;
            } catch (RuntimeException failure) {
                throw core.site().refused(failure);
            }
        }

        /// `IllegalMonitorStateException` when the caller is not the writer.
        @Override
        public void unlock() {
            try {
                core.writer().exit();
            } catch (RuntimeException failure) {
                throw core.site().refused(failure);
            }
        }

        /// Writers have none: `UnsupportedOperationException`.
        @Override
        public Condition newCondition() {
            throw noConditions();
        }

        /// Whether the calling thread is the writer.
        public boolean isHeldByCurrentThread() {
            return core.writer().isHeldByCurrentThread();
        }

        /// The process of the writer.
        public Optional<ProcessInfo> owner() {
            try {
                int slot = OwnerBits.slot(core.writer().word());
                return slot == 0 ? Optional.empty() : Optional.of(core.site().attachment().info(slot));
            } catch (RuntimeException failure) {
                throw core.site().refused(failure);
            }
        }
    }
}
