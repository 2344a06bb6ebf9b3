package io.millrace.engine.internal.task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The calls of a scheduler that have not ended, their counts, and whether the scheduler takes further ones.
///
/// Methods take the scheduler's lock, which the caller may hold already, unless they say otherwise.
final class OpenCalls {
    private final ReentrantLock lock;
    private final Reasons reasons;
    private final Set<TaskCall> calls = new LinkedHashSet<>();
    private final TaskCounters counters = new TaskCounters();
    private boolean refusing;
    private boolean dropping;
    private int parts;
    private long submitted;

    /// The event after which a call cannot begin.
    enum Until {
        /// The pool was told to close.
        CLOSED,
        /// The pool was told to drop its work: for parts of work that was submitted before.
        DROPPED
    }

    OpenCalls(ReentrantLock lock, Reasons reasons) {
        this.lock = lock;
        this.reasons = reasons;
    }

    /// Adds a call.
    ///
    /// @throws IllegalStateException when the event has happened
    void add(TaskCall call, Until until) {
        lock.lock();
        try {
            if (until == Until.CLOSED ? refusing : dropping) {
                throw reasons.closed();
            }
            if (calls.isEmpty()) {
                counters.begin();
            }
            calls.add(call);
            if (until == Until.CLOSED) {
                submitted++;
            } else {
                call.isPart = true;
                parts++;
            }
        } finally {
            lock.unlock();
        }
    }

    /// A call has ended.
    void remove(TaskCall call) {
        lock.lock();
        try {
            parts -= call.isPart ? 1 : 0;
            calls.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /// @throws IllegalStateException when the pool was told to close
    void requireOpen() {
        lock.lock();
        try {
            if (refusing) {
                throw reasons.closed();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Refuses new calls from now on, except parts of open ones.
    ///
    /// @return the open calls
    List<TaskCall> refuse() {
        lock.lock();
        try {
            refusing = true;
            return List.copyOf(calls);
        } finally {
            lock.unlock();
        }
    }

    /// Refuses parts too from now on.
    ///
    /// @return the open calls
    List<TaskCall> refuseParts() {
        lock.lock();
        try {
            dropping = true;
            return refuse();
        } finally {
            lock.unlock();
        }
    }

    /// Called with the lock held.
    void forEach(Consumer<TaskCall> step) {
        calls.forEach(step);
    }

    /// Items were handed in. Called with the lock held.
    void came(long items) {
        counters.came(items);
    }

    /// Items have ended. Called with the lock held.
    void ended(long items, long ofThemFailed) {
        counters.ended(items, ofThemFailed);
    }

    /// Counts of the calls that began since the last time when there was none.
    TaskCounts counts() {
        lock.lock();
        try {
            return counters.counts();
        } finally {
            lock.unlock();
        }
    }

    /// Whether some call has not ended.
    boolean hasSome() {
        lock.lock();
        try {
            return !calls.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// How many calls began, without parts.
    long submitted() {
        lock.lock();
        try {
            return submitted;
        } finally {
            lock.unlock();
        }
    }

    /// How many of these have ended.
    long finished() {
        lock.lock();
        try {
            return submitted - (calls.size() - parts);
        } finally {
            lock.unlock();
        }
    }
}
