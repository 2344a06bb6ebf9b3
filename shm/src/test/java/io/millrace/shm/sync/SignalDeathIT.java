package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.view.SyncView;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A signal whose taker is killed before it holds the lock again goes to one of those who waited
/// then, and to nobody else.
class SignalDeathIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final MemoryFolder folder = MemoryFolder.create();
    private final Path log = folder.file("crash.log");
    private final SharedMemory memory = SharedMemory.create(folder.file("signal.mill"), SyncContract.OPTIONS);
    private final SharedLock lock = memory.newLock("l");
    private final SharedCondition condition = lock.newCondition("l-c");
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    private long acquisitions() {
        return ((SyncView.Lock) Views.wait(memory, "l")).acquisitions();
    }

    private void awaitLetGo(long acquisitions) {
        Await.until("let go " + acquisitions + " times", LONG,
                () -> acquisitions() == acquisitions && lock.owner().isEmpty());
    }

    private Thread waiter() {
        long before = acquisitions();
        Thread thread = Thread.ofPlatform().start(() -> {
            lock.lock();
            try {
                condition.awaitUninterruptibly();
                ended.incrementAndGet();
            } finally {
                lock.unlock();
            }
        });
        awaitLetGo(before + 1);
        return thread;
    }

    private void signal() {
        lock.lock();
        try {
            condition.signal();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void theSignalOfADeadTakerGoesToOneThatWaitedThen() throws Exception {
        try (ChildJvm deadWorker = ChildJvm.of(VictimMain.class, memory.file(), "cAwait l")
                .property("millrace.crashPoint", "condition.beforeLock")
                .property("millrace.crashLog", log)
                .start()) {
            awaitLetGo(1);
            signal(); // for the victim: nobody else waits yet
            assertEquals(ChildJvm.KILLED, deadWorker.await(LONG), deadWorker::story);
        }
        memory.recoverDead();
        Thread late = waiter();
        assertEquals(0, ended.get(), "it came after that signal");
        List<Thread> waiters = Stream.generate(this::waiter).limit(2).toList();
        long before = acquisitions();
        try (ChildJvm deadWorker = ChildJvm.of(VictimMain.class, memory.file(), "cAwait l")
                .property("millrace.crashPoint", "condition.beforeLock")
                .property("millrace.crashLog", log)
                .start()) {
            awaitLetGo(before + 1);
            int signals = 0;
            while (deadWorker.isAlive() && signals < 2) { // signals go round the processes: one of two is the victim's
                signal();
                signals++;
            }
            assertEquals(ChildJvm.KILLED, deadWorker.await(LONG), deadWorker::story);
            int given = signals;
            Await.until("all signals taken", LONG, () -> ended.get() == given);
        }
        int soFar = ended.get();
        assertTrue(soFar < 3, "not more than were signalled");
        for (int left = 3 - soFar; left > 0; left--) {
            signal();
        }
        late.join();
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertEquals(3, ended.get());
    }
}
