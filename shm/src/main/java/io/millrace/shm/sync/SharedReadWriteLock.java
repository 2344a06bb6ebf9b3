package io.millrace.shm.sync;

import io.millrace.shm.ProcessInfo;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.lock.DeathPolicy;
import io.millrace.shm.internal.lock.LockCore.Taken;
import io.millrace.shm.internal.lock.ReadWriteCore;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/// A reentrant read-write lock that threads of all processes share: many readers or one writer. A
/// waiting writer goes before readers that come later. The writer may read; a reader that wants to
/// write must stop reading first.
///
/// **Deaths.** A reader that dies, or whose thread ends, holds the lock no more. A writer that dies
/// while it holds the lock leaves a mark, as the owner of a [SharedLock] does. With `CONTINUE` the
/// mark has no effect; with a repair the next acquirer, reader or writer, runs the repair while it
/// holds the lock for writing; else readers and writers get an `OwnerDiedException` and do not hold
/// the lock, until a writer that entered by `lockOrRecover` calls `markConsistent`.
///
/// Obtained from `SharedMemory.newReadWriteLock` and `readWriteLock`.
public final class SharedReadWriteLock implements ReadWriteLock {
    private final ReadWriteCore core;
    private final @Nullable Repair repair;
    private final DeathPolicy policy;
    private final ReadLock readLock = new ReadLock();
    private final WriteLock writeLock = new WriteLock();

    private SharedReadWriteLock(ReadWriteCore core, @Nullable Repair repair) {
        this.core = core;
        this.repair = repair;
        policy = new DeathPolicy(core.writer(), repair == null ? null : repair::accept);
    }

    /// The lock that a region holds.
    static SharedReadWriteLock over(Region region) {
        return new SharedReadWriteLock(ReadWriteCore.of(region), null);
    }

    /// A handle on the same lock whose readers and writers run `repair` when a writer died; as
    /// `SharedLock.withRepair`.
    public SharedReadWriteLock withRepair(Repair repair) {
        return new SharedReadWriteLock(core, Objects.requireNonNull(repair, "repair"));
    }

    /// The repair of this handle.
    public Optional<Repair> repair() {
        return Optional.ofNullable(repair);
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    Region region() {
        return core.context().region();
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
            throw core.context().refused(failure);
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

    /// The readers' view: waits until no writer holds the lock or waits for it.
    public final class ReadLock extends TimedLock {
        private ReadLock() {}

        @Override
        public SharedReadWriteLock readWriteLock() {
            return SharedReadWriteLock.this;
        }

        @Override
        boolean enter(Deadline deadline, Interrupts interrupts) throws InterruptedException {
            try {
                interrupts.check();
                Taken taken = core.read(deadline, interrupts);
                while (taken == Taken.OWNER_DIED) {
                    taken = core.writeIfMarked(policy.refuses(), deadline, interrupts);
                    if (taken == Taken.OWNER_DIED) {
                        return repairAndRead(deadline, interrupts);
                    } else if (taken == Taken.CLEAN) {
                        taken = core.read(deadline, interrupts);
                    }
                }
                return taken == Taken.CLEAN;
            } catch (RuntimeException failure) {
                throw core.context().refused(failure);
            }
        }

        /// Runs the repair while the caller is the only writer, then downgrades the caller to a reader.
        private boolean repairAndRead(Deadline deadline, Interrupts interrupts) throws InterruptedException {
            policy.settle(Taken.OWNER_DIED);
            try {
                return core.read(deadline, interrupts) == Taken.CLEAN;
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
                throw core.context().refused(failure);
            }
        }

        /// Readers have none: `UnsupportedOperationException`.
        @Override
        public Condition newCondition() {
            throw noConditions();
        }

        /// Whether the calling thread reads.
        @Override
        public boolean isHeldByCurrentThread() {
            return core.readDepth() > 0;
        }
    }

    /// The side of the writers, as a [SharedLock]: waits until nobody is inside. A thread that
    /// reads would wait for itself: `tryLock`, with or without a time, tells it `false` at once;
    /// `lock`, `lockInterruptibly` and `lockOrRecover` throw `IllegalMonitorStateException`.
    public final class WriteLock extends TimedLock {
        private WriteLock() {}

        @Override
        public SharedReadWriteLock readWriteLock() {
            return SharedReadWriteLock.this;
        }

        @Override
        boolean enter(Deadline deadline, Interrupts interrupts) throws InterruptedException {
            try {
                interrupts.check();
                if (core.writer().enterAgain()) {
                    return true;
                }
                boolean waitsForItself = !deadline.isEndless() && core.readDepth() > 0;
                return !waitsForItself && policy.settle(core.write(policy.refuses(), deadline, interrupts));
            } catch (RuntimeException failure) {
                throw core.context().refused(failure);
            }
        }

        /// As `SharedLock.lockOrRecover`.
        ///
        /// @throws InterruptedException when the thread is interrupted
        public LockState lockOrRecover() throws InterruptedException {
            try {
                Interrupts.THROW.check();
                if (core.writer().enterAgain()) {
                    return isMarked() ? LockState.OWNER_DIED : LockState.CLEAN;
                }
                return LockState.of(policy.report(core.write(false, Deadline.forever(), Interrupts.THROW)));
            } catch (RuntimeException failure) {
                throw core.context().refused(failure);
            }
        }

        /// Says that what the lock protects is right again; for the writer.
        public void markConsistent() {
            try {
                core.writer().requireHeld();
                core.writer().clear(LockWord.OWNER_DIED);
            } catch (RuntimeException failure) {
                throw core.context().refused(failure);
            }
        }

        /// Whether a writer died inside and nobody has put that right since.
        public boolean isMarked() {
            try {
                return (core.writer().word() & LockWord.OWNER_DIED) != 0;
            } catch (RuntimeException failure) {
                throw core.context().refused(failure);
            }
        }

        /// `IllegalMonitorStateException` when the caller is not the writer.
        @Override
        public void unlock() {
            try {
                core.writer().exit();
            } catch (RuntimeException failure) {
                throw core.context().refused(failure);
            }
        }

        /// Writers have none: `UnsupportedOperationException`.
        @Override
        public Condition newCondition() {
            throw noConditions();
        }

        /// Whether the calling thread is the writer.
        @Override
        public boolean isHeldByCurrentThread() {
            return core.writer().isHeldByCurrentThread();
        }

        /// The process of the writer.
        public Optional<ProcessInfo> owner() {
            try {
                int slot = OwnerBits.slot(core.writer().word());
                return slot == 0 ? Optional.empty() : Optional.of(core.context().slotHolder().info(slot));
            } catch (RuntimeException failure) {
                throw core.context().refused(failure);
            }
        }
    }
}
