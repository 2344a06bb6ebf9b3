package io.millrace.shm.sync;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import java.nio.file.Path;
import java.util.List;

/// Main program of a process that takes the second end of a pipe, says so, and waits for the event, the queue or a
/// message until it is killed.
final class WaitingMain {
    private WaitingMain() {}

    /// @param arguments the mapped file
    public static void main(String[] arguments) throws InterruptedException {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
                var end = memory.pipe("pipe", Codec.utf8()).second()) {
            end.send("waiting");
            System.out.println(Wait.any(List.of(memory.event("event"), memory.queue("queue", Codec.utf8()), end)));
        }
    }
}
