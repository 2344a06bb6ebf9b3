package io.millrace.shm.map;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.message.Codec;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// A JVM in the storm: adds 1 to keys at random until it is killed, or told to end by a line. Its life has
/// a place in `begun` and `ended`, where it counts what it adds, before and after.
public final class MapStormWorker {
    private static volatile boolean stop;

    private MapStormWorker() {}

    /// Arguments: the file, the number of this life.
    public static void main(String[] arguments) throws Exception {
        int life = Integer.parseInt(arguments[1]);
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            SharedMap<String, long[]> map = memory.map("sums", Codec.utf8(), Codec.longs());
            Thread adder = Thread.ofPlatform().start(() -> add(memory, map, life));
            System.out.println("ready");
            System.in.read();
            stop = true;
            adder.join();
        }
        System.out.println("done");
    }

    private static void add(SharedMemory memory, SharedMap<String, long[]> map, int life) {
        LongArray begun = memory.longArray("begun");
        LongArray ended = memory.longArray("ended");
        SplittableRandom random = new SplittableRandom(life);
        try {
            for (long count = 1; !stop; count++) {
                begun.setVolatile(life, count);
                map.merge("sum-" + random.nextInt(MapStormIT.KEYS), MapTrial.pair(1), MapTrial::sum);
                ended.setVolatile(life, count);
                String passing = "passing-" + random.nextInt(MapStormIT.KEYS);
                if (random.nextBoolean()) {
                    map.tryPut(passing, MapTrial.pair(count));
                } else {
                    map.remove(passing);
                }
                long[] seen = map.get("passing-" + random.nextInt(MapStormIT.KEYS));
                if (seen != null && seen[0] != seen[1]) {
                    throw new IllegalStateException("torn: " + seen[0] + ", " + seen[1]);
                }
            }
        } catch (RuntimeException failure) {
            System.out.println("VIOLATION " + failure);
            failure.printStackTrace();
        }
    }
}
