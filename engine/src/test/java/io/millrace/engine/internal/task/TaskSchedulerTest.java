package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.KernelKind;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.crew.AttachedCrew;
import io.millrace.engine.internal.crew.CallerCrew;
import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.WorkerException;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls end, whatever comes between.
@Timeout(60)
class TaskSchedulerTest {
    private static final long TIMEOUT = 30_000_000_000L;

    private final SharedMemory memory = SharedMemory.temporary(16L << 20);
    private final PoolRegion pool =
            PoolRegion.create(memory, null, PoolShape.of(2, 3, KernelKind.SCALAR, Waiting.BALANCED));

    @AfterEach
    void close() {
        memory.close();
    }

    /// Has no memory for results.
    private static final class Full extends TaskCall {
        final OutOfMemoryError full = new OutOfMemoryError("of the test");
        volatile @Nullable RuntimeException reason;

        Full(TaskScheduler scheduler) {
            super(scheduler.encode((RemoteRunnable) () -> {}), new TaskLimits(3, 0, 0));
        }

        @Override
        void value(long index, @Nullable Object value) {
            throw full;
        }

        @Override
        void values(long first, @Nullable Object[] values) {
            throw full;
        }

        @Override
        void failure(long index, WorkerException failure) {
            throw failure;
        }

        @Override
        void end(@Nullable RuntimeException itsReason) {
            reason = itsReason;
        }
    }

    private Full ended(Crew crew, @Nullable BooleanSupplier own, Runnable meanwhile) throws InterruptedException {
        try (TaskScheduler scheduler = new TaskScheduler(pool, crew, own)) {
            Full call = new Full(scheduler);
            scheduler.open(call);
            scheduler.submitOnly(call);
            meanwhile.run();
            assertTrue(scheduler.await(call, call::isEnded, System.nanoTime() + TIMEOUT));
            scheduler.awaitAll(Deadline.forever());
            return call;
        }
    }

    @Test
    void aCallWhoseResultsCannotBeTakenEndsWithTheReason() throws Exception {
        TaskRunner here = new TaskRunner(pool, MemoryAccess.regionsOf(memory).slotHolder().slot(), WorkerKind.CALLER);
        Full call = ended(new CallerCrew(), here::runAny, () -> {});
        RuntimeException reason = assertInstanceOf(JobCancelledException.class, call.reason);
        assertSame(call.full, reason.getCause());
        pool.drop();
    }

    @Test
    void aCallEndsWhenTheTablesGoAway() throws Exception {
        AttachedCrew crew = new AttachedCrew(pool, ProcessHandle.current().pid());
        assertInstanceOf(PeerDiedException.class, ended(crew, null, pool::drop).reason);
    }

    /// Finds no memory the first times.
    private static final class Short extends TaskCall {
        final AtomicInteger ends = new AtomicInteger();
        final AtomicInteger completions = new AtomicInteger();

        Short(TaskScheduler scheduler) {
            super(scheduler.encode((RemoteRunnable) () -> {}), new TaskLimits(3, 0, 0));
        }

        @Override
        void value(long index, @Nullable Object value) {}

        @Override
        void values(long first, @Nullable Object[] values) {}

        @Override
        void failure(long index, WorkerException failure) {}

        @Override
        void end(@Nullable RuntimeException reason) {
            if (ends.incrementAndGet() <= 3) {
                throw new OutOfMemoryError("of the test");
            }
        }

        @Override
        void complete() {
            completions.incrementAndGet();
        }
    }

    @Test
    void aCallWhoseEndIsNotReportedForLackOfMemoryIsReportedLater() {
        TaskRunner here = new TaskRunner(pool, MemoryAccess.regionsOf(memory).slotHolder().slot(), WorkerKind.CALLER);
        try (TaskScheduler scheduler = new TaskScheduler(pool, new CallerCrew(), here::runAny)) {
            Short call = new Short(scheduler);
            scheduler.open(call);
            scheduler.submitOnly(call);
            assertTrue(scheduler.await(call, call::isEnded, System.nanoTime() + TIMEOUT));
            assertEquals(4, call.ends.get());
            assertEquals(1, call.completions.get());
            assertEquals(1, scheduler.finished());
        }
        pool.drop();
    }

    @Test
    void theBackgroundLeaderSurvivesALackOfMemory() {
        TaskRunner here = new TaskRunner(pool, MemoryAccess.regionsOf(memory).slotHolder().slot(), WorkerKind.CALLER);
        AtomicInteger tries = new AtomicInteger();
        BooleanSupplier own = () -> {
            if (tries.incrementAndGet() <= 3) {
                throw new OutOfMemoryError("of the test");
            }
            return here.runAny();
        };
        try (TaskScheduler scheduler = new TaskScheduler(pool, new CallerCrew(), own)) {
            Short call = new Short(scheduler);
            scheduler.open(call);
            scheduler.submitOnly(call);
            Await.until("the call has ended", Duration.ofSeconds(30), () -> call.completions.get() == 1);
            assertTrue(tries.get() > 3, tries::toString);
        }
        pool.drop();
    }

    @Test
    void aLookThatFailsForAnotherReasonEndsTheCallsWithIt() {
        BooleanSupplier own = () -> {
            throw new IllegalArgumentException("of the test");
        };
        try (TaskScheduler scheduler = new TaskScheduler(pool, new CallerCrew(), own)) {
            Full call = new Full(scheduler);
            scheduler.open(call);
            scheduler.submitOnly(call);
            Await.until("the call has ended", Duration.ofSeconds(30), () -> call.reason != null);
            assertInstanceOf(IllegalArgumentException.class, call.reason.getCause());
        }
        pool.drop();
    }
}
