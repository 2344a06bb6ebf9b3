package io.millrace.shm;

import io.millrace.shm.data.LongArray;
import io.millrace.shm.interop.QuietMain;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Delivery;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedCondition;
import io.millrace.shm.sync.SharedLock;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.Rehearsal;
import java.nio.file.Path;
import java.time.Duration;

/// A file made, attached and swept, a region of each kind, everything that is waited on, waited on once.
public final class ShmRehearsal implements Rehearsal {
    private static final Duration MOMENT = Duration.ofMillis(1);

    @Override
    public void run() throws Exception {
        try (MemoryFolder folder = MemoryFolder.create()) {
            QuietMain.main(new String[] {"everything", folder.file("everything.mill").toString()});
            Path file = folder.file("shared.mill");
            MemoryOptions options = MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(1 << 12).maxRegions(64);
            try (SharedMemory memory = SharedMemory.openOrCreate(file, options);
                    SharedMemory other = SharedMemory.attach(file)) {
                waitOn(memory);
                queue(memory);
                LongArray array = memory.newLongArray("array", 1000);
                array.fill(other.longArray("array").get(1));
                memory.drop("array");
                memory.newIntArray("ints", 10).getAndAccumulate(1, 1, (a, b) -> a | b);
                memory.recoverDead();
                System.out.println(memory.processes() + " " + memory.regions());
            }
        }
    }

    private static void waitOn(SharedMemory memory) throws InterruptedException {
        SharedLock lock = memory.newLock("lock");
        SharedCondition condition = lock.newCondition("condition");
        lock.lockOrRecover();
        condition.await(MOMENT);
        lock.unlock();
        memory.newReadWriteLock("readWrite").readLock().lockInterruptibly();
        memory.readWriteLock("readWrite").readLock().unlock();
        memory.readWriteLock("readWrite").writeLock().lockOrRecover();
        memory.readWriteLock("readWrite").writeLock().unlock();
        memory.newSemaphore("semaphore", 2).acquire();
        memory.semaphore("semaphore").release();
        memory.newEvent("event").await(MOMENT);
        memory.newBarrier("barrier", 1).await(() -> {});
    }

    private static void queue(SharedMemory memory) throws InterruptedException {
        SharedQueue<String> queue = memory.newQueue("queue", Codec.utf8(), QueueOptions.defaults().capacity(4));
        queue.put("message");
        Delivery<String> delivery = queue.pollDelivery(MOMENT);
        delivery.release();
        queue.takeDelivery().ack();
        queue.pollDelivery(MOMENT);
    }
}
