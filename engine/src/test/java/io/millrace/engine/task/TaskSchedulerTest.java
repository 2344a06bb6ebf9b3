package io.millrace.engine.task;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.KernelKind;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.PoolShape;
import io.millrace.engine.job.TaskRunner;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.pool.GuestCrew;
import io.millrace.engine.pool.NoCrew;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.WorkerException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls end, whatever comes between.
@Timeout(60)
class TaskSchedulerTest {
    private static final long PATIENCE = 30_000_000_000L;

    private final SharedMemory memory = SharedMemory.temporary(16L << 20);
    private final PoolRegion pool =
            PoolRegion.create(memory, null, PoolShape.of(2, 3, KernelKind.SCALAR, Waiting.BALANCED));

    @AfterEach
    void close() {
        memory.close();
    }

    /// Has no memory for results.
    private static final class Full implements TaskReceiver {
        final OutOfMemoryError full = new OutOfMemoryError("of the test");
        @Nullable RuntimeException reason;

        @Override
        public void value(long index, @Nullable Object value) {
            throw full;
        }

        @Override
        public void failure(long index, WorkerException failure) {
            throw failure;
        }

        @Override
        public void end(@Nullable RuntimeException itsReason) {
            reason = itsReason;
        }
    }

    private RuntimeException reasonOf(Crew crew, @Nullable BooleanSupplier own, Runnable meanwhile, Full receiver) {
        try (TaskScheduler scheduler = new TaskScheduler(pool, crew, own)) {
            TaskCall call = scheduler.open((RemoteRunnable) () -> {}, new TaskLimits(3, 0, 0), receiver);
            scheduler.submitOnly(call);
            meanwhile.run();
            assertTrue(scheduler.await(call, call::isEnded, System.nanoTime() + PATIENCE));
            scheduler.awaitAll();
            return assertInstanceOf(RuntimeException.class, receiver.reason);
        }
    }

    @Test
    void aCallWhoseResultsCannotBeTakenEndsWithTheReason() {
        TaskRunner here = new TaskRunner(pool, memory.attachment().slot(), WorkerKind.CALLER);
        Full receiver = new Full();
        RuntimeException reason = reasonOf(new NoCrew(pool), here::runAny, () -> {}, receiver);
        assertInstanceOf(JobCancelledException.class, reason);
        assertSame(receiver.full, reason.getCause());
        pool.drop();
    }

    @Test
    void aCallEndsWhenTheTablesGoAway() {
        GuestCrew crew = new GuestCrew(pool, ProcessHandle.current().pid());
        assertInstanceOf(PeerDiedException.class, reasonOf(crew, null, pool::drop, new Full()));
    }
}
