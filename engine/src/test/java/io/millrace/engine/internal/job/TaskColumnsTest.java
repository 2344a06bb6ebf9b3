package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.internal.job.TaskBatch.State;
import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.Status;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.region.MemoryAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Items and results of one type stand in columns; what is mixed does not, and nobody can tell.
@Timeout(60)
class TaskColumnsTest {
    private static final RemoteFunction<Object, Object> SAME = value -> value;
    private static final RemoteFunction<Integer, Long> LONG = value -> 10L * value;

    private final TaskBed bed = new TaskBed();

    @AfterEach
    void close() {
        bed.close();
    }

    static Stream<List<Object>> everyTypeComesBackAsItIs() {
        return Stream.of(
                List.of(true, false, true),
                List.of((byte) -128, (byte) 0, (byte) 127),
                List.of(Short.MIN_VALUE, (short) -1, Short.MAX_VALUE),
                List.of('\0', 'x', '\ud800', '\uffff'),
                List.of(Integer.MIN_VALUE, -1, 0, 1 << 20, Integer.MAX_VALUE),
                List.of(Float.NaN, Float.intBitsToFloat(0x7fa00001), -0.0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY),
                List.of(Long.MIN_VALUE, -1L, 1L << 40, Long.MAX_VALUE),
                List.of(Double.NaN, -0.0, Double.MIN_VALUE, Double.longBitsToDouble(0x7ff4000000000001L)),
                List.of("", "x", "\u00e4\u20ac\ud83d\ude00", "\0", "y".repeat(3_000)),
                Collections.nCopies(4, null),
                List.of(1),
                Arrays.asList(1, null, 2, "three", 4.0, 'f', List.of(6)));
    }

    @ParameterizedTest
    @MethodSource
    void everyTypeComesBackAsItIs(List<Object> items) {
        TaskBatch batch = bed.submit(SAME, items.toArray());
        bed.runner().runAny();
        assertEquals(State.DONE, batch.state());
        List<Object> results = values(batch);
        assertEquals(bits(items), bits(results));
        batch.release();
    }

    /// Floating numbers as their bits: one NaN is not another.
    private static List<Object> bits(List<Object> values) {
        List<Object> bits = new ArrayList<>();
        for (Object value : values) {
            bits.add(value instanceof Double number ? (Object) Double.doubleToRawLongBits(number)
                    : value instanceof Float number ? (Object) Float.floatToRawIntBits(number) : value);
        }
        return bits;
    }

    private List<Object> values(TaskBatch batch) {
        List<Object> all = new ArrayList<>();
        batch.results(new ResultSink() {
            @Override
            public void values(int first, Object[] values) {
                assertEquals(all.size(), first);
                all.addAll(Arrays.asList(values));
            }

            @Override
            public void accept(int index, Status status, MemorySegment bytes) {
                assertEquals(all.size(), index);
                all.add(bed.value(status, bytes));
            }
        });
        return all;
    }

    @Test
    void theFirstResultOfAnotherTypeEndsTheColumn() {
        RemoteFunction<Integer, Object> mixed = item -> switch (item) {
            case 2 -> throw new IllegalStateException("two");
            case 4 -> null;
            case 5 -> "five";
            case 6 -> 6.0;
            default -> item;
        };
        TaskBatch batch = bed.submit(mixed, 0, 1, 2, 3, 4, 5, 6, 7);
        bed.runner().runAny();
        assertEquals(2, TaskRow.columnItems(bed.pool.task(batch.row())));
        assertEquals(
                List.of(
                        "VALUE 0", "VALUE 1", "THREW java.lang.IllegalStateException: two", "VALUE 3", "NULL",
                        "VALUE five", "VALUE 6.0", "VALUE 7"),
                bed.results(batch));
        batch.release();
        TaskBatch second = bed.submit(mixed, 2, 1);
        bed.runner().runAny();
        assertEquals(0, TaskRow.columnItems(bed.pool.task(second.row())));
        assertEquals(List.of("THREW java.lang.IllegalStateException: two", "VALUE 1"), bed.results(second));
        second.release();
    }

