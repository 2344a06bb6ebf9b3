package io.millrace.engine;

import io.millrace.shm.SharedMemory;

/// Starts a pool that needs no other process, then one that does, and says what came of it.
public final class SmallImageMain {
    private SmallImageMain() {}

    /// No arguments.
    public static void main(String[] arguments) {
        try (SharedMemory memory = SharedMemory.temporary(1 << 20)) {
            try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.CALLER))) {
                System.out.println("caller: " + pool.submit(() -> 7).join());
            }
            try (Pool pool = Pool.start(memory, 1)) {
                System.out.println("process: " + pool.submit(() -> 7).join());
            } catch (Throwable refusal) { // also an Error, which would be the fault that is looked for
                System.out.println("process: " + refusal.getClass().getSimpleName() + ": " + refusal.getMessage());
            }
        }
    }
}
