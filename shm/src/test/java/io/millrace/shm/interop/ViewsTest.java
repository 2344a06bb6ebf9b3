package io.millrace.shm.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.nio.BufferOverflowException;
import net.openhft.chronicle.bytes.Bytes;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Views by bare address. What was viewed stays mapped until this JVM ends, so the files are small.
class ViewsTest {
    private MemoryFolder folder;
    private SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("views.mill"), 1 << 16);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.close();
    }

    @Test
    void anAgronaBufferIsTheBytesOfTheRegion() {
        ByteArray bytes = memory.newBytes("bytes", 1000);
        AtomicBuffer buffer = AgronaViews.buffer(bytes);
        assertEquals(1000, buffer.capacity());
        buffer.verifyAlignment();
        buffer.putLongOrdered(8, -1);
        assertEquals(-1, bytes.get(15));
        assertEquals(0, bytes.get(16));
        AtomicBuffer window = AgronaViews.buffer(bytes, 10, 20);
        assertEquals(20, window.capacity());
        assertEquals(-1, window.getByte(0));
        assertThrows(IndexOutOfBoundsException.class, () -> window.putByte(20, (byte) 1));
        assertThrows(IndexOutOfBoundsException.class, () -> AgronaViews.buffer(bytes, 990, 20));
        assertEquals(5, AgronaViews.buffer(bytes.slice(5, 10)).capacity());
    }

    @Test
    void chronicleBytesAreTheBytesOfTheRegionAndNoMore() {
        ByteArray bytes = memory.newBytes("bytes", 100);
        Bytes<?> view = ChronicleViews.bytes(bytes);
        view.writeUtf8("höy").writeLong(42);
        assertEquals(4, bytes.get(0));
        view.writeLong(92, -1L);
        assertEquals(-1, bytes.get(99));
        assertThrows(BufferOverflowException.class, () -> view.writeLong(93, 0L));
        view.writePosition(96);
        assertThrows(BufferOverflowException.class, () -> view.writeLong(0L));
        Bytes<?> reader = ChronicleViews.bytesForRead(memory.bytes("bytes"));
        assertEquals(100, reader.readRemaining());
        assertEquals("höy", reader.readUtf8());
        assertEquals(42, reader.readLong());
        assertEquals(-1, reader.readLong(92));
        assertTrue(reader.compareAndSwapLong(8, reader.readLong(8), 5));
        assertEquals(5, view.readVolatileLong(8));
    }

    @Test
    void aMemoryThatIsReadOnlyGivesNoViews() {
        memory.newBytes("bytes", 100);
        try (SharedMemory readOnly = SharedMemory.attachReadOnly(memory.file())) {
            assertThrows(UnsupportedOperationException.class, () -> AgronaViews.buffer(readOnly.bytes("bytes")));
            assertThrows(UnsupportedOperationException.class, () -> ChronicleViews.bytes(readOnly.bytes("bytes")));
        }
    }

    @Test
    void theBytesOfAViewAreUsedForNothingElse() {
        ByteArray bytes = memory.newBytes("bytes", 40_000);
        memory.newBytes("others", 20_000);
        AtomicBuffer buffer = AgronaViews.buffer(bytes);
        memory.drop("bytes");
        memory.drop("others");
        assertThrows(RegionDroppedException.class, () -> AgronaViews.buffer(bytes));
        assertThrows(RegionDroppedException.class, () -> ChronicleViews.bytes(bytes));
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            assertThrows(OutOfSpaceException.class, () -> other.newBytes(40_000));
            other.newBytes("again", 20_000);
        }
        buffer.putLong(0, 5);
        assertEquals(5, buffer.getLong(0));
    }

    @Test
    void aViewOutlivesTheMemory() {
        AtomicBuffer buffer = AgronaViews.buffer(memory.newBytes("bytes", 1000));
        Bytes<?> view = ChronicleViews.bytes(memory.bytes("bytes"));
        memory.close();
        assertThrows(IllegalStateException.class, () -> memory.bytes("bytes"));
        buffer.putLong(0, 7);
        assertEquals(7, view.readLong(0));
        assertFalse(LeakCheck.mappings(folder.path()).isEmpty());
        try (SharedMemory again = SharedMemory.attach(folder.file("views.mill"))) {
            assertEquals(7, again.bytes("bytes").get(0));
            again.drop("bytes");
            assertThrows(OutOfSpaceException.class, () -> again.newBytes(1 << 16));
            memory = again;
            again.delete();
        }
    }
}
