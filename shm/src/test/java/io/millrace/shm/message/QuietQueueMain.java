package io.millrace.shm.message;

import io.millrace.shm.SharedMemory;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Sends one message with each codec that needs no JVM flag.
public final class QuietQueueMain {
    private QuietQueueMain() {}

    record Point(int x, String name) {}

    /// Argument: a file to make and remove.
    public static void main(String[] arguments) throws InterruptedException {
        try (SharedMemory memory = SharedMemory.create(Path.of(arguments[0]), 16 << 20)) {
            send(memory, Codec.bytes(), new byte[] {1});
            send(memory, Codec.utf8(), "text");
            send(memory, Codec.longs(), new long[] {1});
            send(memory, Codec.doubles(), new double[] {1});
            send(memory, Codec.record(Point.class), new Point(1, "a"));
            send(memory, Codec.any(), Map.of("memory", memory, "list", List.of(memory.newLongArray("array", 5))));
            try (Claim claim = memory.newQueue(Codec.bytes()).claim(8)) {
                claim.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, 1);
                claim.publish();
            }
            memory.delete();
        }
    }

    private static <T> void send(SharedMemory memory, Codec<T> codec, T value) throws InterruptedException {
        SharedQueue<T> queue = memory.newQueue(codec);
        queue.put(value);
        if (!queue.process(Duration.ZERO, message -> {})) {
            throw new IllegalStateException("no message");
        }
    }
}
