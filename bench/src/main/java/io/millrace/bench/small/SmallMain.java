package io.millrace.bench.small;

import com.sun.management.ThreadMXBean;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;

/// Main program that times one sum of squares again and again: after 100 calls, and after 100,000 calls or as long as
/// it is told. Prints `name nanoseconds` lines, and the bytes that a call allocates in its thread.
final class SmallMain {
    private static final int EARLY_CALLS = 100;
    private static final int WARM_CALLS = 100_000;
    private static final int RECORDED_CALLS = 20_000;
    private static final long ROOM_BYTES = 1L << 20;
    private static final int DIGITS = 3;
    private static final double MEDIAN = 50;
    private static final double LATE = 99;

    private final DoubleSupplier call;
    private final long nanos;
    private final long[] recorded = new long[RECORDED_CALLS];

    private SmallMain(DoubleSupplier call, double seconds) {
        this.call = call;
        this.nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    /// @param arguments contender (`pool`, `loop`, `stream`), elements, seconds, workers; with a fifth argument only
    ///         so many calls are made, and nothing is timed
    public static void main(String[] arguments) {
        int elements = Integer.parseInt(arguments[1]);
        double seconds = Double.parseDouble(arguments[2]);
        int workers = Integer.parseInt(arguments[3]);
        int count = arguments.length > 4 ? Integer.parseInt(arguments[4]) : -1;
        if (arguments[0].equals("pool")) {
            try (SharedMemory memory = SharedMemory.temporary((long) elements * Double.BYTES + ROOM_BYTES);
                    Pool pool = Pool.start(memory, PoolOptions.defaults().workers(workers))) {
                DoubleArray array = memory.newDoubleArray("array", elements);
                pool.fill(array, 0.5);
                pool.awaitWorkers();
                run(() -> pool.mapReduce(array, DoubleUnaryOp.SQUARE, Reduction.SUM), seconds, count);
            }
            return;
        }
        double[] array = new double[elements];
        Arrays.fill(array, 0.5);
        boolean stream = arguments[0].equals("stream");
        run(stream ? () -> Arrays.stream(array).parallel().map(v -> v * v).sum() : () -> loop(array), seconds, count);
    }

    private static double loop(double[] array) {
        double sum = 0;
        for (double value : array) {
            sum += value * value;
        }
        return sum;
    }

    private static void run(DoubleSupplier call, double seconds, int count) {
        SmallMain timer = new SmallMain(call, seconds);
        if (count >= 0) {
            timer.repeat(count);
        } else {
            timer.time();
        }
    }

    private void time() {
        repeat(EARLY_CALLS);
        report("early", record(EARLY_CALLS));
        repeat(WARM_CALLS);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int calls = record(RECORDED_CALLS);
        double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / calls;
        report("warm", calls);
        System.out.println("bytes " + bytes);
    }

    private void repeat(int most) {
        long end = System.nanoTime() + nanos;
        for (int i = 0; i < most && System.nanoTime() - end < 0; i++) {
            check(call.getAsDouble());
        }
    }

    private int record(int most) {
        long end = System.nanoTime() + nanos;
        int calls = 0;
        while (calls < most) {
            long begin = System.nanoTime();
            check(call.getAsDouble());
            long now = System.nanoTime();
            recorded[calls++] = now - begin;
            if (now - end >= 0) {
                break;
            }
        }
        return calls;
    }

    private static void check(double sum) {
        if (sum <= 0) {
            throw new IllegalStateException("wrong sum: " + sum);
        }
    }

    private void report(String name, int calls) {
        Histogram histogram = new Histogram(DIGITS);
        for (int i = 0; i < calls; i++) {
            histogram.recordValue(recorded[i]);
        }
        System.out.println(name + ".median " + histogram.getValueAtPercentile(MEDIAN));
        System.out.println(name + ".p99 " + histogram.getValueAtPercentile(LATE));
    }
}
