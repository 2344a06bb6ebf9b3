package io.millrace.shm.sync;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.view.SyncView;
import io.millrace.testing.Await;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A memory, and hands that work on it at a test's word.
abstract class SyncBed {
    static final MemoryOptions OPTIONS =
            MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(1 << 12).maxRegions(64);
    static final Duration LONG = Duration.ofSeconds(60);

    final MemoryFolder folder = MemoryFolder.create();
    final Path file = folder.file("contract.mill");
    final SharedMemory memory = SharedMemory.create(file, OPTIONS);
    final List<Hand> hands = new ArrayList<>();
    Hand one;
    Hand two;

    /// Somebody new on `memory` or `file`.
    abstract Hand hire();

    Hand hand() {
        Hand hand = hire();
        hands.add(hand);
        return hand;
    }

    @BeforeEach
    void hireTwo() {
        one = hand();
        two = hand();
    }

    @AfterEach
    void nothingIsLeft() {
        hands.forEach(Hand::close);
        memory.close();
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    SyncView view(String name) {
        return Views.wait(memory, name);
    }

    void awaitWaiters(String name) {
        Await.until("waiters at " + name, LONG, () -> view(name).waiters());
    }

    long acquisitions(String lock) {
        return ((SyncView.Lock) view(lock)).acquisitions();
    }

    /// Until it was taken so often, and let go of.
    void awaitLetGo(String lock, long acquisitions) {
        Await.until("let go " + acquisitions + " times", LONG, () ->
                acquisitions(lock) == acquisitions && memory.lock(lock).owner().isEmpty());
    }
}
