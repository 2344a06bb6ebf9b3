package io.millrace.bench.page;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.cli.html.Axis;
import io.millrace.engine.cli.html.LineChart;
import io.millrace.engine.cli.html.LineChart.Point;
import io.millrace.engine.cli.html.LineChart.Series;
import io.millrace.engine.cli.html.Quantity;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.util.ArrayList;
import java.util.List;

/// Bytes that jobs over arrays move in a second, against the length of the arrays and the workers of the
/// pool.
final class Throughput {
    private static final long ROOM_BYTES = 64L << 20;

    private final List<Series> read = new ArrayList<>();
    private final List<Series> copied = new ArrayList<>();

    private Throughput() {}

    static List<LineChart> charts(Effort effort) {
        Throughput throughput = new Throughput();
        for (int workers : effort.crews()) {
            throughput.measure(effort, workers);
        }
        return List.of(
                chart("Sum of squares: mapReduce(SQUARE, SUM)", throughput.read, effort),
                chart("Squares into another array: map(SQUARE)", throughput.copied, effort));
    }

    private void measure(Effort effort, int workers) {
        List<Point> readPoints = new ArrayList<>();
        List<Point> copiedPoints = new ArrayList<>();
        try (SharedMemory memory = SharedMemory.temporary(2 * effort.elements() * Double.BYTES + ROOM_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(workers))) {
            pool.awaitWorkers();
            DoubleArray in = memory.newDoubleArray("in", effort.elements());
            DoubleArray out = memory.newDoubleArray("out", effort.elements());
            pool.fill(in, 1.0);
            pool.fill(out, 1.0);
            Stopwatch stopwatch = new Stopwatch(effort.seconds());
            for (long size : effort.sizes()) {
                DoubleArray from = in.slice(0, size);
                DoubleArray to = out.slice(0, size);
                double sum = stopwatch.median(() -> pool.mapReduce(from, DoubleUnaryOp.SQUARE, Reduction.SUM));
                double map = stopwatch.median(() -> pool.map(from, DoubleUnaryOp.SQUARE, to));
                readPoints.add(new Point(size, from.byteSize() / sum));
                copiedPoints.add(new Point(size, 2 * from.byteSize() / map));
            }
        }
        read.add(new Series(Count.of(workers, "worker"), readPoints));
        copied.add(new Series(Count.of(workers, "worker"), copiedPoints));
    }

    private static LineChart chart(String title, List<Series> series, Effort effort) {
        double most = series.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .max()
                .orElse(1);
        return new LineChart(
                title,
                Axis.logarithmic(
                        "doubles in an array", effort.sizes().getFirst(), effort.elements(), Quantity::compact),
                Axis.linear("GB/s", most, Quantity::compact),
                series);
    }
}
