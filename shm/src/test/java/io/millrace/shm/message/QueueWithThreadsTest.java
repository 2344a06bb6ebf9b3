package io.millrace.shm.message;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;

/// The others are threads of this JVM with attachments of their own.
class QueueWithThreadsTest extends QueueContract {
    private static final List<ThreadHand> HANDS =
            Stream.generate(ThreadHand::new).limit(3).toList();

    @AfterAll
    static void end() throws InterruptedException {
        for (ThreadHand hand : HANDS) {
            hand.thread.interrupt();
            hand.thread.join(Duration.ofSeconds(10));
        }
    }

    @Override
    List<? extends Hand> hands(int count) {
        return HANDS.subList(0, count);
    }

    private static final class ThreadHand implements Hand {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final Thread thread = Thread.ofPlatform().name("hand").start(this::run);

        private void run() {
            QueueScript script = new QueueScript();
            try {
                while (true) {
                    answers.add(script.answer(lines.take()));
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void tell(String line) {
            lines.add(line);
        }

        @Override
        public String answer() {
            try {
                String answer = answers.poll(LONG.toSeconds(), TimeUnit.SECONDS);
                return answer == null ? "(no answer)" : answer;
            } catch (InterruptedException end) {
                throw new AssertionError(end);
            }
        }
    }
}
