package io.millrace.shm.message;

import io.millrace.testing.Hand;
import io.millrace.testing.ThreadHand;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The others are threads of this JVM with attachments of their own.
class QueueWithThreadsTest extends QueueContract {
    private static List<ThreadHand> hands;

    @BeforeAll
    static void start() {
        hands = Stream.generate(() -> new ThreadHand(new QueueScript()::answer))
                .limit(3)
                .toList();
    }

    @AfterAll
    static void end() {
        hands.forEach(ThreadHand::close);
    }

    @Override
    List<? extends Hand> hands(int count) {
        return hands.subList(0, count);
    }
}
