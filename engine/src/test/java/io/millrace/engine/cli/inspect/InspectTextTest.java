package io.millrace.engine.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.Said;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.map.MapOptions;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedLock;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectTextTest {
    @TempDir
    private Path folder;

    @Test
    void inspectShowsHoldersOfLocksAndMessagesInQueues() throws InterruptedException {
        Path file = folder.resolve("busy.mill");
        try (SharedMemory memory = SharedMemory.create(file, 8L << 20)) {
            SharedLock lock = memory.newLock("door");
            memory.newSemaphore("seats", 3, 5).acquire(2);
            memory.newEvent("go").set();
            memory.newBarrier("line", 4);
            memory.newReadWriteLock("book").readLock().lock();
            SharedQueue<String> queue = memory.newQueue("jobs", Codec.utf8());
            queue.put("a");
            queue.put("b");
            queue.takeDelivery();
            memory.newPipe("talk", Codec.utf8(), 4096);
            memory.newBroadcast("news", Codec.utf8(), 4096);
            memory.newCounter("served", Map.of("path", "/a", "status", "404")).add(4_200);
            memory.newCounter("plain");
            memory.newMap("stock", Codec.utf8(), Codec.any(), new MapOptions(8, 32, 64)).put("apples", 3);
            lock.lock();
            try {
                check(Said.by("inspect", file.toString()), Said.by("inspect", "--json", file.toString()));
            } finally {
                lock.unlock();
            }
        }
    }

    private static void check(Said text, Said json) {
        assertEquals(0, text.code(), text.err());
        String pid = Long.toString(ProcessHandle.current().pid());
        assertTrue(text.out().matches("(?s).*door +lock +held by pid " + pid + " \\(.*"), text.out());
        assertTrue(text.out().matches("(?s).*seats +semaphore +1 of 5 free: pid " + pid + " 2 +none.*"), text.out());
        String reader = "(?s).*book +read_write_lock +read, 1 reader: pid " + pid + " 1 +none.*";
        assertTrue(text.out().matches(reader), text.out());
        assertTrue(text.out().matches("(?s).*line +barrier +0 of 4 arrived.*"), text.out());
        assertTrue(text.out().matches("(?s).*talk +free +free.*"), text.out());
        assertTrue(text.out().matches("(?s).*jobs +utf8 +0 % +1 +1 +1,024 +2 +1 +\\d+\\.\\d s\\R.*"), text.out());
        assertTrue(text.out().matches("(?s).*counters\\R +name +labels +sum\\R.*"), text.out());
        assertTrue(text.out().matches("(?s).*served +path=/a, status=404 +4,200\\R +plain +0\\R.*"), text.out());
        assertTrue(text.out().matches("(?s).*stock +utf8 +any +12 % +1 +8\\R.*"), text.out());
        JsonNode report = JsonMapper.builder().build().readTree(json.out());
        JsonNode door = report.get("waits").get(0);
        assertEquals("door", door.get("name").asString());
        assertEquals(pid, door.get("pid").asString());
        JsonNode queue = report.get("queues").get(0);
        assertEquals(1, queue.get("waiting").asInt());
        assertEquals(1, queue.get("unacked").asInt());
        assertTrue(queue.get("oldestSeconds").asDouble() >= 0);
        assertEquals(
                "[{\"name\":\"served\",\"labels\":{\"path\":\"/a\",\"status\":\"404\"},\"sum\":4200},"
                        + "{\"name\":\"plain\",\"labels\":{},\"sum\":0}]",
                report.get("counters").toString());
        assertEquals(
                "[{\"name\":\"stock\",\"keyCodec\":\"utf8\",\"valueCodec\":\"any\",\"entries\":1,\"maxEntries\":8,"
                        + "\"maxKeyByteSize\":32,\"maxValueByteSize\":64}]",
                report.get("maps").toString());
        assertEquals("news", report.get("broadcasts").get(0).get("name").asString());
    }
}
