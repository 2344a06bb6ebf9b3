package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.IntValue;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.SharedCounter;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.map.SharedMap;
import io.millrace.shm.sync.LockView;
import io.millrace.shm.sync.SharedBarrier;
import io.millrace.shm.sync.SharedCondition;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.shm.sync.SharedLock;
import io.millrace.shm.sync.SharedReadWriteLock;
import io.millrace.shm.sync.SharedSemaphore;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Handles and the memory itself in messages: the receiver, here a second attachment, gets handles
/// on the same.
class HandlesTest {
    record Point(double x, double y) {}

    private MemoryFolder folder;
    private SharedMemory here;
    private SharedMemory there;
    private SharedQueue<Object> sent;
    private SharedQueue<Object> received;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        here = SharedMemory.create(folder.file("handles.mill"), 4 << 20);
        there = SharedMemory.attach(here.file());
        sent = here.newQueue("any", Codec.any());
        received = there.queue("any", Codec.any());
    }

    @AfterEach
    void remove() {
        there.close();
        here.delete();
        folder.close();
    }

    /// A codec of a user that needs the memory gets the object that users have.
    private static final class NamedArrayCodec implements Codec<DoubleArray> {
        private final SharedMemory memory;

        NamedArrayCodec(SharedMemory memory) {
            this.memory = memory;
        }

        @Override
        public String name() {
            return "named array";
        }

        @Override
        public long encode(DoubleArray array, MemorySegment target) {
            return Codec.utf8().encode(array.name(), target);
        }

        @Override
        public DoubleArray decode(MemorySegment source) {
            return memory.doubleArray(Codec.utf8().decode(source));
        }

        @Override
        public Codec<DoubleArray> bind(MemoryHandle bound) {
            return new NamedArrayCodec((SharedMemory) bound);
        }
    }

    @Test
    void aCodecOfAUserIsBoundToTheMemoryThatUsersHave() throws InterruptedException {
        SharedQueue<DoubleArray> names = here.newQueue("names", new NamedArrayCodec(null));
        DoubleArray array = here.newDoubleArray("array", 3);
        names.put(array);
        array.set(0, 5);
        assertEquals(5, there.queue("names", new NamedArrayCodec(null)).take().get(0));
        Pipe<DoubleArray, DoubleArray> pipe = here.newPipe("pipe", new NamedArrayCodec(null), 1 << 12);
        pipe.first().send(array);
        assertEquals(5, pipe.second().receive().get(0));
    }

    private <H> H travel(H handle) throws InterruptedException {
        sent.put(handle);
        @SuppressWarnings("unchecked")
        H back = (H) assertInstanceOf(handle.getClass(), received.take());
        return back;
    }

    @Test
    void arraysSlicesValuesCountersAndStructsAreTheSameThere() throws InterruptedException {
        DoubleArray array = here.newDoubleArray("array", 4, 5);
        array.set(7, Math.E);
        DoubleArray same = travel(array);
        assertEquals(List.of(4L, 5L), Arrays.stream(same.shape()).boxed().toList());
        assertEquals(Math.E, same.get(7));
        LongArray slice = here.newLongArray("longs", 10).slice(3, 6);
        LongArray sameSlice = travel(slice);
        sameSlice.set(2, 42);
        assertEquals(3, sameSlice.length());
        assertEquals(42, slice.get(2));
        assertEquals(0, travel(slice.slice(1, 1)).length());
        ByteArray bytes = here.newBytes("bytes", 9);
        travel(bytes).set(8, (byte) 1);
        assertEquals(1, bytes.get(8));
        IntValue value = here.newIntValue("value", 5);
        assertEquals(6, travel(value).incrementAndGet());
        SharedCounter counter = here.newCounter("counter", Map.of("a", "b"));
        travel(counter).add(5);
        assertEquals(5, counter.sum());
        assertEquals(Map.of("a", "b"), travel(counter).labels());
        StructArray<Point> points = here.newStructArray("points", Point.class, 3);
        points.set(1, new Point(1, 2));
        assertEquals(new Point(1, 2), travel(points).get(1));
    }

    @Test
    void whatProcessesWaitOnIsTheSameThere() throws InterruptedException {
        SharedLock lock = here.newLock("lock");
        SharedLock sameLock = travel(lock);
        sameLock.lock();
        assertTrue(!lock.tryLock());
        sameLock.unlock();
        SharedCondition condition = lock.newCondition("condition");
        assertEquals("condition", travel(condition).name());
        SharedReadWriteLock readWriteLock = here.newReadWriteLock("readWrite");
        travel(readWriteLock).readLock().lock();
        assertEquals(1, readWriteLock.readers());
        LockView writer = travel(readWriteLock.writeLock());
        assertEquals("readWrite", writer.readWriteLock().name());
        LockView reader = travel(readWriteLock.readLock());
        assertTrue(reader.isHeldByCurrentThread(), "as taken above");
        assertTrue(!writer.tryLock(), "this thread reads");
        reader.unlock();
        assertTrue(writer.tryLock());
        writer.unlock();
        SharedSemaphore semaphore = here.newSemaphore("semaphore", 2);
        travel(semaphore).acquire();
        assertEquals(1, semaphore.availablePermits());
        SharedEvent event = here.newEvent("event");
        travel(event).set();
        assertTrue(event.isSet());
        SharedBarrier barrier = here.newBarrier("barrier", 2);
        assertEquals(2, travel(barrier).parties());
    }

    @Test
    void whatCarriesMessagesIsTheSameThere() throws InterruptedException {
        SharedQueue<String> texts = here.newQueue("texts", Codec.utf8(), QueueOptions.defaults().capacity(4));
        travel(texts).put("hello");
        assertEquals("hello", texts.take());
        SharedQueue<Point> points =
                here.newQueue("points", Codec.record(Point.class), QueueOptions.defaults().capacity(4));
        travel(points).put(new Point(3, 4));
        assertEquals(new Point(3, 4), points.take());
        SharedQueue<Object> same = travel(sent);
        assertEquals("any", same.name());
        Pipe<String, Object> pipe = here.newPipe("pipe", Codec.utf8(), Codec.any(), 1 << 12);
        Connection<Object, String> second = travel(pipe.second());
        Connection<String, Object> first = travel(pipe).first();
        first.send("over");
        assertEquals("over", second.receive());
        second.send(List.of(1));
        assertEquals(List.of(1), first.receive());
        Broadcast<String> broadcast = here.newBroadcast("broadcast", Codec.utf8(), 1 << 12);
        assertEquals("broadcast", travel(broadcast).name());
    }

    @Test
    void mapsTravelWithTheirCodecs() throws InterruptedException {
        SharedMap<String, Point> map = here.newMap("map", Codec.utf8(), Codec.record(Point.class));
        map.put("a", new Point(1, 2));
        assertEquals(new Point(1, 2), travel(map).get("a"));
        SharedMap<String, Object> objects = here.newMap("objects", Codec.utf8(), Codec.any());
        objects.put("map", map);
        SharedMap<?, ?> inner = assertInstanceOf(SharedMap.class, travel(objects).get("map"));
        assertEquals(List.of("a"), inner.keys());
    }

    @Test
    void theMemoryItselfIsTheReceiversOwn() throws InterruptedException {
        sent.put(Map.of("memory", here));
        assertSame(there, ((Map<?, ?>) received.take()).get("memory"));
        sent.put(there);
        assertSame(there, received.take());
    }

    @Test
    void handlesOfAnotherFileAndWithoutAMemoryAreRefused() {
        try (SharedMemory other = SharedMemory.create(folder.file("other.mill"), 1 << 20)) {
            LongArray foreign = other.newLongArray("foreign", 1);
            var refused = assertThrows(NotTransportableException.class, () -> sent.put(List.of(foreign)));
            assertTrue(refused.getMessage().contains("LongArray, path=value[0];"), refused.getMessage());
            assertTrue(refused.getMessage().contains("other.mill"), refused.getMessage());
            assertThrows(NotTransportableException.class, () -> sent.put(other));
            other.delete();
        }
        LongArray own = here.newLongArray("own", 1);
        MemorySegment target = MemorySegment.ofArray(new byte[100]);
        assertThrows(NotTransportableException.class, () -> Codec.any().encode(own, target));
        assertTrue(sent.isEmpty());
    }

    @Test
    void aHandleWithACodecThatOthersDoNotKnowIsRefused() {
        Codec<String> own = new Codec<>() {
            @Override
            public String name() {
                return "mine";
            }

            @Override
            public long encode(String value, MemorySegment target) {
                return Codec.utf8().encode(value, target);
            }

            @Override
            public String decode(MemorySegment source) {
                return Codec.utf8().decode(source);
            }
        };
        SharedQueue<String> queue = here.newQueue("mine", own, QueueOptions.defaults().capacity(4));
        var refused = assertThrows(NotTransportableException.class, () -> sent.put(queue));
        assertTrue(refused.getMessage().contains("'mine'"), refused.getMessage());
    }

    @Test
    void aHandleOnADroppedRegionSaysSoToTheReceiver() throws InterruptedException {
        sent.put(here.newLongArray("gone", 1));
        here.drop("gone");
        here.newLongArray("gone", 1);
        assertThrows(RegionDroppedException.class, received::poll);
        assertEquals(0, received.size(), "nobody can read it any more");
    }
}
