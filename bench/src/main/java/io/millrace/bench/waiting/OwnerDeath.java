package io.millrace.bench.waiting;

import io.millrace.bench.peer.JavaCommand;
import io.millrace.engine.Job;
import io.millrace.engine.Pool;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.SharedMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// Kills a process that owns a pool while this JVM, a guest of the pool, waits for a task.
///
/// @param callMillis from the kill until the guest's call ends
/// @param workersMillis from the kill until no worker process holds the file any more
record OwnerDeath(double callMillis, double workersMillis) {
    private static final long LOOK_NANOS = 2_000_000;

    /// Kills one owner.
    static OwnerDeath once() {
        try (SharedMemory memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize(1 << 20))) {
            List<String> command = JavaCommand.of("-Xmx32m");
            command.addAll(List.of(PoolOwnerMain.class.getName(), memory.file().toString()));
            Process owner = JavaCommand.start(command);
            try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
                if (!"ready".equals(output.readLine())) {
                    throw new IllegalStateException("the owner of a pool does not start; see its message above");
                }
                return kill(owner, memory);
            } finally {
                owner.destroyForcibly();
                owner.onExit().join();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static OwnerDeath kill(Process owner, SharedMemory memory) {
        try (Pool pool = Pool.attach(memory)) {
            Job<Boolean> task = pool.submit(() -> {
                new CountDownLatch(1).await();
                return true;
            });
            long killed = System.nanoTime();
            owner.destroyForcibly();
            long ended = endOf(task);
            while (memory.processes().size() > 1) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            return new OwnerDeath((ended - killed) / 1e6, (System.nanoTime() - killed) / 1e6);
        }
    }

    private static long endOf(Job<Boolean> task) {
        try {
            task.join();
            throw new IllegalStateException("a task went on after the death of its pool's owner");
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof PeerDiedException) {
                return System.nanoTime();
            }
            throw failure;
        }
    }
}
