package io.millrace.shm.message;

import io.millrace.testing.Hand;
import io.millrace.testing.ThreadHand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The other side is a thread of this JVM with an attachment of its own.
class PipeWithThreadsTest extends PipeContract {
    private static ThreadHand hand;

    @BeforeAll
    static void start() {
        hand = new ThreadHand(new PipeScript()::answer);
    }

    @AfterAll
    static void end() {
        hand.close();
    }

    @Override
    Hand other() {
        return hand;
    }
}
