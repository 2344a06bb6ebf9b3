package io.millrace.shm.message;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;

/// The other side is a thread of this JVM with an attachment of its own.
class PipeWithThreadsTest extends PipeContract {
    private static final ThreadSide SIDE = new ThreadSide();

    @AfterAll
    static void end() throws InterruptedException {
        SIDE.thread.interrupt();
        SIDE.thread.join(Duration.ofSeconds(10));
    }

    @Override
    Other other() {
        return SIDE;
    }

    private static final class ThreadSide implements Other {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final Thread thread = Thread.ofPlatform().name("other side").start(this::run);

        private void run() {
            PipeScript script = new PipeScript();
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
