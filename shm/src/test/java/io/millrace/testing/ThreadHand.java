package io.millrace.testing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A thread of this JVM that answers one line after the other, as a [JvmHand] does in its own.
public final class ThreadHand implements Hand, AutoCloseable {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Thread thread;

    /// Starts it.
    ///
    /// @param script called by that thread alone
    public ThreadHand(UnaryOperator<String> script) {
        thread = Thread.ofPlatform().name("hand").start(() -> run(script));
    }

    private void run(UnaryOperator<String> script) {
        try {
            while (true) {
                answers.add(script.apply(lines.take()));
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
            String answer = answers.poll(LONG.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null) {
                throw new AssertionError("no answer from the thread within " + LONG);
            }
            return answer;
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }

    /// Interrupts it and waits for its end.
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                throw new AssertionError("the thread does not end");
            }
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }
}
