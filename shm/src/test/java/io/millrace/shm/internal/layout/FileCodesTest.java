package io.millrace.shm.internal.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.Waiting;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The codes of constants that stand in a file never change: another code needs another version of the
/// file. A new constant gets a new code and its place here.
class FileCodesTest {
    private static <E extends Enum<E>> Map<String, Integer> codes(E[] values, Function<E, Integer> code) {
        return Stream.of(values).collect(Collectors.toMap(Enum::name, code));
    }

    @Test
    void theCodesAreFrozen() {
        assertEquals(Map.of("SPIN", 0, "BALANCED", 1, "PARK", 2), codes(Waiting.values(), FileCodes::of));
        assertEquals(
                Map.of("BYTE", 1, "SHORT", 2, "INT", 3, "LONG", 4, "FLOAT", 5, "DOUBLE", 6),
                codes(ElementType.values(), FileCodes::of));
        assertEquals(
                "{1=ARRAY, 2=VALUE, 3=STRUCT, 4=BYTES, 5=ENGINE, 6=LOCK, 7=READ_WRITE_LOCK, 8=CONDITION, 9=SEMAPHORE, "
                        + "10=EVENT, 11=BARRIER, 12=QUEUE, 13=PIPE, 14=BROADCAST, 15=MAP, 16=COUNTER}",
                Stream.of(RegionKind.values())
                        .collect(Collectors.toMap(FileCodes::of, RegionKind::name, (a, b) -> a, TreeMap::new))
                        .toString());
    }

    @Test
    void aCodeLeadsBackToItsConstant() {
        for (Waiting waiting : Waiting.values()) {
            assertEquals(waiting, FileCodes.waiting(FileCodes.of(waiting)));
        }
    }

    @Test
    void anUnknownCodeIsRefusedWithFieldAndValue() {
        for (int code : new int[] {-1, 3, Integer.MAX_VALUE}) {
            String message = assertThrows(FileFormatException.class, () -> FileCodes.waiting(code)).getMessage();
            assertTrue(message.contains("field=waiting, code=" + code), message);
        }
    }
}
