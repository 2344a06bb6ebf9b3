package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.internal.job.TaskBatch.State;
import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What comes of the items of a batch: values, failures, what is large.
@Timeout(60)
class TaskResultsTest {
    private static final RemoteFunction<Integer, Integer> TWICE = value -> 2 * value;

    private static final RemoteFunction<Integer, byte[]> BYTES = byte[]::new;

    private final TaskBed bed = new TaskBed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void whateverATaskThrowsIsItsOwnFailure() {
        RemoteFunction<Integer, Object> failing = value -> {
            switch (value) {
                case 0 -> throw new IllegalStateException("first");
                case 1 -> throw new IOException("checked");
                case 2 -> throw new AssertionError("error");
                case 3 -> endless(0);
                case 4 -> throw new OutOfMemoryError("asked too much");
                default -> Thread.currentThread().interrupt();
            }
            return value;
        };
        TaskBatch batch = bed.submit(failing, 0, 1, 2, 3, 4, 5);
        TaskRunner runner = bed.runner();
        List<String> results = new ArrayList<>();
        while (results.size() < 6) {
            assertTrue(runner.runAny());
            results.addAll(bed.results(batch));
            batch.release();
            if (results.size() < 6) {
                batch = bed.submit(failing, IntStream.range(results.size(), 6).boxed().toArray());
            }
        }
        assertFalse(Thread.currentThread().isInterrupted(), "nothing of a task is left in its thread");
        assertEquals(
                List.of(
                        "THREW java.lang.IllegalStateException: first",
                        "THREW java.io.IOException: checked",
                        "THREW java.lang.AssertionError: error",
                        "THREW java.lang.StackOverflowError",
                        "THREW java.lang.OutOfMemoryError: asked too much",
                        "VALUE 5"),
                results);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    @Test
    void whatCannotTravelIsThatItemsErrorAlone() {
        RemoteFunction<Integer, Object> mixed = value -> value == 1 ? new Object() : value;
        TaskBatch batch = bed.submit(mixed, 0, 1, 2);
        bed.runner().runAny();
        List<String> results = bed.results(batch);
        assertEquals("VALUE 0", results.get(0));
        assertTrue(results.get(1).startsWith("UNENCODABLE io.millrace.shm.NotTransportableException"), results.get(1));
        assertTrue(results.get(1).contains("java.lang.Object"), results.get(1));
        assertEquals("VALUE 2", results.get(2));
        batch.release();
    }

    @Test
    void aFailureThatIsTooLargeOrCannotSayWhatItIsComesInBrief() {
        RemoteFunction<Integer, Object> failing = value -> {
            throw value == 0 ? new Mute() : new IllegalStateException("x".repeat(17 << 20));
        };
        TaskBatch batch = bed.submit(failing, 0, 1);
        bed.runner().runAny();
        List<String> results = bed.results(batch);
        assertTrue(results.get(0).startsWith("THREW " + Mute.class.getName()), results.get(0));
        assertTrue(results.get(1).startsWith("THREW java.lang.IllegalStateException: xxx"), results.get(1));
        assertTrue(results.get(1).length() < bed.tasks.argumentBytes());
        batch.release();
    }

    /// Fails when asked for its message.
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no message");
        }
    }

    @Test
    void aFunctionThatCannotBeLoadedFailsEveryItemWithTheSameReport() {
        TaskSpec spec = bed.spec(TWICE, 3, IntStream.range(0, 500).boxed().toArray());
        byte[] function = spec.function().clone();
        for (int at = 0; at < function.length; at++) {
            if (function[at] == 'T' && function[at + 1] == 'a' && function[at + 2] == 's' && function[at + 3] == 'k') {
                function[at] = 'X'; // TaskResultsTest becomes XaskResultsTest
            }
        }
        TaskBatch batch = bed.tasks.trySubmit(new TaskSpec(function, spec.items(), 3, 0));
        bed.runner().runAny();
        List<String> results = bed.results(batch);
        assertEquals(500, results.size());
        assertTrue(results.getFirst().contains("XaskResultsTest"), results.getFirst());
        assertEquals(1, results.stream().distinct().count());
        batch.release();
    }

    @Test
    void resultsThatDoNotFitEndTheBatchEarlyAndLargeOnesLieElsewhere() {
        TaskBatch batch = bed.submit(BYTES, 10, 3000, 3000, 3000, 3000, 3000, 3000);
        TaskRunner runner = bed.runner();
        runner.runAny();
        assertEquals(State.DONE, batch.state());
        assertTrue(batch.done() >= 3 && batch.done() < 7, "done=" + batch.done());
        assertEquals(batch.done(), bed.results(batch).size());
        batch.release();
        TaskBatch large = bed.submit(BYTES, 5, 1 << 20, 5);
        runner.runAny();
        assertEquals(2, large.done(), "the large one is the last");
        assertEquals(List.of("VALUE 5 bytes of 0", "VALUE 1048576 bytes of 0"), bed.results(large));
        large.release();
        TaskBatch tooLarge = bed.submit(BYTES, 15 << 20, 17 << 20, 3);
        runner.runAny();
        assertEquals(List.of("VALUE 15728640 bytes of 0"), bed.results(tooLarge));
        tooLarge.release();
        TaskBatch rest = bed.submit(BYTES, 17 << 20);
        runner.runAny();
        String refusal = bed.results(rest).getFirst();
        assertTrue(refusal.startsWith("UNENCODABLE io.millrace.shm.MessageTooLargeException"), refusal);
        rest.release();
        bed.assertNoOverflowIsLeft();
    }

    @Test
    void largeArgumentsLieElsewhere() {
        RemoteFunction<byte[], Integer> length = bytes -> bytes.length;
        TaskBatch batch = bed.submit(length, new byte[1 << 20], new byte[2 << 20]);
        bed.runner().runAny();
        assertEquals(List.of("VALUE 1048576", "VALUE 2097152"), bed.results(batch));
        batch.release();
        bed.assertNoOverflowIsLeft();
    }

    @Test
    void withoutSpaceTheSubmitterOrTheItemLearnsSo() {
        try (TaskBed small = new TaskBed(
                SharedMemory.temporary(MemoryOptions.defaults().byteSize(1 << 16).engineByteSize(4L << 20)))) {
            RemoteFunction<byte[], Integer> length = bytes -> bytes.length;
            assertThrows(OutOfSpaceException.class, () -> small.submit(length, new byte[3 << 20]));
            assertEquals(List.of(), small.busyRows());
            TaskBatch batch = small.submit(BYTES, 3 << 20);
            small.runner().runAny();
            String refusal = small.results(batch).getFirst();
            assertTrue(refusal.startsWith("UNENCODABLE io.millrace.shm.OutOfSpaceException"), refusal);
            batch.release();
        }
    }

    @Test
    void aRegionThatATaskUsesMayBeDroppedAndTheTaskLearnsSo() {
        LongValue value = bed.memory.newLongValue("value", 5);
        TaskBatch batch = bed.submit((RemoteCallable<Long>) value::get);
        bed.memory.drop("value");
        bed.runner().runAny();
        List<String> results = bed.results(batch);
        assertTrue(results.getFirst().startsWith("THREW io.millrace.shm.RegionDroppedException"), results.getFirst());
        batch.release();
    }
}
