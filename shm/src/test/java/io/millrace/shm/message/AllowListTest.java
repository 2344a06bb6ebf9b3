package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// `Codec.any(classes...)`: what is not on its list is refused on both sides.
class AllowListTest {
    record Listed(Object value) {}

    record Other(Object value) {}

    enum Colour {
        RED
    }

    static final class OwnException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OwnException(String message) {
            super(message);
        }
    }

    private static final Codec<Object> ANY = Codec.any();
    private static final Codec<Object> LISTED = Codec.any(Listed.class);

    @Test
    void whatTheJdkAndMillraceHaveAndWhatIsListedTravels() {
        WorkerException.Story story =
                new WorkerException.Story(1, OptionalInt.of(2), OptionalInt.empty(), 3, 4, "", Optional.empty());
        for (Object value : List.of(
                new Listed(new ArrayList<>(List.of(1, "x", Map.of(1, 2)))), TimeUnit.DAYS, EnumSet.of(TimeUnit.DAYS),
                new String[][] {{"x"}}, new int[][] {{1}}, String.class, int[].class, Listed.class)) {
            Object back = CodecTest.roundTrip(LISTED, value);
            assertEquals(value.getClass(), back.getClass());
        }
        assertInstanceOf(IllegalStateException.class, CodecTest.roundTrip(LISTED, new IllegalStateException("x")));
        assertInstanceOf(OutOfSpaceException.class, CodecTest.roundTrip(LISTED, new OutOfSpaceException("x", 2, 1)));
        assertEquals(3, ((WorkerException) CodecTest.roundTrip(LISTED, new WorkerException("x", story))).chunk());
    }

    @Test
    void othersAreRefusedByBothSides() {
        for (Object value : List.of(
                new Other(1), new Listed(new Other(1)), Colour.RED, EnumSet.of(Colour.RED), new Other[0], Other[].class,
                new OwnException("x"), Other.class, List.of(new OwnException("x")))) {
            NotTransportableException sent =
                    assertThrows(NotTransportableException.class, () -> CodecTest.encode(LISTED, value));
            assertTrue(sent.getMessage().contains("Codec.any(classes...)"), sent.getMessage());
            MemorySegment message = CodecTest.encode(ANY, value);
            NotTransportableException received =
                    assertThrows(NotTransportableException.class, () -> LISTED.decode(message));
            assertTrue(received.getMessage().contains("codec=any of 1 "), received.getMessage());
        }
    }

    @Test
    void theNameTellsTheListInAnyOrder() {
        assertEquals(Codec.any(Listed.class, Other.class).name(), Codec.any(Other.class, Listed.class).name());
        assertNotEquals(LISTED.name(), Codec.any(Other.class).name());
        assertNotEquals(LISTED.name(), Codec.any(Listed.class, Other.class).name());
        assertNotEquals(ANY.name(), Codec.any(new Class<?>[0]).name());
        assertThrows(IllegalArgumentException.class, () -> Codec.any(int.class));
        assertThrows(IllegalArgumentException.class, () -> Codec.any(Listed[].class));
    }

    @Test
    void aQueueIsOpenedWithTheListItWasMadeWithAndItsHandleTravels() throws InterruptedException {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("list.mill"), 4 << 20)) {
            SharedQueue<Object> queue = memory.newQueue("q", LISTED, QueueOptions.defaults().capacity(4));
            assertThrows(WrongRegionTypeException.class, () -> memory.queue("q", ANY));
            assertThrows(WrongRegionTypeException.class, () -> memory.queue("q", Codec.any(Other.class)));
            SharedQueue<Object> handles = memory.newQueue("handles", ANY, QueueOptions.defaults().capacity(4));
            handles.put(queue);
            SharedQueue<?> same = (SharedQueue<?>) handles.take();
            queue.put(new Listed(1));
            assertEquals(new Listed(1), same.take());
            assertThrows(NotTransportableException.class, () -> queue.put(new Other(1)));
            memory.delete();
        }
    }
}
