package io.millrace.shm.sync;

import io.millrace.shm.SharedMemory;
import java.nio.file.Path;

/// Main program of a process that takes a lock, says so, and holds it until it is killed.
final class LockHolderMain {
    private LockHolderMain() {}

    /// @param arguments the mapped file, the name of the lock
    public static void main(String[] arguments) throws InterruptedException {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            memory.lock(arguments[1]).lock();
            System.out.println("held");
            Thread.currentThread().join();
        }
    }
}
