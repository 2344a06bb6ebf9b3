package io.millrace.bench;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.shm.SharedMemory;
import java.util.ArrayList;
import java.util.List;

/// Main program that sends the same boxed numbers through `mapAll` again and again, in a new JVM with a
/// new pool.
final class TaskCallsMain {
    private static final long BYTES = 16L << 20;

    private TaskCallsMain() {}

    /// @param arguments workers, items, calls
    public static void main(String[] arguments) {
        int workers = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int calls = Integer.parseInt(arguments[2]);
        List<Integer> items = new ArrayList<>();
        for (int item = 0; item < count; item++) {
            items.add(item);
        }
        StringBuilder lines = new StringBuilder();
        try (SharedMemory memory = SharedMemory.temporary(BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(workers))) {
            pool.awaitWorkers();
            for (int call = 1; call <= calls; call++) {
                long begin = System.nanoTime();
                List<Integer> results = pool.mapAll(items, item -> item);
                lines.append("call.").append(call).append(' ').append(System.nanoTime() - begin).append('\n');
                if (!results.equals(items)) {
                    throw new IllegalStateException("the results are not the items");
                }
            }
        }
        System.out.print(lines);
    }
}
