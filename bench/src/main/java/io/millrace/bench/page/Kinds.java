package io.millrace.bench.page;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.cli.html.BarChart;
import io.millrace.engine.cli.html.BarChart.Group;
import io.millrace.engine.cli.html.Quantity;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The same work by workers that are processes, by workers that are threads, and by the streams of the JDK.
final class Kinds {
    private static final long ROOM_BYTES = 64L << 20;
    private static final int MOST_ELEMENTS = 10_000_000;
    private static final int TASKS = 10_000;

    /// What is timed, in this order.
    private enum Work {
        START("Pool.start until all workers are ready"),
        SUM("sum of squares, %s doubles"),
        OWN_FUNCTION("map(x -> sqrt(x) + 1), %s doubles"),
        TASK("one empty task"),
        TASKS("10,000 tasks by mapAll");

        private final String text;

        Work(String text) {
            this.text = text;
        }
    }

    private Kinds() {}

    static BarChart chart(Effort effort) {
        int elements = (int) Math.min(effort.elements(), MOST_ELEMENTS);
        Map<Work, Double> processes = pool(effort, elements, WorkerKind.PROCESS);
        Map<Work, Double> threads = pool(effort, elements, WorkerKind.THREAD);
        Map<Work, Double> streams = streams(effort, elements);
        List<Group> groups = new ArrayList<>();
        for (Work work : Work.values()) {
            List<Double> values = List.of(
                    processes.get(work), threads.get(work), streams.getOrDefault(work, Double.NaN));
            groups.add(new Group(
                    work.text.formatted(Quantity.compact(elements)),
                    values,
                    values.stream().map(value -> value.isNaN() ? "" : Quantity.nanos(value)).toList()));
        }
        return new BarChart(
                "Median times, shorter is better", List.of("processes", "threads", "parallel stream"), groups);
    }

    private static Map<Work, Double> pool(Effort effort, int elements, WorkerKind kind) {
        Map<Work, Double> times = new EnumMap<>(Work.class);
        Stopwatch stopwatch = new Stopwatch(effort.seconds());
        try (SharedMemory memory = SharedMemory.temporary(2L * elements * Double.BYTES + ROOM_BYTES)) {
            long start = System.nanoTime();
            try (Pool pool = Pool.start(
                    memory, PoolOptions.defaults().workers(effort.workers()).workerKind(kind))) {
                pool.awaitWorkers();
                times.put(Work.START, (double) (System.nanoTime() - start));
                DoubleArray in = memory.newDoubleArray("in", elements);
                DoubleArray out = memory.newDoubleArray("out", elements);
                pool.fill(in, 1.0);
                List<Integer> items = IntStream.range(0, TASKS).boxed().toList();
                times.put(
                        Work.SUM,
                        stopwatch.median(() -> pool.mapReduce(in, DoubleUnaryOp.SQUARE, Reduction.SUM)));
                times.put(Work.OWN_FUNCTION, stopwatch.median(() -> pool.map(in, x -> Math.sqrt(x) + 1, out)));
                times.put(Work.TASK, stopwatch.median(() -> pool.submit(() -> 1).join()));
                times.put(Work.TASKS, stopwatch.median(() -> pool.mapAll(items, item -> item + 1)));
            }
        }
        return times;
    }

    private static Map<Work, Double> streams(Effort effort, int elements) {
        Stopwatch stopwatch = new Stopwatch(effort.seconds());
        double[] in = new double[elements];
        double[] out = new double[elements];
        Arrays.fill(in, 1);
        double[] sum = new double[1];
        double sums = stopwatch.median(() -> sum[0] = Arrays.stream(in).parallel().map(x -> x * x).sum());
        if (sum[0] != elements) {
            throw new IllegalStateException("wrong sum of squares: stream=%s, right=%s".formatted(sum[0], elements));
        }
        double maps = stopwatch.median(() -> Arrays.parallelSetAll(out, i -> Math.sqrt(in[i]) + 1));
        return Map.of(Work.SUM, sums, Work.OWN_FUNCTION, maps);
    }
}
