package io.millrace.shm.interop;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.message.SharedQueue;
import java.nio.file.Path;

/// Gives foreign code of another JVM what lies in a file.
public final class ForeignCodeMain {
    private ForeignCodeMain() {}

    /// Arguments: the file, the first number to send, and how many.
    public static void main(String[] arguments) throws InterruptedException {
        long first = Long.parseLong(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            ForeignCode.produce(AgronaViews.buffer(memory.bytes("ring")), first, count);
            ForeignCode.count(AgronaViews.buffer(memory.bytes("values")), 0, count);
            var queue = memory.queue("orders", ChronicleCodecs.marshallable(Order.class));
            sendOrders(queue, first, count);
            Order.numbered(first).writeMarshallable(ChronicleViews.bytes(memory.bytes("order" + first)));
            try (var end = memory.pipe("pipe" + first, ChronicleCodecs.marshallable(Order.class)).second()) {
                for (int number = 0; number < count; number++) {
                    end.send(end.receive());
                }
            }
        }
        System.out.println("done");
    }

    private static void sendOrders(SharedQueue<Order> queue, long first, int count) throws InterruptedException {
        for (long number = first; number < first + count; number++) {
            queue.put(Order.numbered(number));
        }
    }

    static Pipe<Order, Order> newPipe(SharedMemory memory, long first) {
        return memory.newPipe("pipe" + first, ChronicleCodecs.marshallable(Order.class), 1 << 13);
    }
}
