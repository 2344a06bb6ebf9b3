package io.millrace.engine;

import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.nio.file.Path;

/// Main program of a process that has the file attached and does nothing but recover the dead,
/// until its input ends.
final class IdlePeer {
    private IdlePeer() {}

    public static void main(String[] arguments) throws IOException {
        try (SharedMemory _ = SharedMemory.attach(Path.of(arguments[0]))) {
            System.out.println("attached");
            while (System.in.read() >= 0) {
                // the end of the stream counts
            }
        }
    }
}
