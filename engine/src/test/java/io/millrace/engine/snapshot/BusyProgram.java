package io.millrace.engine.snapshot;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.data.SharedCounter;
import io.millrace.shm.map.MapOptions;
import io.millrace.shm.map.SharedMap;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedBarrier;
import io.millrace.shm.sync.SharedLock;
import io.millrace.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/// Main program of a process that holds one of everything while its two workers are in the middle of a
/// job over arrays and of object tasks, and that waits to be killed.
final class BusyProgram {
    static final int LENGTH = 1 << 16;
    static final int STOPS_AT = 40_000;
    static final int ITEMS = 10;
    static final int ITEM_THAT_STAYS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private BusyProgram() {}

    /// @param arguments the file to make
    public static void main(String[] arguments) throws Exception {
        SharedMemory memory = SharedMemory.create(Path.of(arguments[0]), 16L << 20);
        holdOneOfEverything(memory);
        Pool pool = Pool.start(memory, PoolOptions.defaults().name("mill").workers(2));
        failOnce(pool);
        LongValue counted = memory.newLongValue("counted", 0);
        SharedCounter computed = memory.newCounter("computed", Map.of("by", "workers"));
        LongValue staying = memory.newLongValue("staying", 0);
        DoubleUnary stopping = x -> {
            if (x == STOPS_AT) {
                stay(staying);
            }
            counted.getAndAdd(1);
            computed.add(2);
            return x;
        };
        DoubleArray in = memory.newDoubleArray("in", LENGTH);
        IntStream.range(0, LENGTH).forEach(index -> in.set(index, index));
        DoubleArray out = memory.newDoubleArray("out", LENGTH);
        Thread.ofPlatform().daemon().start(() -> pool.map(in, stopping, out));
        Await.until("one chunk is left", LIMIT, () -> staying.get() == 1 && isLastChunk(memory));
        LongValue finished = memory.newLongValue("finished", 0);
        RemoteFunction<Integer, Integer> task = item -> {
            if (item == ITEM_THAT_STAYS) {
                stay(staying);
            }
            finished.incrementAndGet();
            return item;
        };
        pool.mapAllAsync(IntStream.range(0, ITEMS).boxed().toList(), task);
        Await.until("a task stays", LIMIT, () -> staying.get() == 2);
        System.out.println("ready");
        System.in.read();
    }

    private static boolean isLastChunk(SharedMemory memory) {
        JobView job = Snapshot.of(memory).pools().getFirst().jobs().getFirst();
        return job.chunksDone() == job.chunks() - 1;
    }

    private static void stay(LongValue staying) {
        staying.incrementAndGet();
        while (staying.get() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void failOnce(Pool pool) throws InterruptedException {
        RemoteCallable<Object> failing = () -> {
            throw new IllegalStateException("planned");
        };
        try {
            pool.submit(failing).get();
        } catch (ExecutionException planned) {
            // the pool has a last failure now
        }
    }

    private static void holdOneOfEverything(SharedMemory memory) throws InterruptedException {
        SharedLock lock = memory.newLock("door");
        lock.lock();
        memory.newReadWriteLock("book").readLock().lock();
        memory.newSemaphore("seats", 5).acquire(2);
        memory.newSemaphore("many", 5000).acquire(3);
        memory.newEvent("go");
        SharedBarrier barrier = memory.newBarrier("line", 3);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                barrier.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        });
        SharedQueue<String> queue = memory.newQueue("jobs", Codec.utf8());
        queue.put("first");
        queue.put("second");
        queue.put("third");
        queue.takeDelivery();
        holdAnEntry(memory.newMap("stock", Codec.utf8(), Codec.longs(), new MapOptions(8, 32, 16)));
        memory.newPipe("talk", Codec.utf8(), 4096).first().send("word");
    }

    /// Stays inside a change of the map, and so keeps the lock of its one stripe.
    private static void holdAnEntry(SharedMap<String, long[]> map) throws InterruptedException {
        map.put("apples", new long[] {3});
        map.put("pears", new long[] {4});
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> map.compute("plums", (key, value) -> {
            inside.countDown();
            try {
                never.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            return null;
        }));
        inside.await();
    }
}
