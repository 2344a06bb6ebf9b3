package io.millrace.shm.interop;

import io.millrace.shm.MissingJvmFlagException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.message.Broadcast;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.message.Subscriber;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;

/// Uses a part of Millrace; what it prints on standard error is looked at by the test.
public final class QuietMain {
    private QuietMain() {}

    /// A message of `Codec.record`.
    public record Point(int x, double y) {}

    /// Arguments: which part, and the file.
    public static void main(String[] arguments) throws InterruptedException {
        try (SharedMemory memory = SharedMemory.create(Path.of(arguments[1]), 4 << 20)) {
            switch (arguments[0]) {
                case "withoutFlags" -> withoutFlags(memory);
                case "chronicle" -> chronicle(memory);
                case "everything" -> {
                    withoutFlags(memory);
                    agrona(memory);
                    chronicle(memory);
                }
                case "missing" -> missing(memory);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
        System.out.println("done");
    }

    private static void withoutFlags(SharedMemory memory) throws InterruptedException {
        LongArray array = memory.newLongArray("array", 1000);
        array.fill(7);
        require(array.getAndAdd(3, 1) == 7);
        memory.newDoubleValue("value", 1.5).incrementAndGet();
        Lock lock = memory.newLock("lock");
        lock.lock();
        lock.unlock();
        echo(memory, Codec.bytes(), new byte[] {1});
        echo(memory, Codec.utf8(), "text");
        echo(memory, Codec.longs(), new long[] {1});
        echo(memory, Codec.doubles(), new double[] {1});
        echo(memory, Codec.record(Point.class), new Point(1, 2));
        echo(memory, Codec.any(), List.of("a", 1, array));
        talk(memory);
    }

    private static void talk(SharedMemory memory) throws InterruptedException {
        Pipe<String, String> pipe = memory.newPipe("pipe", Codec.utf8(), 1 << 12);
        pipe.first().send("text");
        pipe.first().send("long text".repeat(200));
        require(pipe.second().receive().equals("text"));
        require(pipe.second().receive().length() == 1800);
        Broadcast<String> broadcast = memory.newBroadcast("broadcast", Codec.utf8(), 1 << 12);
        Subscriber<String> subscriber = broadcast.subscribe();
        broadcast.send("text");
        require(subscriber.receive().equals("text"));
    }

    private static <T> void echo(SharedMemory memory, Codec<T> codec, T value) throws InterruptedException {
        SharedQueue<T> queue = memory.newQueue(codec, QueueOptions.defaults().capacity(4));
        queue.put(value);
        require(queue.take() != null);
    }

    private static void agrona(SharedMemory memory) {
        AgronaViews.buffer(memory.newBytes("agrona", 64)).putLong(0, 1);
    }

    private static void chronicle(SharedMemory memory) throws InterruptedException {
        echo(memory, ChronicleCodecs.marshallable(Order.class), Order.numbered(1));
        echo(memory, ChronicleCodecs.<String>of("t", (text, out) -> out.write8bit(text), in -> in.read8bit()), "text");
        ByteArray bytes = memory.newBytes("chronicle", 64);
        ChronicleViews.bytes(bytes).writeUtf8("text").append("more").append(1.5);
        require(ChronicleViews.bytesForRead(bytes).readUtf8().equals("text"));
    }

    private static void missing(SharedMemory memory) {
        try {
            AgronaViews.buffer(memory.newBytes(64));
            System.out.println("worked");
        } catch (MissingJvmFlagException missing) {
            System.out.println(missing.getMessage());
        }
    }

    private static void require(boolean fact) {
        if (!fact) {
            throw new AssertionError();
        }
    }
}
