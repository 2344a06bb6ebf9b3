package io.millrace.engine;

import io.millrace.shm.SharedMemory;
import java.nio.file.Path;

/// Main program of a process that starts a pool for others: arguments are the file and the pool's
/// name. It closes the pool when told to by a line of input.
final class PoolHost {
    private PoolHost() {}

    public static void main(String[] arguments) throws Exception {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(2).name(arguments[1]))) {
            pool.awaitWorkers();
            pool.workers().forEach(worker -> System.out.println(worker.pid()));
            System.in.read();
        }
        System.out.println("closed");
    }
}
