package io.millrace.shm.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ProcessInfo;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.IntValue;
import io.millrace.shm.data.SharedCounter;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.Hand;
import io.millrace.testing.JvmHand;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.Python;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process in Python uses a file beside this JVM.
@Timeout(120)
class PythonIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    record Corner(float x, boolean set) {}

    record Point(byte tag, double size, Corner corner, char letter) {}

    private static MemoryFolder folder;
    private static SharedMemory memory;
    private static ChildJvm python;
    private static Hand hand;

    @BeforeAll
    static void start() {
        Python.require();
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("peer.mill"), 8 << 20);
        python = Python.peer(memory.file());
        hand = new JvmHand(python);
    }

    @AfterAll
    static void end() {
        if (python != null) {
            python.close();
            memory.delete();
            folder.closeEmpty();
        }
    }

    @AfterEach
    void drop() {
        ask("for name in set(globals()) - kept: del globals()[name]");
        for (RegionInfo region : memory.regions()) {
            memory.drop(region.name());
        }
    }

    private String ask(String... lines) {
        String answer = "";
        for (String line : lines) {
            answer = hand.ask(line);
        }
        return answer;
    }

    @Test
    void itHasASlotLikeAnybody() {
        ProcessInfo info = memory.processes().get(1);
        assertEquals(python.pid(), info.pid());
        assertEquals("python peer", info.name());
        assertEquals("user", info.role());
        assertEquals("[1, 2]", ask("[process.slot for process in memory.processes()]"));
        assertEquals("ok", ask("again = millrace.attach(memory.path, name='again')"));
        assertEquals("again", memory.processes().get(2).name());
        assertEquals("ok", ask("again.close()"));
        assertEquals(2, memory.processes().size());
        assertTrue(ask("again.regions()").startsWith("MemoryClosedError: memory closed"));
    }

    @Test
    void arraysValuesAndRecordsAreTheSameBytesInBoth() {
        DoubleArray prices = memory.newDoubleArray("prices", 3, 4);
        IntValue count = memory.newIntValue("count", -7);
        StructArray<Point> points = memory.newStructArray("points", Point.class, 3);
        points.set(2, new Point((byte) 1, 2.5, new Corner(0.5f, true), 'ß'));
        prices.setAll(index -> index + 0.5);

        assertEquals("(3, 4) float64 72.0", ask("p = memory.array('prices')", "f'{p.shape} {p.dtype} {p.sum()}'"));
        assertEquals("ok", ask("p *= 2"));
        assertEquals(1, prices.get(0));
        assertEquals("-7", ask("memory.value('count').value"));
        assertEquals("-5", ask("memory.value('count').add(2)"));
        assertEquals("True", ask("memory.value('count').compare_and_set(-5, 9)"));
        assertEquals(9, count.get());
        ask("corner = millrace.record(x='float', set='boolean')",
                "point = millrace.record(tag='byte', size='double', corner=corner, letter='char')",
                "points = memory.struct('points', point)");
        assertEquals("2.5 0.5 True 223", ask("f\"{points[2]['size']} {points[2]['corner']['x']} "
                + "{points[2]['corner']['set']} {points[2]['letter']}\""));
        assertEquals("ok", ask("points['size'] += 1"));
        assertEquals(3.5, points.get(2).size());
        assertTrue(ask("memory.struct('points', millrace.record(tag='byte'))")
                .startsWith("WrongRegionTypeError: the region holds other records: region=points (struct"));
        assertTrue(ask("memory.value('prices')").startsWith("WrongRegionTypeError: the region is of another kind"));
        assertTrue(ask("memory.array('none')").startsWith("NoSuchRegionError: no region of that name: name=none"));
    }

    @Test
    void additionsOfBothAreNeverLost() {
        IntValue count = memory.newIntValue("count", 0);
        ask("value = memory.value('count')");
        hand.tell("for _ in range(20000): value.add(1)");
        for (int number = 0; number < 1_000_000; number++) {
            count.getAndAdd(1);
        }
        assertEquals("ok", hand.answer());
        assertEquals(1_020_000, count.get());
    }

    @Test
    void countersAreReadAndRaisedInBoth() {
        SharedCounter requests = memory.newCounter("requests", Map.of("status", "404", "path", "/größe\u2028=1"));
        requests.add(5);
        ask("requests = memory.counter('requests')");
        assertEquals("5 404 /größe\u2028=1",
                ask("f\"{requests.sum()} {requests.labels['status']} {requests.labels['path']}\""));
        hand.tell("for _ in range(20000): requests.add()");
        for (int number = 0; number < 1_000_000; number++) {
            requests.increment();
        }
        assertEquals("ok", hand.answer());
        assertEquals(1_020_005, requests.sum());
        assertEquals("['counter']", ask("[region.kind for region in memory.regions()]"));
        assertEquals("0", ask("requests.add((1 << 63) - 1020005)", "requests.sum()"));
        assertEquals(0, requests.sum());
        assertTrue(ask("requests.add(-1)").startsWith("ValueError: a counter only rises: counter=requests, delta=-1"));
        SharedCounter whole = memory.newCounter();
        assertEquals("ok", ask("memory.counter('%s').add(numpy.arange(4).sum())".formatted(whole.name())));
        assertEquals(6, whole.sum());
        assertTrue(ask("requests.add(1.5)").startsWith("TypeError: no whole number: counter=requests, delta=1.5"));
        assertTrue(ask("memory.counter(5)").startsWith("TypeError: the name of a region is a str: name=5"));
        assertEquals("{}", ask("memory.counter('%s').labels".formatted(whole.name())));
        memory.newLongValue("value", 5);
        assertTrue(ask("memory.counter('value')").startsWith("WrongRegionTypeError: the region is of another kind"));
        memory.drop("requests");
        assertTrue(ask("requests.add()").startsWith("RegionDroppedError: the region was dropped: region=requests (c"));
    }

    @Test
    void arraysMadeInPythonAreOpenedHere() {
        memory.newDoubleArray("old", 100).fill(7);
        memory.drop("old");
        assertEquals("ok", ask("made = memory.create_array('made', 'int32', (5, 40))", "made += 3"));
        assertEquals(3, memory.intArray("made").get(199));
        assertEquals(List.of(5L, 40L), Arrays.stream(memory.intArray("made").shape()).boxed().toList());
        assertTrue(ask("memory.create_array('made', 'int8', 1)").startsWith("RegionExistsError: the name is taken"));
        assertTrue(ask("memory.create_array('big', 'int8', 1 << 30)").startsWith("OutOfSpaceError: the file has no"));
        assertTrue(ask("memory.create_array('odd', 'complex64', 1)").startsWith("ValueError: no such array"));
        assertEquals("(0,)", ask("memory.create_array('empty', 'float32', 0).shape"));
        assertEquals(0, memory.floatArray("empty").length());
        assertEquals("(100000,)", ask("memory.create_array('page', 'float64', 100000).shape"));
        assertEquals(0, memory.region("page").orElseThrow().offset() % 4096);
    }

    /// Each side finds the other asleep, so a wake that is not sent costs a slice of 50 ms.
    @Test
    void eventsWakeInBothDirections() throws InterruptedException {
        SharedEvent ping = memory.newEvent("ping");
        SharedEvent pong = memory.newEvent("pong");
        ask("ping, pong = memory.event('ping'), memory.event('pong')");
        assertEquals("False", ask("ping.wait(0.01)"));
        hand.tell("for _ in range(100): ping.wait(); ping.clear(); pong.set()");
        long start = System.nanoTime();
        for (int round = 0; round < 100; round++) {
            ping.set();
            assertTrue(pong.await(LIMIT));
            pong.clear();
        }
        assertEquals("ok", hand.answer());
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < 2000, () -> "100 rounds took ms: " + millis);
        hand.tell("ping.wait()");
        memory.drop("ping");
        assertTrue(hand.answer().startsWith("RegionDroppedError: the region was dropped: region=ping (event)"));
    }

    @Test
    void messagesOfEveryCodecTravelBothWays() throws InterruptedException {
        SharedQueue<byte[]> bytes = memory.newQueue("bytes", Codec.bytes());
        SharedQueue<String> texts = memory.newQueue("texts", Codec.utf8());
        SharedQueue<double[]> doubles = memory.newQueue("doubles", Codec.doubles());
        SharedQueue<long[]> longs = memory.newQueue("longs", Codec.longs());
        memory.newQueue("any", Codec.any());

        bytes.put(new byte[] {0, -1, 3});
        texts.put("größe 𝄞");
        doubles.put(new double[] {0.1, Double.NaN});
        longs.put(new long[] {Long.MIN_VALUE, 5});
        assertEquals("b'\\x00\\xff\\x03'", ask("b = memory.queue('bytes')", "b.get(5)"));
        assertEquals("größe 𝄞", ask("t = memory.queue('texts')", "t.get(5)"));
        assertEquals("[0.1, nan]", ask("d = memory.queue('doubles')", "d.get(5).tolist()"));
        assertEquals("[-9223372036854775808, 5]", ask("n = memory.queue('longs', codec='longs')", "n.get(5).tolist()"));

        assertEquals("ok", ask("b.put(b'\\x01')", "t.put('größe 𝄞')", "d.put([0.5, 2])", "n.put(numpy.arange(3))"));
        assertEquals(1, bytes.take()[0]);
        assertEquals("größe 𝄞", texts.take());
        assertEquals(2, doubles.take()[1]);
        assertEquals(2, longs.take()[2]);

        assertTrue(ask("t.put(5)").startsWith("NotTransportableError: the codec cannot write the value: codec=utf8"));
        assertTrue(ask("n.put([0.5])").startsWith("NotTransportableError"));
        assertTrue(ask("t.put('x' * 2000)").startsWith("MessageTooLargeError: the message does not fit"));
        assertTrue(ask("memory.queue('any')").startsWith("WrongRegionTypeError: Python has no such codec"));
        assertTrue(ask("memory.queue('texts', 'bytes')").startsWith("WrongRegionTypeError: the queue carries"));
        assertTrue(ask("t.get(0.01)").startsWith("Empty: no message: queue=texts"));
    }

    /// Both sides sleep in turns: the queue has two cells.
    @Test
    void aFullQueueWakesTheProducerOnTheOtherSide() throws InterruptedException {
        SharedQueue<long[]> there = memory.newQueue("there", Codec.longs(), QueueOptions.defaults().capacity(2));
        SharedQueue<long[]> back = memory.newQueue("back", Codec.longs(), QueueOptions.defaults().capacity(2));
        ask("there, back = memory.queue('there'), memory.queue('back')");
        hand.tell("for _ in range(2000): back.put(there.get() * 2)");
        Thread producer = Thread.ofPlatform().start(() -> {
            try {
                for (long number = 0; number < 2000; number++) {
                    there.put(new long[] {number});
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        for (long number = 0; number < 2000; number++) {
            assertEquals(2 * number, back.take()[0]);
        }
        producer.join();
        assertEquals("ok", hand.answer());
        hand.tell("there.get()");
        there.close();
        assertTrue(hand.answer().startsWith("QueueClosedError: the queue is closed: queue=there"));
        ask("back.close()");
        assertThrows(QueueClosedException.class, () -> back.put(new long[1]));
    }

    @Test
    void aDroppedQueueIsGoneButItsBytesAreHeld() {
        memory.newQueue("jobs", Codec.utf8());
        DoubleArray prices = memory.newDoubleArray("prices", 1000);
        prices.fill(3);
        ask("jobs = memory.queue('jobs')", "prices = memory.array('prices')");
        long free = memory.freeBytes();
        memory.drop("jobs");
        memory.drop("prices");
        memory.recoverDead();
        assertEquals(free, memory.freeBytes(), "bytes that Python holds");
        assertTrue(ask("jobs.put('x')").startsWith("RegionDroppedError: the region was dropped: region=jobs"));
        assertEquals("3000.0", ask("prices.sum()"));
        ask("del jobs, prices");
        Await.until("the bytes are free", LIMIT, () -> {
            memory.recoverDead();
            return memory.freeBytes() > free + 8000;
        });
    }

    @Test
    void anAttachmentForReadingTakesNoSlot() {
        memory.newDoubleArray("prices", 10).fill(2);
        memory.newLongValue("count", 5);
        memory.newEvent("event");
        memory.newCounter("counter").add(7);
        ask("reader = millrace.attach(memory.path, read_only=True)");
        assertEquals(2, memory.processes().size());
        assertEquals("20.0 5", ask("f\"{reader.array('prices').sum()} {reader.value('count').value}\""));
        assertTrue(ask("reader.array('prices')[0] = 1").startsWith("ValueError: assignment destination is read-only"));
        assertTrue(ask("reader.value('count').value = 1").startsWith("ReadOnlyError"));
        assertEquals("7", ask("reader.counter('counter').sum()"));
        assertTrue(ask("reader.counter('counter').add()").startsWith("ReadOnlyError"));
        assertTrue(ask("reader.event('event')").startsWith("ReadOnlyError: the file was attached read-only"));
        assertTrue(ask("reader.create_array('a', 'int8', 1)").startsWith("ReadOnlyError"));
        assertFalse(ask("reader.regions()").isEmpty());
        assertEquals("ok", ask("reader.close()"));
    }
}
