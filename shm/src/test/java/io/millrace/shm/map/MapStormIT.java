package io.millrace.shm.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.message.Codec;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// JVMs add to the keys of a map, and one of them is killed again and again, whatever it does.
/// `-Dmillrace.storm.kills=20000` makes it long.
class MapStormIT {
    static final int KEYS = 12;
    private static final int MAX_ENTRIES = 2 * KEYS;
    private static final int WORKERS = 3;
    private static final int KILLS = Integer.getInteger("millrace.storm.kills", 200) / 20;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<ChildJvm> workers = new ArrayList<>();
    private int lives;

    /// A life that was killed may have died inside its last addition: it counts or not.
    @Test
    void everyAdditionCountsOnceAndNoRowIsLost() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("storm.mill"), 1 << 20)) {
            LongArray begun = memory.newLongArray("begun", KILLS + WORKERS);
            LongArray ended = memory.newLongArray("ended", KILLS + WORKERS);
            SharedMap<String, long[]> map = memory.newMap(
                    "sums", Codec.utf8(), Codec.longs(), new MapOptions(MAX_ENTRIES, 32, 16));
            try {
                runAndKill(memory, new SplittableRandom(seed));
            } finally {
                workers.forEach(ChildJvm::close);
            }
            Await.until("all slots are free", LONG, () -> memory.processes().size() == 1);
            long least = sum(ended);
            long most = sum(begun);
            long found = 0;
            for (int key = 0; key < KEYS; key++) {
                long[] value = map.getOrDefault("sum-" + key, MapTrial.pair(0));
                assertEquals(value[0], value[1], "seed " + seed);
                found += value[0];
            }
            assertTrue(least <= found && found <= most,
                    "added %s to %s, found %s, seed %s".formatted(least, most, found, seed));
            assertTrue(least > 0, "nothing happened");
            assertEquals(map.entries().size(), map.size(), "seed " + seed);
            MapBed.assertNoRowIsLost(map, MapTrial.pair(0));
        }
    }

    private void runAndKill(SharedMemory memory, SplittableRandom random) {
        for (int worker = 0; worker < WORKERS; worker++) {
            workers.add(start(memory.file()));
        }
        workers.forEach(worker -> worker.expect("ready", LONG));
        for (int kill = 0; kill < KILLS; kill++) {
            int dying = random.nextInt(WORKERS);
            long seen = memory.longArray("ended").getVolatile(lives - 1);
            Await.until("the youngest worker adds", LONG,
                    () -> memory.longArray("ended").getVolatile(lives - 1) > seen);
            end(workers.get(dying));
            workers.set(dying, start(memory.file()));
            workers.get(dying).expect("ready", LONG);
        }
        workers.forEach(worker -> worker.send("stop"));
        for (ChildJvm worker : workers) {
            worker.expect("done", LONG);
            end(worker);
        }
    }

    private ChildJvm start(Path file) {
        return ChildJvm.of(MapStormWorker.class, file, lives++).start();
    }

    private static void end(ChildJvm worker) {
        worker.close();
        assertEquals(List.of(), worker.rest(), worker::story);
    }

    private static long sum(LongArray numbers) {
        long sum = 0;
        for (long number : numbers.toArray()) {
            sum += number;
        }
        return sum;
    }
}
