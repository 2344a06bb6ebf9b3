package io.millrace.shm.peer;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Delivery;
import io.millrace.shm.message.SharedQueue;
import java.nio.file.Path;

/// Takes a message of a queue, claims room for another one, may lock a lock, and waits to be killed, or for a line
/// that tells it to give the message back.
public final class QueueHolderMain {
    private QueueHolderMain() {}

    public static void main(String[] arguments) throws Exception {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            SharedQueue<String> queue = memory.queue(arguments[1], Codec.utf8());
            if (arguments.length > 2) {
                memory.lock(arguments[2]).lock();
            }
            Delivery<String> delivery = queue.takeDelivery();
            System.out.println(delivery.value() + " " + delivery.attempts());
            queue.claim(10);
            System.out.println("claimed");
            System.in.read();
            delivery.release();
        }
    }
}
