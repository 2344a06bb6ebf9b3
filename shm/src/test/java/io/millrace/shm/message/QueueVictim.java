package io.millrace.shm.message;

import io.millrace.shm.MemoryOptions.Recovery;
import io.millrace.shm.SharedMemory;
import java.nio.file.Path;
import java.time.Duration;

/// Does one kind of work on the queue `work` again and again until it is killed on the way, at the
/// crash point its JVM was started with. Says what it put in and what it took for good.
public final class QueueVictim {
    private static int number;

    private QueueVictim() {}

    /// Arguments: the point, and the file.
    public static void main(String[] arguments) throws InterruptedException {
        QueueScenario scenario = QueueScenario.of(arguments[0]);
        SharedMemory memory = SharedMemory.attach(Path.of(arguments[1]), Recovery.MANUAL);
        if (scenario == QueueScenario.RECOVER) {
            memory.recoverDead();
        }
        SharedQueue<String> queue = memory.queue("work", Codec.utf8());
        Delivery<String> held = scenario == QueueScenario.PASS ? queue.takeDelivery() : null;
        while (scenario != QueueScenario.RECOVER) {
            switch (scenario) {
                case PUT, PASS -> put(queue);
                case ABORT -> {
                    queue.claim(3).abort();
                    put(queue);
                    take(queue);
                }
                case TAKE -> take(queue);
                case GIVE_BACK, DEAD -> queue.takeDelivery().release();
                case CROSS -> cross(queue);
                case CLOSE -> queue.close();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
        System.out.println("survived with " + held);
    }

    /// Takes over a message that is un-acked and lies behind one that was given back.
    private static void cross(SharedQueue<String> queue) throws InterruptedException {
        Delivery<String> first = queue.takeDelivery();
        Delivery<String> second = queue.takeDelivery();
        first.release();
        Delivery<String> again = queue.takeDelivery();
        Delivery<String> third = queue.pollDelivery(Duration.ofMillis(50));
        if (third != null) {
            third.release();
        }
        again.release();
        second.release();
    }

    private static void put(SharedQueue<String> queue) throws InterruptedException {
        String message = "victim-" + ProcessHandle.current().pid() + "-" + number++;
        System.out.println("putting " + message);
        queue.put(message);
        System.out.println("put " + message);
    }

    private static void take(SharedQueue<String> queue) throws InterruptedException {
        System.out.println("took " + queue.take());
    }
}
