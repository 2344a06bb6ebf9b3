package io.millrace.bench.waiting;

import io.millrace.engine.Pool;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.nio.file.Path;

/// Main program of a process that owns a pool of two worker processes, prints `ready`, and waits until it
/// is killed.
public final class PoolOwnerMain {
    private PoolOwnerMain() {}

    /// Runs the owner; the argument is the path of the file.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
                Pool pool = Pool.start(memory, 2)) {
            pool.awaitWorkers();
            System.out.println("ready");
            System.in.read();
        }
    }
}
