package io.millrace.shm.sync;

import io.millrace.shm.Waitable;
import io.millrace.shm.internal.lock.EventCore;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import io.millrace.shm.internal.wait.WaitSources;
import java.time.Duration;

/// A flag that threads of all processes set, clear and wait for. While the flag is set, `await`
/// returns at once. Setting the flag ends every wait that began before, also if the flag is cleared
/// again before a waiter looks.
///
/// An event has no owner, so no death matters to it. The protocol stands in [EventCore].
///
/// Obtained from `SharedMemory.newEvent` and `event`.
public final class SharedEvent implements Waitable {
    static {
        WaitSources.register(SharedEvent.class, event -> event.core.source());
    }

    private final EventCore core;

    private SharedEvent(Region region) {
        core = EventCore.of(region);
    }

    /// The event that a region holds.
    static SharedEvent over(Region region) {
        return new SharedEvent(region);
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    Region region() {
        return core.context().region();
    }

    /// Whether the flag is set now.
    public boolean isSet() {
        try {
            core.context().check();
            return core.isSet();
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Sets the flag and ends all waits. Does nothing when the flag is set.
    public void set() {
        try {
            core.set();
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Clears the flag: later calls of `await` wait.
    public void clear() {
        try {
            core.clear();
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Waits until the flag is set.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public void await() throws InterruptedException {
        await(Deadline.forever());
    }

    /// Waits until the flag is set, at most `timeout`; zero or less: does not wait. False when the flag
    /// was not set in that time.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Deadline.of(timeout));
    }

    private boolean await(Deadline deadline) throws InterruptedException {
        Interrupts.THROW.check();
        try {
            return core.await(deadline);
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Name.
    @Override
    public String toString() {
        return "SharedEvent " + name();
    }
}
