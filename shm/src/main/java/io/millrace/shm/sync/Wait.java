package io.millrace.shm.sync;

import io.millrace.shm.Waitable;
import io.millrace.shm.internal.wait.AnyWait;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.WaitSource;
import io.millrace.shm.internal.wait.WaitSources;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Waits for the first of several things, with one sleep on all of them.
///
/// ```java
/// for (Waitable ready : Wait.any(List.of(queue, end, event, job), Duration.ofSeconds(1))) {
///     if (ready == queue) {
///         String message = queue.poll();         // null when another consumer was faster
///     }
/// }
/// ```
///
/// | waits for                                          | ready when                                               |
/// |----------------------------------------------------|----------------------------------------------------------|
/// | [io.millrace.shm.message.SharedQueue]              | a message waits, or the queue is closed                  |
/// | [io.millrace.shm.message.Connection] of a pipe     | a message waits, or the peer closed its end or died      |
/// | [io.millrace.shm.message.Subscriber]               | a message waits, or the sender closed its end or died    |
/// | [SharedEvent]                                      | it is set, or was set since the call began               |
/// | `Job` of the engine                                | it is done, failed or cancelled                          |
/// | `JvmProcess` of the engine                         | it has ended                                             |
///
/// **Ready is a hint**: what waits may be taken by another thread or process before the caller takes it. So take it by
/// a call that does not wait, such as `poll()`. Nothing is taken by waiting, and no end of a pipe either.
///
/// **Costs.** Up to 128 things wake the thread at once. Of more, and where the kernel is older than Linux 5.16 or a
/// filter of system calls forbids `futex_waitv(2)`, the thread looks every millisecond. Virtual threads park.
///
/// **Deaths** are noticed as by the waits of each of these things, in slices of 50 ms.
public final class Wait {
    private Wait() {}

    /// Waits until at least one of them is ready.
    ///
    /// @return those that are ready, in the order given; empty only when none was given
    /// @throws IllegalArgumentException one is not of Millrace
    /// @throws IllegalStateException one is closed, or its memory is
    /// @throws io.millrace.shm.RegionDroppedException the region of one was dropped
    /// @throws UnsupportedOperationException it would have to wait in a memory that is attached read-only
    /// @throws InterruptedException the thread is interrupted
    public static <W extends Waitable> List<W> any(Collection<? extends W> waitables) throws InterruptedException {
        return any(waitables, Deadline.forever());
    }

    /// Waits until at least one of them is ready, at most `timeout`; zero or less: does not wait.
    ///
    /// @return those that are ready, in the order given; empty when none was in that time
    /// @throws IllegalArgumentException one is not of Millrace
    /// @throws IllegalStateException one is closed, or its memory is
    /// @throws io.millrace.shm.RegionDroppedException the region of one was dropped
    /// @throws UnsupportedOperationException it would have to wait in a memory that is attached read-only
    /// @throws InterruptedException the thread is interrupted
    public static <W extends Waitable> List<W> any(Collection<? extends W> waitables, Duration timeout)
            throws InterruptedException {
        return any(waitables, Deadline.of(timeout));
    }

    private static <W extends Waitable> List<W> any(Collection<? extends W> waitables, Deadline deadline)
            throws InterruptedException {
        List<W> given = List.copyOf(waitables);
        List<WaitSource> sources = given.stream().map(WaitSources::of).toList();
        return new AnyWait(sources).await(deadline).stream().map(given::get).toList();
    }
}
