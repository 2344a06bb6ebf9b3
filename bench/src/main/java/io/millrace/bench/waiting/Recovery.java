package io.millrace.bench.waiting;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.sync.SharedLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Kills small JVMs that hold a lock, while this one waits for it: how long from the kill to having the lock.
final class Recovery implements AutoCloseable {
    static final String NAME = "lock";
    private static final int PREPARED = 2;
    private static final long LONGEST_HOLD = Duration.ofMillis(40).toNanos();

    private final SharedMemory memory =
            SharedMemory.temporary(MemoryOptions.defaults().byteSize(1 << 20).maxRegions(16));
    private final SharedLock lock = memory.newLock(NAME);
    private final Deque<Process> prepared = new ArrayDeque<>();
    private final ExecutorService waiter = Executors.newSingleThreadExecutor();
    private final SplittableRandom random = new SplittableRandom(42);

    /// Milliseconds, sorted.
    double[] kill(int kills) {
        List<Double> times = new ArrayList<>();
        prepare();
        for (int kill = 0; kill < kills; kill++) {
            times.add(killOne() / 1e6);
            prepare();
        }
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private void prepare() {
        while (prepared.size() < PREPARED) {
            List<String> command = JavaCommand.of("-Xmx32m", "-XX:TieredStopAtLevel=1");
            command.addAll(List.of(HolderMain.class.getName(), memory.file().toString()));
            prepared.add(JavaCommand.start(command));
        }
    }

    private long killOne() {
        Process holder = prepared.remove();
        try (var output = holder.inputReader(StandardCharsets.UTF_8);
                var input = holder.outputWriter(StandardCharsets.UTF_8)) {
            input.write("lock\n");
            input.flush();
            if (!"held".equals(output.readLine())) {
                throw new IllegalStateException("a holder did not get the lock: see its message above");
            }
            Callable<Long> wait = () -> {
                lock.lockOrRecover();
                long taken = System.nanoTime();
                lock.markConsistent();
                lock.unlock();
                return taken;
            };
            Future<Long> taken = waiter.submit(wait);
            LockSupport.parkNanos(random.nextLong(LONGEST_HOLD));
            long killed = System.nanoTime();
            holder.destroyForcibly();
            return taken.get() - killed;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a lock", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the lock could not be had", failure.getCause());
        } finally {
            holder.destroyForcibly();
            holder.onExit().join();
        }
    }

    @Override
    public void close() {
        waiter.shutdownNow();
        for (Process holder : prepared) {
            holder.destroyForcibly();
            holder.onExit().join();
        }
        memory.close();
    }
}
