package io.millrace.shm.sync;

import io.millrace.shm.SharedMemory;
import io.millrace.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Lets a thousand virtual threads wait for locks and events, says after how many microseconds a new
/// one runs (median, 99 % and worst of many, in each round), then lets all go on.
public final class VirtualCrowdMain {
    private static final int CROWD = 1000;
    private static final int PROBES = 200;
    private static final long PACE = Duration.ofMillis(5).toNanos();
    private static final Duration LONG = Duration.ofSeconds(60);

    private VirtualCrowdMain() {}

    /// Arguments: the file to make, how many rounds.
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
            for (int round = Integer.parseInt(arguments[1]); round > 0; round--) {
                probe();
            }
            locks.forEach(SharedLock::unlock);
            events.forEach(SharedEvent::set);
            for (Thread thread : crowd) {
                thread.join();
            }
            System.out.println("all went on");
        }
    }

    /// For a second, which is twenty slices of the waiting.
    private static void probe() throws InterruptedException {
        long[] micros = new long[PROBES];
        for (int probe = 0; probe < PROBES; probe++) {
            LockSupport.parkNanos(PACE);
            long start = System.nanoTime();
            Thread.ofVirtual().start(Thread::yield).join();
            micros[probe] = (System.nanoTime() - start) / 1_000;
        }
        Arrays.sort(micros);
        System.out.println(micros[PROBES / 2] + " " + micros[PROBES * 99 / 100] + " " + micros[PROBES - 1]);
    }

    private static void awaitQuietly(SharedEvent event) {
        try {
            event.await();
        } catch (InterruptedException unwanted) {
            Thread.currentThread().interrupt();
        }
    }
}
