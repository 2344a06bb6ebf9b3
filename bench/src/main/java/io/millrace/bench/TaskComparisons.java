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

/// Each in turns with its peer: a round of the one, a round of the other. One pool for all, as a program would have it.
final class TaskComparisons implements AutoCloseable {
    private static final long ROOM = 4L << 20;
    private static final int DOUBLES = 2_000_000;
    private static final int ROUND_TRIPS = 20_000;
    private static final int SQUARES = 1_000_000;
    private static final int EMPTY = 100_000;
    private static final int SHORT_TURNS = 100;
    private static final double MICROS = 1e6;
    private static final double MILLIS = 1e3;

    private final PythonPool python;
    private final int workers;
    private final int warmups;
    private final int rounds;
    private final int effort;
    private final SharedMemory memory;
    private final Pool pool;

    /// @param effort divides how much is done in a round: 1 for figures, more for a look whether all works
    TaskComparisons(PythonPool python, int workers, int warmups, int rounds, int effort) {
        this.python = python;
        this.workers = workers;
        this.warmups = warmups;
        this.rounds = rounds;
        this.effort = effort;
        long bytes = 2L * (many(DOUBLES) + many(SQUARES)) * Double.BYTES;
        memory = SharedMemory.temporary(bytes + ROOM);
        pool = Pool.start(memory, PoolOptions.defaults().workers(workers));
    }

    /// One turn; null when there is nobody to take it.
    private interface Turn {
        @Nullable Double take();
    }

    private record Measured(double[] values, double[] peers) {}

    private int many(int count) {
        return Math.max(2, count / effort);
    }

    private Measured inTurns(Turn own, Turn peer) {
        return inTurns(1, own, peer);
    }

    /// @param share so many times more rounds than usual, for turns that are so much shorter
    private Measured inTurns(int share, Turn own, Turn peer) {
        List<Double> values = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int round = -warmups * share; round < rounds * share; round++) {
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

    /// A lambda over an array beside the built-in operation, which writes through the caches at that length, too.
    List<Figure> functions() {
        DoubleArray in = memory.newDoubleArray(many(DOUBLES));
        DoubleArray out = memory.newDoubleArray(many(DOUBLES));
        pool.fill(in, 1.0);
        Figure alone = function("map(x -> x * x)", in, out);
        FunctionReport.runOthers(pool, in, out);
        return List.of(alone, function("map(x -> x * x) after 20 others", in, out));
    }

    private Figure function(String name, DoubleArray in, DoubleArray out) {
        Measured measured = inTurns(
                many(SHORT_TURNS),
                () -> in.length() / time(1, () -> pool.map(in, x -> x * x, out)),
                () -> in.length() / time(1, () -> pool.map(in, DoubleUnaryOp.SQUARE, out)));
        return Figure.beside(
                name, "doubles/s", measured.values, "map(SQUARE)", measured.peers, new Goal(RATIO_AT_LEAST, 0.8));
    }

    Figure submit() {
        int trips = many(ROUND_TRIPS);
        RemoteRunnable nothing = () -> {};
        Measured measured = inTurns(
                () -> time(trips, () -> pool.submit(nothing).join()) * MICROS,
                () -> scaled(python.seconds("apply", workers, trips), MICROS));
        return Figure.beside(
                "an empty submit, there and back",
                "µs",
                measured.values,
                "Python's Pool.apply",
                measured.peers,
                new Goal(RATIO_AT_MOST, 0.2));
    }

    private static @Nullable Double scaled(@Nullable Double seconds, double by) {
        return seconds == null ? null : seconds * by;
    }

    /// The same million squares as objects and as an array, both beside Python's `Pool.map` on numbers of numpy.
    List<Figure> squares() {
        int count = many(SQUARES);
        List<Integer> items = IntStream.range(0, count).boxed().toList();
        LongArray in = memory.newLongArray(count);
        LongArray out = memory.newLongArray(count);
        pool.generate(in, index -> index);
        List<Double> arrays = new ArrayList<>();
        Measured measured = inTurns(
                () -> {
                    arrays.add(time(many(SHORT_TURNS), () -> pool.map(in, x -> x * x, out)) * MILLIS);
                    return time(1, () -> requireSquares(pool.mapAll(items, x -> (long) x * x))) * MILLIS;
                },
                () -> scaled(python.seconds("map", workers, count), count * MILLIS));
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
        int count = many(EMPTY);
        List<@Nullable Object> items = Collections.nCopies(count, null);
        Measured measured =
                inTurns(() -> count / time(1, () -> pool.<@Nullable Object, @Nullable Object>mapAll(items, nothing -> null)), () -> 1e6);
        return Figure.beside(
                "%,d empty tasks through mapAll".formatted(count),
                "/s",
                measured.values,
                "a million",
                measured.peers,
                new Goal(RATIO_AT_LEAST, 1));
    }

    @Override
    public void close() {
        pool.close();
        memory.close();
    }
}
