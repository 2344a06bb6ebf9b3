package io.millrace.bench.waiting;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Kills small JVMs that have hold of something, while this one waits for it: how long from the kill to having it, or to
/// knowing that its other side is dead.
final class Recovery implements AutoCloseable {
    private static final int PREPARED = 2;
    private static final long LONGEST_HOLD = Duration.ofMillis(40).toNanos();

    private final SharedMemory memory =
            SharedMemory.temporary(MemoryOptions.defaults().byteSize(4 << 20).maxRegions(32));
    private final Deque<Process> prepared = new ArrayDeque<>();
    private final ExecutorService survivor = Executors.newSingleThreadExecutor();
    private final SplittableRandom random = new SplittableRandom(42);

    Recovery() {
        for (Grip grip : Grip.values()) {
            grip.make(memory);
        }
    }

    /// So many of each grip: milliseconds.
    Map<Grip, double[]> kill(int kills) {
        Map<Grip, double[]> times = new EnumMap<>(Grip.class);
        prepare();
        for (Grip grip : Grip.values()) {
            double[] millis = new double[kills];
            for (int kill = 0; kill < kills; kill++) {
                millis[kill] = killOne(grip) / 1e6;
                prepare();
            }
            times.put(grip, millis);
        }
        return times;
    }

    private void prepare() {
        while (prepared.size() < PREPARED) {
            List<String> command = JavaCommand.of("-Xmx32m", "-XX:TieredStopAtLevel=1");
            command.addAll(List.of(VictimMain.class.getName(), memory.file().toString()));
            prepared.add(JavaCommand.start(command));
        }
    }

    private long killOne(Grip grip) {
        Process victim = prepared.remove();
        try (var output = victim.inputReader(StandardCharsets.UTF_8);
                var input = victim.outputWriter(StandardCharsets.UTF_8)) {
            grip.begin(memory);
            input.write(grip.name() + "\n");
            input.flush();
            if (!"held".equals(output.readLine())) {
                throw new IllegalStateException("a victim did not get hold of it: grip=" + grip + "; see its message above");
            }
            Callable<Long> wait = () -> {
                grip.await(memory);
                return System.nanoTime();
            };
            Future<Long> success = survivor.submit(wait);
            LockSupport.parkNanos(random.nextLong(LONGEST_HOLD));
            long killed = System.nanoTime();
            victim.destroyForcibly();
            grip.killed(memory);
            long time = success.get() - killed;
            grip.end(memory);
            return time;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting: grip=" + grip, interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("nobody recovered: grip=" + grip, failure.getCause());
        } finally {
            victim.destroyForcibly();
            victim.onExit().join();
        }
    }

    @Override
    public void close() {
        survivor.shutdownNow();
        for (Process victim : prepared) {
            victim.destroyForcibly();
            victim.onExit().join();
        }
        memory.close();
    }
}
