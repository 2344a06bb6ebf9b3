package io.millrace.engine;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;

/// Starts two pools of the default number of workers in one file of the default size.
public final class ManyProcessorsMain {
    private ManyProcessorsMain() {}

    /// No arguments; the JVM is told how many processors it has.
    public static void main(String[] arguments) {
        PoolOptions threads = PoolOptions.defaults()
                .workers(Runtime.getRuntime().availableProcessors())
                .workerKind(WorkerKind.THREAD);
        try (SharedMemory memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize(1000).populate(false));
                Pool first = Pool.start(memory, threads.name("first"));
                Pool second = Pool.start(memory, threads.name("second"))) {
            System.out.println(first.submit(() -> 1).join() + second.submit(() -> 2).join());
        }
    }
}
