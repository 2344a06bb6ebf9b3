package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.KernelKind;
import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.WorkerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    /// The pool ends while somebody looks for a reason.
    private record EndsMeanwhile(PoolRegion pool) implements Crew {
        @Override
        public void start(int wanted) {}

        @Override
        public void resize(int wanted) {}

        @Override
        public boolean awaitWorkers(long endNanos) {
            return false;
        }

        @Override
        public @Nullable WorkerException failure() {
            pool.close();
            return null;
        }

        @Override
        public void stop(TaskBatch.StopRequest request) {}

        @Override
        public void close() {}
    }

    /// It may have ended by the death of its owner: only the next look knows.
    @Test
    void aPoolThatEndsDuringTheLookIsLookedAtAgain() {
        try (SharedMemory memory = SharedMemory.temporary(16L << 20)) {
            PoolRegion pool =
                    PoolRegion.create(memory, null, PoolShape.of(2, 3, KernelKind.SCALAR, Waiting.BALANCED));
            Reasons reasons = new Reasons(pool, new EndsMeanwhile(pool));
            assertNull(reasons.nobodyWorks());
            RuntimeException reason = assertInstanceOf(JobCancelledException.class, reasons.nobodyWorks());
            assertTrue(reason.getMessage().contains("its owner closed the pool"), reason::getMessage);
            pool.drop();
        }
    }
}
