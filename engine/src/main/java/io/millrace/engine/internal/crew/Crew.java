package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.jvm.ExitReport;
import io.millrace.shm.WorkerException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The workers of one pool: processes, threads, the callers themselves, or the workers of another
/// process's pool.
///
/// The default methods are the answers of a crew that launches no workers.
public interface Crew extends AutoCloseable {

    /// Has the first workers launched and returns; each worker occupies its slot later. A start that the
    /// system refuses counts among the [failed starts][#startFailures].
    ///
    /// @throws io.millrace.shm.OutOfSpaceException when the file has no room for that many
    void start(int wanted);

    /// Launches further workers, or retires some of them: a retired worker finishes what it
    /// computes and exits. Returns at once.
    void resize(int wanted);

    /// Waits until each wanted worker has occupied its slot.
    ///
    /// @param endNanos the `System.nanoTime` at which the wait ends
    /// @return false when the time is up, or the pool was closed
    /// @throws WorkerException when the crew has [failed][#failure]
    /// @throws io.millrace.shm.JobCancelledException when the thread is interrupted
    boolean awaitWorkers(long endNanos);

    /// Lets a crew that has [failed][#failure] launch workers again, because a caller wants them.
    default void tryAgain() {}

    /// Tells the crew that work was submitted: a crew that failed some time ago launches workers
    /// again.
    default void workSubmitted() {}

    /// Tells the crew that work was submitted which needs workers, or takes long without them: a crew that was
    /// about to launch its first workers launches them now.
    default void workersNeeded() {
        workSubmitted();
    }

    /// Workers that exited before they occupied their slots.
    default StartFailures startFailures() {
        return StartFailures.NONE;
    }

    /// The number of workers that have had no work for longer than this time and are not retired.
    default long idleWorkers(long nanos) {
        return 0;
    }

    /// Whether each wanted worker has occupied its slot and has work now.
    default boolean areAllBusy() {
        return false;
    }

    /// Why the crew launches no workers until a caller asks for [another try][#tryAgain]; null
    /// while it launches them.
    default @Nullable WorkerException failure() {
        return null;
    }

    /// The report of a worker that died. It is there as soon as the crew has handled the death, and
    /// then the pool's `news` word changes.
    default Optional<ExitReport> exitReport(long pid) {
        return Optional.empty();
    }

    /// Whether this crew makes a report for each worker that dies.
    default boolean expectsExitReports() {
        return false;
    }

    /// The number of workers that died, that is, that ended without leaving their slots in order.
    default long deaths() {
        return 0;
    }

    /// Stops the worker that runs a task which is no longer wanted: kills the process, which is
    /// then replaced, or interrupts the thread. Has no effect when the worker has exited.
    void stop(TaskBatch.StopRequest request);

    /// Waits until every worker has exited, and kills those that take too long; the caller must
    /// have closed the pool's tables.
    @Override
    void close();
}
