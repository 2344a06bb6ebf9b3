package io.millrace.shm.view;

import io.millrace.shm.Death;
import java.util.List;
import java.util.Optional;

/// Something that processes wait on: a lock, a condition, a semaphore, an event or a barrier.
///
/// `waiters` says that threads may be asleep: it stays set for a while after the last one left.
public sealed interface SyncView {
    /// In the directory.
    String name();

    /// Whether threads may be asleep there.
    boolean waiters();

    /// A `SharedLock`.
    ///
    /// @param owner the thread that has it; one that died is shown until it is recovered
    /// @param ownerDied whether the mark is set that an owner died inside
    /// @param acquisitions how often it was taken, modulo 2^32
    /// @param lastDeath the last owner that died inside and was recovered
    record Lock(
            String name,
            Optional<Holder> owner,
            boolean waiters,
            boolean ownerDied,
            long acquisitions,
            Optional<Death> lastDeath)
            implements SyncView {}

    /// A `SharedReadWriteLock`.
    ///
    /// @param writer the thread that writes, or waits until the readers have left
    /// @param readers the processes that read, with the number of their threads
    /// @param ownerDied whether the mark is set that a writer died inside
    /// @param lastDeath the last writer that died inside and was recovered
    record ReadWriteLock(
            String name,
            Optional<Holder> writer,
            List<Holder> readers,
            boolean waiters,
            boolean ownerDied,
            Optional<Death> lastDeath)
            implements SyncView {
        public ReadWriteLock {
            readers = List.copyOf(readers);
        }

        /// How many threads read, of all processes.
        public long readerCount() {
            return readers.stream().mapToLong(Holder::count).sum();
        }
    }

    /// A `SharedCondition`.
    ///
    /// @param waiting the processes that wait, with the number of their threads
    record Condition(String name, List<Holder> waiting, boolean waiters) implements SyncView {
        public Condition {
            waiting = List.copyOf(waiting);
        }
    }

    /// A `SharedSemaphore`. A semaphore of more than 4,096 permits knows its holders by process only.
    ///
    /// @param available permits that can be taken
    /// @param maximum the most permits there can be; what is neither available nor held is withdrawn
    /// @param holders the threads that hold permits
    record Semaphore(String name, int available, int maximum, List<Holder> holders, boolean waiters)
            implements SyncView {
        public Semaphore {
            holders = List.copyOf(holders);
        }
    }

    /// A `SharedEvent`.
    record Event(String name, boolean isSet, boolean waiters) implements SyncView {}

    /// A `SharedBarrier`.
    ///
    /// @param arrived the threads that have arrived; none when it is broken
    record Barrier(String name, int parties, List<Holder> arrived, boolean broken, boolean waiters)
            implements SyncView {
        public Barrier {
            arrived = List.copyOf(arrived);
        }
    }
}
