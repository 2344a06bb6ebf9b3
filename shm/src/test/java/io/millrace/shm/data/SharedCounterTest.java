package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.layout.CounterHeader;
import io.millrace.shm.internal.layout.CounterStripe;
import io.millrace.shm.internal.layout.Words;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a counter does in one process, and what it says to misuse, after a drop or a close, and of damaged bytes.
class SharedCounterTest {
    private MemoryFolder folder;
    private SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("counter.mill"), 1 << 20);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.closeEmpty();
    }

    @Test
    void whatWasAddedIsTheSum() {
        SharedCounter requests = memory.newCounter("requests");
        assertEquals(0, requests.sum());
        requests.increment();
        requests.add(41);
        requests.add(0);
        assertEquals(42, requests.sum());
        assertEquals(42, memory.counter("requests").sum());
        assertEquals("requests", requests.name());
        assertEquals(Map.of(), requests.labels());
        assertEquals("SharedCounter requests", requests.toString());
        assertEquals(0, memory.newCounter().sum());
        assertTrue(memory.newCounter().name().startsWith("counter-"));
    }

    @Test
    void aNewCounterIsZeroWhereAnotherRegionWas() {
        while (true) {
            try {
                memory.newLongArray(1 << 10).setAll(index -> -1);
            } catch (RuntimeException full) {
                break;
            }
        }
        memory.regions().forEach(region -> memory.drop(region.name()));
        SharedCounter counter = memory.newCounter("counter", Map.of("a", "b"));
        assertEquals(0, counter.sum());
        assertEquals(Map.of("a", "b"), counter.labels());
    }

    @Test
    void additionsOfManyThreadsAndAttachmentsAreNeitherLostNorDoubled() throws InterruptedException {
        SharedCounter here = memory.newCounter("requests");
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            SharedCounter there = other.counter("requests");
            List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < 12; number++) {
                SharedCounter counter = number % 2 == 0 ? here : there;
                Runnable work = () -> LongStream.range(0, 100_000).forEach(each -> counter.add(each % 3));
                threads.add(number % 3 == 0 ? Thread.startVirtualThread(work) : Thread.ofPlatform().start(work));
            }
            long last = 0;
            while (threads.stream().anyMatch(Thread::isAlive)) {
                long sum = here.sum();
                assertTrue(sum >= last, () -> "the sum fell to " + sum);
                last = sum;
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(12 * LongStream.range(0, 100_000).map(each -> each % 3).sum(), there.sum());
        }
    }

    @Test
    void threadsInARowAddToDifferentCacheLines() throws InterruptedException {
        SharedCounter counter = memory.newCounter("requests");
        int stripes = stripes(counter);
        assertTrue(stripes >= 8, () -> "stripes: " + stripes);
        MemorySegment region = counter.region().segment();
        TreeSet<Long> threads = new TreeSet<>();
        while (threads.size() < stripes) {
            Thread thread = Thread.ofPlatform().start(counter::increment);
            thread.join();
            threads.add(thread.threadId());
        }
        boolean inARow = threads.last() - threads.first() == stripes - 1;
        long used = LongStream.range(0, stripes)
                .filter(stripe -> CounterStripe.countVolatile(region, CounterStripe.offset((int) stripe)) > 0)
                .count();
        assertTrue(used == stripes || !inARow && used > 1, () -> used + " of " + stripes + " by " + threads);
    }

    private static int stripes(SharedCounter counter) {
        return (int) counter.region().shape()[0];
    }

    @Test
    void labelsStayWithTheCounter() {
        Map<String, String> labels = Map.of("status", "404", "path", "/a=b \"c\" \\ ß\u2028", "_x1", "");
        SharedCounter requests = memory.newCounter("requests", labels);
        assertEquals(labels, requests.labels());
        assertEquals(List.of("_x1", "path", "status"), List.copyOf(requests.labels().keySet()));
        assertThrows(UnsupportedOperationException.class, () -> requests.labels().put("a", "b"));
        try (SharedMemory observer = SharedMemory.attachReadOnly(memory.file())) {
            assertEquals(labels, observer.counter("requests").labels());
        }
        SharedCounter status = memory.newCounter("status", Map.of("status", "404"));
        assertEquals("SharedCounter status{status=404}", status.toString());
    }

    @Test
    void labelsThatNoPageOfMetricsCanShowAreRefused() {
        for (String key : List.of("", "a-b", "1a", "__a", "name", "a b", "é", "a=b")) {
            assertRefused("no key of a label: key=" + key + ";", Map.of(key, "x"));
        }
        for (String value : List.of("a\nb", "a\0", "\u0085", "\ud800")) {
            assertRefused("no value of a label: key=a, value=", Map.of("a", value));
        }
        assertThrows(NullPointerException.class, () -> memory.newCounter("c", null));
        Map<String, String> nothing = new TreeMap<>();
        nothing.put("a", null);
        assertThrows(NullPointerException.class, () -> memory.newCounter("c", nothing));
        assertEquals(List.of(), memory.regions());
    }

    private void assertRefused(String beginning, Map<String, String> labels) {
        String message = assertThrows(IllegalArgumentException.class, () -> memory.newCounter("c", labels))
                .getMessage();
        assertTrue(message.startsWith(beginning), message);
    }

    @Test
    void labelsFillTheirFieldAndNotMore() {
        Map<String, String> full = Map.of("a", "ß".repeat(249), "b", "");
        assertEquals(full, memory.newCounter("full", full).labels());
        assertRefused(
                "the labels of a counter are too long: byteSize=504 as lines key=value, most=503;",
                Map.of("a", "ß".repeat(249), "b", "x"));
    }

    @Test
    void aSecondOpenGetsTheSameOrIsRefused() {
        Map<String, String> labels = Map.of("status", "200");
        memory.openOrNewCounter("requests", labels).increment();
        memory.openOrNewCounter("requests", labels).increment();
        SharedCounter any = memory.openOrNewCounter("requests");
        assertEquals(2, any.sum());
        assertEquals(labels, any.labels());
        assertEquals(
                "the region was made differently: region=requests, labels={status=200}, wanted={status=404};"
                        + " open it as it is",
                assertThrows(
                                WrongRegionTypeException.class,
                                () -> memory.openOrNewCounter("requests", Map.of("status", "404")))
                        .getMessage());
        assertThrows(WrongRegionTypeException.class, () -> memory.openOrNewCounter("requests", Map.of()));
        assertThrows(RegionExistsException.class, () -> memory.newCounter("requests", labels));
        assertEquals(Map.of(), memory.openOrNewCounter("plain").labels());
    }

    @Test
    void otherKindsAreNoCounters() {
        memory.newLongValue("value", 1);
        memory.newCounter("requests");
        assertThrows(WrongRegionTypeException.class, () -> memory.counter("value"));
        assertThrows(WrongRegionTypeException.class, () -> memory.openOrNewCounter("value"));
        assertThrows(WrongRegionTypeException.class, () -> memory.longValue("requests"));
        assertThrows(WrongRegionTypeException.class, () -> memory.event("requests"));
        assertThrows(NoSuchRegionException.class, () -> memory.counter("none"));
        assertThrows(NullPointerException.class, () -> memory.counter(null));
        assertThrows(IllegalArgumentException.class, () -> memory.newCounter(""));
    }

    @Test
    void aCounterOnlyRises() {
        SharedCounter counter = memory.newCounter("requests");
        counter.add(7);
        for (long delta : new long[] {-1, Long.MIN_VALUE}) {
            assertEquals(
                    "a counter only rises: counter=requests, delta=" + delta
                            + "; take a LongValue for a number that falls too",
                    assertThrows(IllegalArgumentException.class, () -> counter.add(delta)).getMessage());
        }
        assertEquals(7, counter.sum());
    }

    @Test
    void behindTheLargestSumItBeginsAnewAtZero() throws InterruptedException {
        SharedCounter counter = memory.newCounter("bytes");
        counter.add(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, counter.sum());
        Thread other = Thread.ofPlatform().start(counter::increment);
        other.join();
        assertEquals(0, counter.sum());
        counter.add(Long.MAX_VALUE);
        counter.add(Long.MAX_VALUE);
        counter.add(3);
        assertEquals(1, counter.sum());
    }

    @Test
    void readersCannotAdd() {
        memory.newCounter("requests").add(3);
        try (SharedMemory observer = SharedMemory.attachReadOnly(memory.file())) {
            SharedCounter seen = observer.counter("requests");
            assertEquals(3, seen.sum());
            assertEquals(
                    "cannot count: counter=requests, file=" + memory.file()
                            + " is attached read-only; attach it for writing",
                    assertThrows(UnsupportedOperationException.class, seen::increment).getMessage());
            assertThrows(UnsupportedOperationException.class, () -> observer.newCounter("other"));
        }
    }

    @Test
    void afterADropEveryCallSaysSo() {
        SharedCounter counter = memory.newCounter("requests");
        counter.increment();
        memory.drop("requests");
        assertThrows(RegionDroppedException.class, counter::increment);
        assertThrows(RegionDroppedException.class, () -> counter.add(1));
        assertThrows(RegionDroppedException.class, counter::sum);
        assertEquals(0, memory.newCounter("requests").sum());
    }

    @Test
    void afterACloseEveryCallSaysSo() {
        memory.newCounter("requests");
        SharedMemory other = SharedMemory.attach(memory.file());
        SharedCounter counter = other.counter("requests");
        other.close();
        assertThrows(IllegalStateException.class, counter::increment);
        assertThrows(IllegalStateException.class, counter::sum);
        assertThrows(IllegalStateException.class, () -> other.newCounter("other"));
    }

    @Test
    void aDamagedHeaderIsRefused() {
        memory.newCounter("requests", Map.of("a", "b"));
        MemorySegment region =
                MemoryAccess.regionsOf(memory).openRegion("requests", RegionKind.COUNTER).segment();
        region.set(Words.INT, CounterHeader.LAYOUT.offset("stripeCount"), 4);
        assertDamaged("its checksum is wrong");
        for (int wrong : new int[] {0, -8, 3, 4, 1 << 30}) {
            CounterHeader.write(region, wrong, "a=b");
            assertDamaged("its number of stripes does not fit its size");
        }
        int stripes = (int) (region.byteSize() - 512) / 128;
        CounterHeader.write(region, stripes, "=x\nno line\nname=x\n__c=x\na b=x\nd=\u001b[2J\na=b");
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            assertEquals(Map.of("a", "b"), other.counter("requests").labels());
        }
    }

    private void assertDamaged(String why) {
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            String message = assertThrows(FileFormatException.class, () -> other.counter("requests")).getMessage();
            assertTrue(message.contains(why), message);
        }
    }
}
