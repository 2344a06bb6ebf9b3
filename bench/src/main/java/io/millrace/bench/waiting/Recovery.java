package io.millrace.bench.waiting;

import io.millrace.bench.peer.JavaCommand;
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

/// Kills small JVMs that hold an object while this JVM waits for it. Measures the time from the
/// kill until this JVM holds the object, or knows that the other side is dead.
final class Recovery implements AutoCloseable {
    private static final int PREPARED_JVMS = 2;
    private static final long LONGEST_HOLD_NANOS = Duration.ofMillis(40).toNanos();

    private final SharedMemory memory =
            SharedMemory.temporary(MemoryOptions.defaults().byteSize(4 << 20).maxRegions(32));
    private final Deque<Process> prepared = new ArrayDeque<>();
    private final ExecutorService survivor = Executors.newSingleThreadExecutor();
    private final SplittableRandom random = new SplittableRandom(42);

    Recovery() {
        for (HeldObject held : HeldObject.values()) {
            held.make(memory);
        }
    }

    /// Kills this number of JVMs for each of these objects; returns milliseconds.
    Map<HeldObject, double[]> kill(int kills, HeldObject... objects) {
        Map<HeldObject, double[]> times = new EnumMap<>(HeldObject.class);
        prepare();
        for (HeldObject held : objects) {
            double[] millis = new double[kills];
            for (int kill = 0; kill < kills; kill++) {
                millis[kill] = killOne(held) / 1e6;
                prepare();
            }
            times.put(held, millis);
        }
        return times;
    }

    private void prepare() {
        while (prepared.size() < PREPARED_JVMS) {
            List<String> command = JavaCommand.of("-Xmx32m", "-XX:TieredStopAtLevel=1");
            command.addAll(List.of(HolderMain.class.getName(), memory.file().toString()));
            prepared.add(JavaCommand.start(command));
        }
    }

    private long killOne(HeldObject held) {
        Process holder = prepared.remove();
        try (var output = holder.inputReader(StandardCharsets.UTF_8);
                var input = holder.outputWriter(StandardCharsets.UTF_8)) {
            held.begin(memory);
            input.write(held.name() + "\n");
            input.flush();
            if (!"held".equals(output.readLine())) {
                throw new IllegalStateException(
                        "a JVM does not hold its object: object=" + held + "; see its message above");
            }
            Callable<Long> wait = () -> {
                held.await(memory);
                return System.nanoTime();
            };
            Future<Long> success = survivor.submit(wait);
            LockSupport.parkNanos(random.nextLong(LONGEST_HOLD_NANOS));
            long killed = System.nanoTime();
            holder.destroyForcibly();
            held.killed(memory);
            long time = success.get() - killed;
            held.end(memory);
            return time;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting: object=" + held, interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the survivor failed: object=" + held, failure.getCause());
        } finally {
            holder.destroyForcibly();
            holder.onExit().join();
        }
    }

    @Override
    public void close() {
        survivor.shutdownNow();
        for (Process holder : prepared) {
            holder.destroyForcibly();
            holder.onExit().join();
        }
        memory.close();
    }
}
