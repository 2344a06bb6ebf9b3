package io.millrace.shm.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract among processes.
class SyncContractIT extends SyncContract {
    private static final int JVMS = 4;
    private static final List<Hand.OfJvm> ALL = new ArrayList<>();
    private final Deque<Hand.OfJvm> idle = new ArrayDeque<>(ALL);

    @BeforeAll
    static void startAll() {
        for (int count = 0; count < JVMS; count++) {
            ALL.add(Hand.OfJvm.start());
        }
        ALL.forEach(Hand.OfJvm::ready);
    }

    @AfterAll
    static void stopAll() {
        ALL.forEach(hand -> hand.jvm().close());
        ALL.clear();
    }

    @Override
    Hand hire() {
        return idle.pop().attach(file);
    }
}
