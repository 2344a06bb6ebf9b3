package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.Hand;
import io.millrace.testing.JvmHand;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.Python;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A pool computes over arrays that Python makes, fills and reads, all on the same bytes.
@Timeout(120)
class PythonArraysIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @BeforeAll
    static void needsPython() {
        Python.require();
    }

    @Test
    void pythonWritesAPoolSquaresPythonReadsAndEitherMayBeKilled() throws InterruptedException {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("both.mill"), 64 << 20);
                Pool pool = Pool.start(memory, 2);
                ChildJvm python = Python.peer(memory.file())) {
            Hand hand = new JvmHand(python);
            SharedQueue<String> written = memory.newQueue("written", Codec.utf8());
            SharedQueue<String> squared = memory.newQueue("squared", Codec.utf8());
            hand.ask("x = memory.create_array('x', 'float64', 1000003)");
            hand.ask("y = memory.create_array('y', 'float64', x.shape)");
            hand.ask("x[:] = numpy.arange(1000003) % 1000");
            hand.tell("memory.queue('written').put('x') or memory.queue('squared').get()");
            assertEquals("x", written.poll(LIMIT));
            pool.map(memory.doubleArray("x"), DoubleUnaryOp.SQUARE, memory.doubleArray("y"));
            squared.put("y");
            assertEquals("y", hand.answer());
            assertEquals("True", hand.ask("bool((y == x * x).all())"));
            String sum = String.format(
                    Locale.ROOT, "%.1f", pool.reduce(memory.doubleArray("y"), Reduction.SUM));
            assertEquals(sum, hand.ask("f'{y.sum():.1f}'"));

            pool.awaitWorkers();
            ProcessInfo worker = memory.processes().stream()
                    .filter(process -> process.role().equals("worker"))
                    .findFirst()
                    .orElseThrow();
            ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly();
            pool.map(memory.doubleArray("y"), DoubleUnaryOp.SQRT, memory.doubleArray("y"));
            assertEquals("True", hand.ask("bool((y == x).all())"));
            python.kill();
            pool.map(memory.doubleArray("x"), DoubleUnaryOp.SQUARE, memory.doubleArray("y"));
            assertEquals(4, memory.doubleArray("y").get(2));
        }
    }
}
