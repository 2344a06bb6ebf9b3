package io.millrace.bench;

import static io.millrace.bench.Figure.Kind.RATIO_AT_LEAST;
import static io.millrace.bench.Figure.Kind.RATIO_AT_MOST;

import io.millrace.bench.Figure.Goal;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Compares tasks with their peers in turns: one round of the peer, one round of the task. All
/// tasks use one pool, as in a program.
final class TaskComparisons implements AutoCloseable {
    private static final long OVERHEAD_BYTES = 4L << 20;
    private static final int ARRAY_LENGTH = 2_000_000;
    private static final int ROUND_TRIPS = 20_000;
    private static final int SQUARE_COUNT = 1_000_000;
    private static final int EMPTY_TASKS = 100_000;
    private static final int SHORT_TURN_FACTOR = 100;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final PythonPool python;
    private final int workers;
    private final int warmups;
    private final int rounds;
    private final int divisor;
    private final SharedMemory memory;
    private final Pool pool;

    /// @param divisor divides the work of a round: 1 for valid figures, more for a quick check
    TaskComparisons(PythonPool python, ReportOptions options, int divisor) {
        this.python = python;
        workers = options.workers();
        warmups = options.warmups();
        rounds = options.rounds();
        this.divisor = divisor;
        long bytes = 2L * (reduced(ARRAY_LENGTH) + reduced(SQUARE_COUNT)) * Double.BYTES;
        memory = SharedMemory.temporary(bytes + OVERHEAD_BYTES);
        pool = Pool.start(memory, PoolOptions.defaults().workers(workers));
        pool.awaitWorkers();
    }

    /// One round; null if the peer is not installed.
    private interface Turn {
        @Nullable Double take();
    }

    private record Measured(double[] values, double[] peers) {}

    private int reduced(int count) {
        return Math.max(2, count / divisor);
    }

    private Measured inTurns(Turn own, Turn peer) {
        return inTurns(1, own, peer);
    }

    /// @param factor multiplies the number of rounds, for rounds that are short
    private Measured inTurns(int factor, Turn own, Turn peer) {
        List<Double> values = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int round = -warmups * factor; round < rounds * factor; round++) {
            Double other = peer.take();
            Double value = own.take();
            if (round >= 0 && value != null) {
                values.add(value);
            }
            if (round >= 0 && other != null) {
                others.add(other);
            }
        }
        return new Measured(array(values), array(others));
    }

    private static double[] array(List<Double> values) {
        return values.stream().flatMapToDouble(DoubleStream::of).toArray();
    }

    /// Seconds for each of `count` runs.
    private static double time(int count, Runnable run) {
        long start = System.nanoTime();
        for (int turn = 0; turn < count; turn++) {
            run.run();
        }
        return (System.nanoTime() - start) / 1e9 / count;
    }

    /// Compares a lambda over an array with the built-in operation. Arrays of this length are small
    /// enough that the built-in operation writes through the caches too.
    List<Figure> functions() {
        DoubleArray in = memory.newDoubleArray(reduced(ARRAY_LENGTH));
        DoubleArray out = memory.newDoubleArray(reduced(ARRAY_LENGTH));
        pool.fill(in, 1.0);
        Figure alone = function("map(x -> x * x)", in, out);
        FunctionReport.runOthers(pool, in, out);
        return List.of(alone, function("map(x -> x * x) after 20 others", in, out));
    }

    private Figure function(String name, DoubleArray in, DoubleArray out) {
        Measured measured = inTurns(
                reduced(SHORT_TURN_FACTOR),
                () -> in.length() / time(1, () -> pool.map(in, x -> x * x, out)),
                () -> in.length() / time(1, () -> pool.map(in, DoubleUnaryOp.SQUARE, out)));
        return Figure.beside(
                name, "doubles/s", measured.values, "map(SQUARE)", measured.peers, new Goal(RATIO_AT_LEAST, 0.8));
    }

    Figure submit() {
        int trips = reduced(ROUND_TRIPS);
        RemoteRunnable nothing = () -> {};
        Measured measured = inTurns(
                () -> time(trips, () -> pool.submit(nothing).join()) * MICROS_PER_SECOND,
                () -> times(python.seconds("apply", workers, trips), MICROS_PER_SECOND));
        return Figure.beside(
                "an empty submit, there and back",
                "µs",
                measured.values,
                "Python's Pool.apply",
                measured.peers,
                new Goal(RATIO_AT_MOST, 0.2));
    }

    private static @Nullable Double times(@Nullable Double seconds, double by) {
        return seconds == null ? null : seconds * by;
    }

    /// Computes a million squares as objects and in arrays; compares both with Python's `Pool.map`
    /// over numbers of numpy.
    List<Figure> squares() {
        int count = reduced(SQUARE_COUNT);
        List<Integer> items = IntStream.range(0, count).boxed().toList();
        LongArray in = memory.newLongArray(count);
        LongArray out = memory.newLongArray(count);
        pool.generate(in, index -> index);
        List<Double> arrays = new ArrayList<>();
        Measured measured = inTurns(
                () -> {
                    double seconds = time(reduced(SHORT_TURN_FACTOR), () -> pool.map(in, x -> x * x, out));
                    arrays.add(seconds * MILLIS_PER_SECOND);
                    return time(1, () -> requireSquares(pool.mapAll(items, x -> (long) x * x))) * MILLIS_PER_SECOND;
                },
                () -> times(python.seconds("map", workers, count), count * MILLIS_PER_SECOND));
        double[] timed = array(arrays.subList(warmups, arrays.size()));
        return List.of(
                faster("%,d squares through mapAll".formatted(count), measured.values, measured.peers, 5),
                faster("%,d squares through arrays".formatted(count), timed, measured.peers, 1_000));
    }

    private static Figure faster(String name, double[] values, double[] peers, int times) {
        return Figure.beside(
                name, "ms", values, "Python's Pool.map, numpy", peers, new Goal(RATIO_AT_MOST, 1.0 / times));
    }

    private static void requireSquares(List<Long> squares) {
        long last = squares.size() - 1L;
        if (squares.getLast() != last * last) {
            throw new IllegalStateException("a wrong square: index=%d, found=%d".formatted(last, squares.getLast()));
        }
    }

    Figure empty() {
        int count = reduced(EMPTY_TASKS);
        List<@Nullable Object> items = Collections.nCopies(count, null);
        Measured measured =
                inTurns(() -> count / time(1, () -> runEmpty(items)), () -> 1e6);
        return Figure.beside(
                "%,d empty tasks through mapAll".formatted(count),
                "/s",
                measured.values,
                "a million",
                measured.peers,
                new Goal(RATIO_AT_LEAST, 1));
    }

    private void runEmpty(List<@Nullable Object> items) {
        pool.<@Nullable Object, @Nullable Object>mapAll(items, nothing -> null);
    }

    @Override
    public void close() {
        pool.close();
        memory.close();
    }
}