    @Test
    void resultsOfOneTypeLieBesideEachOther() {
        TaskBatch batch = bed.submit(LONG, 1, 2, 3);
        bed.runner().runAny();
        MemorySegment row = bed.pool.task(batch.row());
        assertEquals(Column.INTEGER, TaskRow.itemColumn(row));
        assertEquals(Column.LONG, TaskRow.resultColumn(row));
        assertEquals(TaskRow.ALL_ITEMS, TaskRow.columnItems(row));
        assertEquals(24, TaskRow.end(TaskRow.progressAcquire(row)));
        assertEquals(List.of("VALUE 10", "VALUE 20", "VALUE 30"), bed.results(batch));
        batch.release();
    }

    @ParameterizedTest
    @CsvSource({
        "NULL, 1", "BOOLEAN, 1", "BYTE, 1", "SHORT, 2", "CHARACTER, 2", "INTEGER, 4", "FLOAT, 4", "LONG, 8", "DOUBLE, 8"
    })
    void theWidthOfEachColumnIsThatOfTheFormat(Column column, int width) {
        assertEquals(width, column.width());
    }

    @Test
    void aBatchWhoseColumnIsFullEndsEarly() {
        TaskBatch batch = bed.submit(LONG, IntStream.range(0, 4_000).boxed().toArray());
        bed.runner().runAny();
        assertEquals(State.DONE, batch.state());
        assertTrue(batch.isFull());
        int done = batch.done();
        assertTrue(done > 1_000 && done < 2_049, "done=" + done);
        assertEquals(IntStream.range(0, done).mapToObj(item -> "VALUE " + 10L * item).toList(), bed.results(batch));
        batch.release();
    }

    @Test
    void aBatchEndsWithItsSliceAndHasRunOneItemAtLeast() {
        TaskSpec whole = bed.spec(LONG, 3, 1, 2, 3);
        TaskBatch batch = bed.tasks.trySubmit(new TaskSpec(whole.function(), whole.items(), 3, 1));
        bed.runner().runAny();
        assertEquals(State.DONE, batch.state());
        assertEquals(List.of("VALUE 10"), bed.results(batch));
        assertTrue(batch.ranNanos() > 0);
        batch.release();
    }

    /// How a worker died that had finished two of five items.
    private enum Death {
        IN_COLUMN, AT_THE_END_OF_THE_COLUMN, IN_A_TEXT
    }

    @ParameterizedTest
    @EnumSource
    void theNextWorkerGoesOnWhereTheDeadOneStopped(Death death) {
        TaskBatch batch = bed.submit(LONG, 1, 2, 3, 4, 5);
        MemorySegment row = bed.pool.task(batch.row());
        ProcessSlotHolder dead = bed.worker();
        claim(row, dead);
        MemorySegment results = TaskTable.results(bed.pool, row);
        TaskRow.resultColumn(row, Column.LONG);
        TaskRow.columnItems(row, TaskRow.ALL_ITEMS);
        Column.LONG.set(results, 0, 100L);
        Column.LONG.set(results, 8, 200L);
        TaskRow.progressRelease(row, TaskRow.progress(2, 16, false));
        assertEquals(List.of("VALUE 100", "VALUE 200"), bed.results(batch), "while it runs");
        switch (death) {
            case IN_COLUMN -> Column.LONG.set(results, 16, 99L); // and not counted
            case AT_THE_END_OF_THE_COLUMN -> TaskRow.columnItems(row, 2);
            default -> {
                TaskRow.columnItems(row, 2);
                results.set(ValueLayout.JAVA_BYTE, 16, (byte) Status.TEXT.code());
            }
        }
        die(dead);
        bed.runner().runAny();
        assertEquals(List.of("VALUE 30", "VALUE 40", "VALUE 50"), bed.results(batch));
        assertEquals(death == Death.IN_COLUMN ? TaskRow.ALL_ITEMS : 2, TaskRow.columnItems(row));
        batch.release();
    }

