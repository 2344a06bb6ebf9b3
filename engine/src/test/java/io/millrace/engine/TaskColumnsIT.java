package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.LongArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls over many items of one type, and of almost one.
@Timeout(120)
class TaskColumnsIT {
    private static final int COUNT = 20_000;
    private static final TaskBed BED = new TaskBed();

    @AfterAll
    static void close() {
        BED.close();
    }

    private static List<Object> items(IntFunction<Object> each) {
        return new ArrayList<>(IntStream.range(0, COUNT).mapToObj(each).toList());
    }

    private static List<List<Object>> ofEachType() {
        return List.of(
                items(index -> index % 3 == 0),
                items(index -> (byte) index),
                items(index -> (short) index),
                items(index -> (char) index),
                items(index -> index - COUNT / 2),
                items(index -> index % 100 == 0 ? Float.NaN : index / 3.0f),
                items(index -> (long) index << 40),
                items(index -> index % 100 == 0 ? -0.0 : 1.0 / index),
                items(index -> index % 10 == 0 ? "" : "\u00e4 " + index),
                new ArrayList<>(Collections.nCopies(COUNT, null)));
    }

    @ParameterizedTest
    @EnumSource
    void itemsOfEachTypeComeBackInTheirPlaces(WorkerKind kind) {
        for (List<Object> items : ofEachType()) {
            for (int call = 0; call < 3; call++) {
                assertEquals(items, BED.pool(kind).mapAll(items, item -> item));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneItemAmongOthersChangesNothingForThem(WorkerKind kind) {
        for (Object other : Arrays.asList(null, "text", 2.5, List.of(1), "x".repeat(100_000), "\ud800")) {
            List<Object> items = items(index -> index);
            items.set(COUNT / 2, other);
            assertEquals(items, BED.pool(kind).mapAll(items, item -> item));
        }
    }

    @Test
    void lazyResultsComeInOrderOrAtLeastAll() {
        Pool pool = BED.pool(WorkerKind.PROCESS);
        List<Integer> items = IntStream.range(0, COUNT).boxed().toList();
        List<Long> expected = LongStream.range(0, COUNT).map(item -> 2 * item).boxed().toList();
        try (Results<Long> results = pool.mapLazily(items, item -> 2L * item)) {
            List<Long> found = new ArrayList<>();
            results.forEachRemaining(found::add);
            assertEquals(expected, found);
        }
        try (Results<Long> results = pool.mapUnordered(items, item -> 2L * item)) {
            Set<Long> found = new HashSet<>();
            results.forEachRemaining(result -> assertTrue(found.add(result), () -> result + " came twice"));
            assertEquals(new HashSet<>(expected), found);
        }
    }

    @Test
    void aFailureInTheMiddleIsThatItemsAlone() {
        List<Integer> items = IntStream.range(0, COUNT).boxed().toList();
        Pool pool = BED.pool(WorkerKind.PROCESS);
        List<Outcome<Integer, Object>> outcomes = pool.mapOutcomes(items, item -> switch (item) {
            case 7_000 -> throw new IllegalStateException("seven thousand");
            case 8_000 -> new Object();
            case 9_000 -> null;
            case 10_000 -> "y".repeat(200_000);
            default -> item;
        });
        for (Outcome<Integer, Object> outcome : outcomes) {
            int item = outcome.input();
            switch (item) {
                case 7_000 -> assertTrue(outcome.failure().getMessage().contains("seven thousand"));
                case 8_000 -> assertInstanceOf(NotTransportableException.class, outcome.failure().getCause());
                case 9_000 -> assertNull(outcome.value());
                case 10_000 -> assertEquals(200_000, ((String) outcome.value()).length());
                default -> assertEquals(item, outcome.value());
            }
        }
        WorkerException failure = assertThrows(WorkerException.class, () -> pool.mapAll(items, item -> 1 / item));
        assertEquals(0, failure.chunk());
    }

    @Test
    void aWorkerKilledInTheMiddleOfABatchRepeatsTheItemAtHandOnly() {
        Pool pool = BED.pool(WorkerKind.PROCESS);
        LongArray runs = pool.memory().newLongArray("runs", COUNT);
        List<Integer> items = IntStream.range(0, COUNT).boxed().toList();
        RemoteFunction<Integer, Long> function = item -> {
            if (runs.getAndAdd(item, 1) == 0 && item % 5_000 == 4_321) {
                Runtime.getRuntime().halt(9);
            }
            return 3L * item;
        };
        assertEquals(LongStream.range(0, COUNT).map(item -> 3 * item).boxed().toList(), pool.mapAll(items, function));
        for (int item = 0; item < COUNT; item++) {
            assertEquals(item % 5_000 == 4_321 ? 2 : 1, runs.get(item), "item " + item);
        }
        pool.memory().drop("runs");
    }
}
