package io.millrace.engine.cli.inspect;

import io.millrace.engine.Job;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.map.MapOptions;
import io.millrace.shm.message.Broadcast;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.Delivery;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.shm.sync.SharedLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A file with something of every kind that reports show: a held lock, permits, messages that wait and
/// one that was not acked, a pipe, a counter, a map, a pool with a task that does not end. Some names are hostile.
public final class BusyFile implements AutoCloseable {
    /// The name of an array, of a lock, of a queue and of a counter.
    public static final String HOSTILE = "<script>alert('\"&\\')</script>";

    private final SharedMemory memory = SharedMemory.temporary(8 << 20);
    private final SharedEvent end = memory.newEvent("end");
    private final SharedLock lock = memory.newLock(HOSTILE + " lock");
    private final Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD));
    private final Job<Boolean> task;
    private final Delivery<byte[]> delivery;
    private final Connection<byte[], byte[]> connection;

    public BusyFile() throws InterruptedException {
        memory.newDoubleArray(HOSTILE, 100_000);
        memory.newLongValue("value", 7);
        memory.newSemaphore("permits", 3).acquire(2);
        memory.newBarrier("barrier", 2);
        memory.newReadWriteLock("both").readLock().lock();
        lock.lock();
        SharedQueue<byte[]> queue = memory.newQueue(HOSTILE + " queue", Codec.bytes());
        for (int message = 0; message < 5; message++) {
            queue.put(new byte[] {1, 2, 3});
        }
        delivery = queue.takeDelivery();
        connection = memory.newPipe("pipe", Codec.bytes(), 1 << 12).first();
        connection.send(new byte[100]);
        Broadcast<byte[]> news = memory.newBroadcast("news", Codec.bytes(), 1 << 12);
        news.send(new byte[10]);
        memory.newCounter(HOSTILE + " counter", Map.of("path", HOSTILE, "status", "404")).add(1_234);
        memory.newMap("stock", Codec.utf8(), Codec.longs(), new MapOptions(8, 32, 16)).put("apples", new long[] {3});
        SharedEvent begun = memory.newEvent("begun");
        SharedEvent wanted = end;
        task = pool.submit(() -> {
            begun.set();
            return wanted.await(Duration.ofMinutes(1));
        });
        begun.await();
    }

    /// Adds small queues.
    public void addQueues(int count) {
        QueueOptions small = QueueOptions.defaults().capacity(2).maxMessageByteSize(8);
        for (int number = 0; number < count; number++) {
            memory.newQueue("queue " + number, Codec.bytes(), small);
        }
    }

    /// The file.
    public Path path() {
        return memory.file();
    }

    /// The file as it is now.
    public Snapshot snapshot() {
        return Snapshot.of(memory.file());
    }

    @Override
    public void close() {
        end.set();
        task.join();
        delivery.ack();
        lock.unlock();
        connection.close();
        pool.close();
        memory.close();
    }
}
