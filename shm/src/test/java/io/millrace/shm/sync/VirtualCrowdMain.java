package io.millrace.shm.sync;

import io.millrace.shm.SharedMemory;
import io.millrace.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets a thousand virtual threads wait for locks and events, says after how many milliseconds a new
/// one runs (median and worst of many), then lets all go on.
public final class VirtualCrowdMain {
    private static final int CROWD = 1000;
    private static final int PROBES = 41;
    private static final Duration LONG = Duration.ofSeconds(60);

    private VirtualCrowdMain() {}

    /// Argument: the file to make.
    public static void main(String[] arguments) throws InterruptedException {
        try (SharedMemory memory = SharedMemory.create(Path.of(arguments[0]), SyncContract.OPTIONS)) {
            List<SharedLock> locks = List.of(memory.newLock(), memory.newLock(), memory.newLock());
            List<SharedEvent> events = List.of(memory.newEvent(), memory.newEvent());
            locks.forEach(SharedLock::lock);
            AtomicInteger started = new AtomicInteger();
            List<Thread> crowd = new ArrayList<>();
            for (int index = 0; index < CROWD; index++) {
                SharedLock lock = locks.get(index % 3);
                SharedEvent event = events.get(index % 2);
                crowd.add(Thread.ofVirtual().start(index % 2 == 0 ? () -> {
                    started.incrementAndGet();
                    lock.lock();
                    lock.unlock();
                } : () -> {
                    started.incrementAndGet();
                    awaitQuietly(event);
                }));
            }
            Await.until("all started", LONG, () -> started.get() == CROWD);
            long[] millis = new long[PROBES];
            for (int probe = 0; probe < PROBES; probe++) {
                long start = System.nanoTime();
                Thread.ofVirtual().start(Thread::yield).join();
                millis[probe] = (System.nanoTime() - start) / 1_000_000;
            }
            Arrays.sort(millis);
            System.out.println(millis[PROBES / 2] + " " + millis[PROBES - 1]);
            locks.forEach(SharedLock::unlock);
            events.forEach(SharedEvent::set);
            for (Thread thread : crowd) {
                thread.join();
            }
            System.out.println("all went on");
        }
    }

    private static void awaitQuietly(SharedEvent event) {
        try {
            event.await();
        } catch (InterruptedException unwanted) {
            Thread.currentThread().interrupt();
        }
    }
}
