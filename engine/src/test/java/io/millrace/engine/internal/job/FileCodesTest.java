package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.KernelKind;
import io.millrace.engine.Schedule;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.PoolCodes;
import io.millrace.engine.internal.layout.Status;
import io.millrace.shm.FileFormatException;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The codes of constants that stand in a file never change: another code needs another version of the
/// file.
class FileCodesTest {
    private static <E extends Enum<E>> void assertFrozen(
            String codes, String field, E[] values, ToIntFunction<E> code, IntFunction<E> ofCode) {
        assertEquals(
                codes,
                Stream.of(values)
                        .map(value -> value + "=" + code.applyAsInt(value))
                        .sorted()
                        .collect(Collectors.joining(" ")));
        for (E value : values) {
            assertEquals(value, ofCode.apply(code.applyAsInt(value)));
        }
        for (int unknown : new int[] {-1, values.length, Integer.MAX_VALUE}) {
            String message = assertThrows(FileFormatException.class, () -> ofCode.apply(unknown)).getMessage();
            assertTrue(message.contains("field=%s, code=%s;".formatted(field, unknown)), message);
        }
    }

    @Test
    void theCodesAreFrozenAndUnknownOnesAreRefused() {
        assertFrozen("CACHED=0 STREAMING=1", "store", Store.values(), Store::code, Store::ofCode);
        assertFrozen(
                "AUTO=0 DYNAMIC=2 GUIDED=3 STATIC=1", "schedule", Schedule.values(), PoolCodes::of,
                PoolCodes::schedule);
        assertFrozen(
                "AUTO=0 NATIVE=1 SCALAR=3 VECTOR=2", "kernel", KernelKind.values(), PoolCodes::of, PoolCodes::kernel);
        assertFrozen(
                "CALLER=2 PROCESS=0 THREAD=1", "workerKind", WorkerKind.values(), PoolCodes::of, PoolCodes::workerKind);
        assertFrozen(
                "NULL=0 TEXT=4 THREW=2 UNENCODABLE=3 VALUE=1", "status", Status.values(), Status::code, Status::ofCode);
        assertFrozen(
                "BOOLEAN=3 BYTE=4 CHARACTER=6 DOUBLE=10 FLOAT=8 INTEGER=7 LONG=9 NONE=0 NULL=2 SHORT=5 TEXT=1",
                "column", Column.values(), Column::code, Column::ofCode);
    }
}
