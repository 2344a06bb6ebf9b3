package io.millrace.engine.internal.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.message.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedItemsTest {
    private final List<EncodedItems> written = new ArrayList<>();
    private final ItemWriter writer = new ItemWriter(Codec.any(), written::add);

    @Test
    void whatIsWrittenComesInOrderAndOnlyAtAFlush() {
        writer.add(1);
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

    @Test
    void headAndRestTogetherAreAll() {
        for (int i = 0; i < 10; i++) {
            writer.add(i);
        }
        writer.flush();
        EncodedItems all = written.getFirst();
        int each = (all.to() - all.from()) / 10;
        EncodedItems head = all.head(4, Long.MAX_VALUE);
        assertEquals(4, head.count());
        EncodedItems rest = all.without(4);
        assertEquals(6, rest.count());
        assertEquals(4, rest.first());
        assertEquals(head.to(), rest.from());
        assertEquals(3, all.head(10, 3L * each + 1).count(), "no more than fit");
        assertEquals(1, all.head(10, 1).count(), "but one in any case");
        assertTrue(all.without(10).isEmpty());
        byte[] copy = rest.copy();
        assertArrayEquals(Arrays.copyOfRange(all.bytes(), rest.from(), rest.to()), copy);
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
        assertEquals(2, written.getFirst().count());
        assertFalse(written.getFirst().isEmpty());
    }
}