    @Test
    void aColumnOfADeadWorkerWithoutResultsIsForgotten() {
        RemoteFunction<Integer, String> text = value -> "text " + value;
        TaskBatch batch = bed.submit(text, 1, 2);
        MemorySegment row = bed.pool.task(batch.row());
        ProcessSlotHolder dead = bed.worker();
        claim(row, dead);
        TaskRow.resultColumn(row, Column.INTEGER);
        TaskRow.columnItems(row, TaskRow.ALL_ITEMS);
        die(dead);
        bed.runner().runAny();
        assertEquals(List.of("VALUE text 1", "VALUE text 2"), bed.results(batch));
        batch.release();
    }

    private void claim(MemorySegment row, ProcessSlotHolder worker) {
        long ready = TaskRow.wordAcquire(row);
        assertTrue(TaskRow.wordCas(
                row, ready, JobWord.of(JobWord.epoch(ready), TaskTable.RUN, JobWord.attempt(ready), worker.slot())));
    }

    private void die(ProcessSlotHolder worker) {
        new JobRecovery().recover(MemoryAccess.regionsOf(bed.memory), worker.slot());
        new JobRecovery().recover(MemoryAccess.regionsOf(bed.memory), worker.slot());
    }

    @ParameterizedTest
    @MethodSource
    void aDamagedColumnIsAFailureOfItsItems(TaskSpec.ItemBytes items, String expected) {
        TaskBatch batch = bed.tasks.trySubmit(new TaskSpec(bed.encoded(SAME), items, 3, 0));
        TaskRunner runner = bed.runner();
        assertTrue(runner.runAny());
        assertEquals(State.DONE, batch.state());
        List<String> results = bed.results(batch);
        assertEquals(items.count(), results.size());
        String last = results.getLast();
        assertTrue(last.startsWith("THREW io.millrace.shm.FileFormatException"), last);
        assertTrue(last.contains(expected), last);
        batch.release();
    }

    static Stream<Arguments> aDamagedColumnIsAFailureOfItsItems() {
        byte[] malformed = {1, 0, 0, 0, 'x', 2, 0, 0, 0, (byte) 0xc3, 'y'};
        byte[] tooLong = {1, 0, 0, 0, 'x', 7, 0, 0, 0, 'y'};
        byte[] negative = {1, 0, 0, 0, 'x', -1, -1, -1, -1, 'y'};
        return Stream.of(
                damaged(Column.INTEGER, new byte[11], 3, "count=3, byteSize=11"),
                damaged(Column.DOUBLE, new byte[16], 3, "count=3, byteSize=16"),
                damaged(Column.BYTE, new byte[4], 3, "count=3, byteSize=4"),
                damaged(Column.TEXT, malformed, 2, "malformed UTF-8"),
                damaged(Column.TEXT, tooLong, 2, "length=7"),
                damaged(Column.TEXT, negative, 2, "length=-1"));
    }

    private static Arguments damaged(
            Column column, byte[] bytes, int count, String expected) {
        return Arguments.of(new TaskSpec.ItemBytes(column, bytes, count), expected);
    }

    @Test
    void unknownColumnsAreRefusedByWorkerAndSubmitter() {
        TaskBatch batch = bed.submit(LONG, 1, 2);
        MemorySegment row = bed.pool.task(batch.row());
        row.set(ValueLayout.JAVA_INT, TaskRow.LAYOUT.offset("itemColumn"), 11);
        bed.runner().runAny();
        String refusal = bed.results(batch).getLast();
        assertTrue(refusal.contains("FileFormatException") && refusal.contains("field=column, code=11"), refusal);
        batch.release();
        TaskBatch other = bed.submit(LONG, 1, 2);
        row = bed.pool.task(other.row());
        bed.runner().runAny();
        row.set(ValueLayout.JAVA_INT, TaskRow.LAYOUT.offset("resultColumn"), -1);
        assertThrows(FileFormatException.class, () -> values(other));
        TaskRow.resultColumn(row, Column.TEXT);
        assertThrows(FileFormatException.class, () -> values(other));
        TaskRow.resultColumn(row, Column.LONG);
        TaskRow.progressRelease(row, TaskRow.progress(3, 16, false));
        assertThrows(FileFormatException.class, () -> values(other), "two results that are said to be three");
        TaskRow.progressRelease(row, TaskRow.progress(2, 16, false));
        assertEquals(List.of(10L, 20L), values(other));
        other.release();
    }
}
