package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.message.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedItemsTest {
    private final List<EncodedItems> written = new ArrayList<>();
    private final ItemWriter writer = new ItemWriter(Codec.any(), written::add);

    @Test
    void whatIsWrittenComesInOrderAndOnlyAtAFlush() {
        writer.add(List.of(1));
        writer.add(null);
        writer.add("three");
        assertEquals(List.of(), written);
        writer.flush();
        writer.flush();
        assertEquals(1, written.size());
        EncodedItems items = written.getFirst();
        assertEquals(3, items.count());
        assertEquals(0, items.first());
        assertEquals(TaskSpec.NULL_INPUT, (int) EncodedItems.LENGTH.get(items.bytes(), items.head(1, 1000).to()));
        writer.add(4);
        writer.flush();
        assertEquals(3, written.getLast().first());
        assertTrue(items.meets(written.getLast()));
        assertEquals(4, items.with(written.getLast()).count());
    }

    @ParameterizedTest
    @MethodSource
    void headAndRestTogetherAreAll(Object item, Column column) {
        for (int i = 0; i < 10; i++) {
            writer.add(item);
        }
        writer.flush();
        EncodedItems all = written.getFirst();
        assertEquals(column, all.column());
        int each = (all.to() - all.from()) / 10;
        EncodedItems head = all.head(4, Long.MAX_VALUE);
        assertEquals(4, head.count());
        EncodedItems rest = all.without(4);
        assertEquals(6, rest.count());
        assertEquals(4, rest.first());
        assertEquals(head.to(), rest.from());
        assertEquals(3, all.head(10, 4L * each - 1).count(), "no more than fit");
        assertEquals(1, all.head(10, 1).count(), "but one in any case");
        assertTrue(all.without(10).isEmpty());
        TaskSpec.ItemBytes copy = rest.forBatch();
        assertEquals(6, copy.count());
        assertArrayEquals(Arrays.copyOfRange(all.bytes(), rest.from(), rest.to()), copy.bytes());
    }

    static Stream<Arguments> headAndRestTogetherAreAll() {
        return Stream.of(
                Arguments.of(List.of(1, 2), Column.NONE),
                Arguments.of("text", Column.TEXT),
                Arguments.of(null, Column.NULL),
                Arguments.of((short) 7, Column.SHORT),
                Arguments.of(7.0, Column.DOUBLE));
    }

    @Test
    void itemsOfAnotherTypeEndTheColumnForGood() {
        for (Object item : Arrays.asList(1, 2, 3, "four", 5, null, 7)) {
            writer.add(item);
        }
        writer.flush();
        assertEquals(List.of(Column.INTEGER, Column.NONE), written.stream().map(EncodedItems::column).toList());
        assertEquals(List.of(3, 4), written.stream().map(EncodedItems::count).toList());
        assertEquals(3, written.getLast().first());
        assertFalse(written.getFirst().meets(written.getLast()), "one batch has items of one column");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (1 << 20) + 1})
    void aTextThatHasNoUtf8OrIsLongIsForTheCodec(int length) {
        writer.add("");
        writer.add("x".repeat(length) + (length < 2 ? "\ud800" : ""));
        writer.add("last");
        writer.flush();
        assertEquals(Column.TEXT, written.getFirst().column());
        assertEquals(1, written.getFirst().count());
        assertEquals(Column.NONE, written.getLast().column());
        assertEquals(3, writer.written());
    }

    @Test
    void blocksGrowWithWhatIsWrittenAndLargeItemsHaveOneOfTheirOwn() {
        for (int i = 0; i < 5_000; i++) {
            writer.add("item " + i);
        }
        writer.add(new byte[3 << 20]);
        writer.add("last");
        assertEquals(5_002, writer.written());
        writer.flush();
        assertEquals(5_002, written.stream().mapToInt(EncodedItems::count).sum());
        long first = 0;
        for (EncodedItems items : written) {
            assertEquals(first, items.first());
            first += items.count();
        }
        assertTrue(written.size() < 12, () -> written.size() + " blocks");
    }

    @Test
    void anItemThatCannotTravelIsLeftOut() {
        writer.add(1);
        assertThrows(NotTransportableException.class, () -> writer.add(new Object()));
        writer.add(2);
        writer.flush();
        assertEquals(List.of(1, 1), written.stream().map(EncodedItems::count).toList());
        assertEquals(List.of(0L, 1L), written.stream().map(EncodedItems::first).toList());
    }
}
