package io.millrace.shm.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Delivery;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.LockState;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.Hand;
import io.millrace.testing.JvmHand;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.Python;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process in Python is killed while JVMs go on, and the other way round.
@Timeout(120)
class PythonDeathIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final QueueOptions SMALL = QueueOptions.defaults().capacity(4).maxMessageByteSize(64);

    private static ChildJvm python;
    private static Hand hand;

    private final MemoryFolder folder = MemoryFolder.create();
    private final SharedMemory memory = SharedMemory.create(folder.file("deaths.mill"), 1 << 20);

    @BeforeAll
    static void start() {
        Python.require();
        python = Python.peer();
        hand = new JvmHand(python);
    }

    @AfterAll
    static void end() {
        if (python != null) {
            python.close();
        }
    }

    @AfterEach
    void delete() {
        memory.delete();
        folder.closeEmpty();
    }

    /// A process in Python does that, and is killed with -9 at its end, if not before.
    private void dies(String code) {
        assertEquals("9", hand.ask("died('%s', %s)".formatted(memory.file(), literal(code))));
    }

    /// The process kills itself as soon as the ring has done that step.
    private void diesAfter(String step, String code) {
        dies("""
                ring = millrace._ring.Ring
                old = ring.%s
                ring.%1$s = lambda *a: (old(*a), os.kill(os.getpid(), 9))
                %s""".formatted(step, code));
    }

    private static String literal(String code) {
        return "'''" + code.replace("\n", "\\n") + "'''";
    }

    /// It dies with a claimed cell, an empty or a written one, or just after it published the message.
    @ParameterizedTest
    @ValueSource(strings = {"claim", "write", "publish"})
    void aMessageThatPythonDidNotFinishIsSkipped(String step) throws InterruptedException {
        SharedQueue<String> queue = memory.newQueue("jobs", Codec.utf8(), SMALL);
        diesAfter(step, "memory.queue('jobs').put('unfinished')");
        queue.put("behind it");
        String first = queue.poll(LIMIT);
        assertEquals(step.equals("publish") ? "unfinished" : "behind it", first);
        assertEquals(step.equals("publish") ? "behind it" : null, queue.poll(Duration.ZERO));
        Await.until("its slot is free", LIMIT, () -> memory.processes().size() == 1);
        assertEquals(4, queue.remainingCapacity());
    }

    @Test
    void messagesInTheHandsOfAKilledPythonAreDeliveredAgain() throws InterruptedException {
        SharedQueue<String> queue = memory.newQueue("jobs", Codec.utf8(), SMALL);
        queue.put("one");
        queue.put("two");
        dies("""
                jobs = memory.queue('jobs')
                delivery = jobs.take_delivery()
                assert (delivery.value, delivery.attempts, jobs.get()) == ('one', 1, 'two')""");
        Delivery<String> again = queue.pollDelivery(LIMIT);
        assertEquals("one", again.value());
        assertEquals(2, again.attempts());
        again.ack();
        assertEquals(4, queue.remainingCapacity());
    }

    @Test
    void whatPythonLeavesAtItsEndIsGivenBackAtOnce() throws InterruptedException {
        SharedQueue<String> queue = memory.newQueue("jobs", Codec.utf8(), SMALL);
        queue.put("one");
        hand.ask("memory = millrace.attach('%s')".formatted(memory.file()));
        assertEquals("one", hand.ask("memory.queue('jobs').take_delivery().value"));
        assertEquals("ok", hand.ask("memory.close()"));
        assertEquals(2, queue.pollDelivery(Duration.ZERO).attempts());
    }

    /// No JVM lives that could recover the dead one: Python does it, while it waits.
    @Test
    void pythonAloneRecoversAKilledJvm() {
        SharedQueue<String> queue = memory.newQueue("killed", Codec.utf8(), SMALL);
        assertTrue(queue.offer("in its hands"));
        try (ChildJvm jvm =
                ChildJvm.of(QueueHolderMain.class, memory.file(), "killed").start()) {
            jvm.expect("in its hands 1", LIMIT);
            jvm.expect("claimed", LIMIT);
            assertTrue(queue.offer("behind its claim"));
            leaveItToPython();
            assertTrue(hand.ask("killed.get(0.1)").startsWith("Empty: "));
            hand.tell("[killed.get(20), killed.get(20)]");
            jvm.kill();
            assertEquals("['in its hands', 'behind its claim']", hand.answer());
            assertEquals("1", hand.ask("len(memory.processes())"));
            assertEquals("0", hand.ask("memory._own().sweepers(2)"));
        } finally {
            endPython();
        }
    }

    /// Python leaves the lock of a dead JVM to another JVM, and still sweeps its queues.
    @Test
    void pythonLeavesLocksToAJvm() throws InterruptedException {
        SharedQueue<String> queue = memory.newQueue("killed", Codec.utf8(), SMALL);
        memory.newLock("lock");
        assertTrue(queue.offer("in its hands"));
        try (ChildJvm jvm = ChildJvm.of(QueueHolderMain.class, memory.file(), "killed", "lock")
                .start()) {
            jvm.expect("in its hands 1", LIMIT);
            jvm.expect("claimed", LIMIT);
            leaveItToPython();
            jvm.kill();
            assertEquals("in its hands", hand.ask("killed.get(20)"));
            assertEquals("True", hand.ask("memory._own().sweepers(2) != 0"));
            try (SharedMemory other = SharedMemory.attach(memory.file())) {
                other.recoverDead();
                assertEquals(LockState.OWNER_DIED, other.lock("lock").lockOrRecover());
                other.lock("lock").unlock();
                assertEquals("0", hand.ask("memory._own().sweepers(2)"));
            }
        } finally {
            endPython();
        }
    }

    private void leaveItToPython() {
        hand.ask("memory = millrace.attach('%s')".formatted(memory.file()));
        memory.close();
        hand.ask("killed = memory.queue('killed')");
    }

    private void endPython() {
        hand.ask("memory.close(); del killed");
        SharedMemory.attach(memory.file()).delete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "begin_move", "publish"})
    void aMessageBecomesADeadLetterOnceThoughPythonDies(String step) throws InterruptedException {
        SharedQueue<String> dead = memory.newQueue("dead", Codec.utf8(), SMALL);
        SharedQueue<String> queue =
                memory.newQueue("jobs", Codec.utf8(), SMALL.deadLetters(dead).maxDeliveries(1));
        queue.put("bad");
        diesAfter(step, "memory.queue('jobs').take_delivery().release()");
        assertEquals("bad", dead.poll(LIMIT));
        memory.recoverDead();
        assertNull(dead.poll());
        assertNull(queue.poll());
        assertEquals(4, queue.remainingCapacity());
    }

    /// A JVM dies in the middle of a move, and no other JVM lives.
    @Test
    void pythonFinishesTheMoveOfADeadLetter() {
        SharedQueue<String> dead = memory.newQueue("dead", Codec.utf8(), SMALL);
        SharedQueue<String> queue =
                memory.newQueue("killed", Codec.utf8(), SMALL.deadLetters(dead).maxDeliveries(1));
        assertTrue(queue.offer("bad"));
        try (ChildJvm jvm = ChildJvm.of(QueueHolderMain.class, memory.file(), "killed")
                .property("millrace.crashPoint", "queue.deadMoving")
                .start()) {
            jvm.expect("bad 1", LIMIT);
            jvm.expect("claimed", LIMIT);
            leaveItToPython();
            jvm.send("release");
            assertEquals(ChildJvm.KILLED, jvm.await(LIMIT));
            assertEquals("bad", hand.ask("memory.queue('dead').get(20)"));
            assertTrue(hand.ask("killed.get(0)").startsWith("Empty: "));
        } finally {
            endPython();
        }
    }

    /// The child has the descriptors of its parent, but not the lock on its slot.
    @Test
    void aForkedChildDoesNotKeepItsDeadParentAlive() {
        memory.newDoubleArray("prices", 10).fill(1);
        hand.ask("back, told = os.pipe(); word, said = os.pipe()");
        String fork = """
                prices = memory.array('prices')
                if os.fork() == 0:
                    try:
                        memory.event('x')
                    except Exception as failure:
                        os.write(SAID, type(failure).__name__.encode())
                    os.close(TOLD)
                    os.read(BACK, 1)
                    prices[0] = 5
                    os._exit(0)""";
        String code = literal(fork)
                + ".replace('SAID', str(said)).replace('TOLD', str(told)).replace('BACK', str(back))";
        assertEquals("9", hand.ask("died('%s', %s)".formatted(memory.file(), code)));
        assertEquals("b'MemoryClosedError'", hand.ask("os.read(word, 99)"));
        Await.until("the slot is free", LIMIT, () -> memory.processes().size() == 1);
        hand.ask("os.close(told)");
        Await.until("the child goes on", LIMIT, () -> memory.doubleArray("prices").get(0) == 5);
    }

    /// Every message is handed out at least once, whoever of those that take them is killed.
    @Test
    void nothingIsLostWhilePythonsAreKilled() throws InterruptedException {
        SharedQueue<long[]> queue = memory.newQueue(
                "jobs", Codec.longs(), QueueOptions.defaults().capacity(64).maxMessageByteSize(8));
        ByteArray done = memory.newByteArray("done", 3000);
        Random random = new Random(Long.getLong("millrace.test.seed", 11));
        Thread producer = Thread.ofPlatform().start(() -> {
            try {
                for (long number = 0; number < done.length(); number++) {
                    queue.put(new long[] {number});
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        String endless = """
                jobs, done = memory.queue('jobs'), memory.array('done')
                while True:
                    jobs.process(lambda message: done.__setitem__(message[0], 1))""";
        for (int round = 0; round < 4; round++) {
            hand.ask("pid = forked('%s', %s)".formatted(memory.file(), literal(endless)));
            int wanted = done.stream().sum() + 100 + random.nextInt(500);
            Await.until("it works", LIMIT, () -> done.stream().sum() >= wanted);
            assertEquals("9", hand.ask("os.kill(pid, 9) or os.waitpid(pid, 0)[1]"));
        }
        while (queue.process(Duration.ofMillis(500), number -> done.set(number[0], (byte) 1))) {
            // until nothing comes any more
        }
        producer.join();
        assertEquals(List.of(), done.stream().filter(one -> one != 1).boxed().toList());
    }
}
