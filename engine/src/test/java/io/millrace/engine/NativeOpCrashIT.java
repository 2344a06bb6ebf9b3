package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C functions of the user's that do not come back: this process lives, whatever the number of elements and workers.
@Timeout(300)
class NativeOpCrashIT {
    private static final int[] LENGTHS = {1, 4096, 1_000_000};

    @TempDir
    static Path scratch;

    private static Path library;

    @BeforeAll
    static void compile() throws Exception {
        library = NativeOpTest.compile(scratch);
        assumeTrue(library != null, "no C compiler");
    }

    private static Pool start(SharedMemory memory, int workers) {
        return Pool.start(
                memory,
                PoolOptions.defaults()
                        .workers(workers)
                        .maxAttempts(1)
                        .heapByteSize(32L << 20)
                        .cancelGrace(Duration.ofMillis(50))
                        .output(WorkerOutput.DISCARD));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aFunctionThatExitsItsProcessFailsOnlyItsJobWithAReport(int workers) {
        try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                Pool pool = start(memory, workers)) {
            for (int length : LENGTHS) {
                DoubleArray data = memory.newDoubleArray("data" + length, length);
                for (String function : new String[] {"crash", "leave", "overflow"}) {
                    NativeOp op = NativeOp.load(library, function);
                    WorkerException story = assertThrows(
                            WorkerException.class, () -> pool.map(data, op, data), function + " over " + length);
                    assertTrue(story.pid() != ProcessHandle.current().pid() && story.pid() > 0, story::getMessage);
                    assertEquals(1, story.attempt());
                    if (function.equals("leave")) {
                        assertEquals(3, story.exitCode().orElseThrow());
                    } else {
                        assertEquals(11, story.signal().orElseThrow(), story::getMessage);
                        assertTrue(story.getMessage().contains("SIGSEGV"), story::getMessage);
                    }
                    pool.fill(data, 2);
                    assertEquals(4.0 * length, pool.mapReduce(data, DoubleUnaryOp.SQUARE, Reduction.SUM));
                }
            }
        }
    }

    /// Looked for here: all workers may be in it, and none left to look.
    private static boolean hasBegun(DoubleArray out) {
        for (long first = 0; first < out.length(); first += 4096) {
            if (out.get(first) == 1) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aFunctionThatNeverReturnsEndsWhenItsJobIsCancelled(int workers) {
        try (SharedMemory memory = SharedMemory.temporary(64L << 20);
                Pool pool = start(memory, workers)) {
            for (int length : LENGTHS) {
                DoubleArray in = memory.newDoubleArray("in" + length, length);
                DoubleArray out = memory.newDoubleArray("out" + length, length);
                Job<Void> job = pool.mapAsync(in, NativeOp.load(library, "loop"), out);
                Await.until("it has begun", Duration.ofSeconds(60), () -> hasBegun(out));
                assertTrue(job.cancel(true));
                assertTrue(job.isCancelled());
                assertFalse(pool.memory().processes().isEmpty());
                assertEquals(0.0, pool.reduce(in, Reduction.SUM));
            }
        }
    }
}
