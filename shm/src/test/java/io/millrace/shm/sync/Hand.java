package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.SharedMemory;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A hand that works on a memory and can be interrupted: a thread, or a process.
interface Hand extends io.millrace.testing.Hand, AutoCloseable {
    /// Meets the command that it was told last, if that has not ended.
    void interrupt();

    @Override
    void close();

    default void expect(String answer, String command) {
        assertEquals(answer, ask(command), command);
    }

    default void expectAnswer(String answer) {
        assertEquals(answer, answer());
    }

    /// A thread on the memory of the test, or on one that it attaches itself.
    final class OfThread implements Hand {
        private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final SyncHand hand;
        private final boolean own;
        private final AtomicInteger waiting = new AtomicInteger();
        private final Thread thread;

        private OfThread(Thread.Builder builder, SharedMemory memory, boolean own) {
            hand = new SyncHand(memory);
            this.own = own;
            thread = builder.start(this::work);
        }

        static Hand sharing(Thread.Builder builder, SharedMemory memory) {
            return new OfThread(builder, memory, false);
        }

        static Hand attaching(Path file) {
            return new OfThread(Thread.ofPlatform(), SharedMemory.attach(file), true);
        }

        private void work() {
            String command = next();
            while (!command.isEmpty()) {
                answers.add(hand.run(command));
                command = next();
            }
        }

        private String next() {
            while (true) {
                try {
                    String command = commands.take();
                    waiting.decrementAndGet();
                    return command;
                } catch (InterruptedException late) {
                    continue; // it came after the wait it was for had ended
                }
            }
        }

        @Override
        public void tell(String command) {
            waiting.incrementAndGet();
            commands.add(command);
        }

        @Override
        public String answer() {
            try {
                String answer = answers.poll(LONG.toSeconds(), TimeUnit.SECONDS);
                if (answer == null) {
                    throw new AssertionError("no answer: " + thread + " " + java.util.List.of(thread.getStackTrace()));
                }
                return answer;
            } catch (InterruptedException unwanted) {
                throw new AssertionError(unwanted);
            }
        }

        @Override
        public void interrupt() {
            Await.until("begun", LONG, () -> waiting.get() == 0);
            thread.interrupt();
        }

        /// The thread ends, whatever it holds.
        @Override
        public void close() {
            commands.add("");
            try {
                if (!thread.join(LONG)) {
                    throw new AssertionError("the thread does not end: " + thread);
                }
            } catch (InterruptedException unwanted) {
                throw new AssertionError(unwanted);
            }
            if (own) {
                hand.memory().close();
            }
        }
    }

    /// A process, which is used for one test after the other.
    record OfJvm(ChildJvm jvm) implements Hand {
        static OfJvm start() {
            return new OfJvm(ChildJvm.of(HandMain.class).start());
        }

        OfJvm ready() {
            jvm.expect("ready", LONG);
            return this;
        }

        OfJvm attach(Path file) {
            tell("attach " + file + " THREAD");
            jvm.expect("attached", LONG);
            return this;
        }

        @Override
        public void tell(String command) {
            jvm.send(command);
        }

        @Override
        public String answer() {
            return jvm.receive(LONG);
        }

        @Override
        public void interrupt() {
            jvm.send("interrupt");
        }

        @Override
        public void close() {
            tell("detach");
            jvm.expect("detached", LONG);
        }
    }
}
