package io.millrace.bench.page;

import io.millrace.engine.JvmProcess;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.cli.html.Histogram;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.Pipe;
import java.util.List;

/// Times of single calls: a small job, a task, and a message to another JVM and back.
final class Latencies {
    private static final long ROOM_BYTES = 64L << 20;
    private static final int SMALL = 10_000;
    private static final long PIPE_BYTES = 1 << 16;

    private Latencies() {}

    static List<Histogram> charts(Effort effort) throws InterruptedException {
        Stopwatch stopwatch = new Stopwatch(effort.seconds());
        try (SharedMemory memory = SharedMemory.temporary(ROOM_BYTES)) {
            org.HdrHistogram.Histogram job;
            org.HdrHistogram.Histogram task;
            try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(effort.workers()))) {
                pool.awaitWorkers();
                DoubleArray array = memory.newDoubleArray("array", SMALL);
                pool.fill(array, 1.0);
                job = stopwatch.times(() -> pool.mapReduce(array, DoubleUnaryOp.SQUARE, Reduction.SUM));
                task = stopwatch.times(() -> pool.submit(() -> 1).join());
            }
            return List.of(
                    Bins.chart("Sum of squares of 10,000 doubles", job),
                    Bins.chart("An empty task in a worker, there and back", task),
                    Bins.chart("A number to another JVM and back, by a pipe", roundTrips(memory, stopwatch)));
        }
    }

    private static org.HdrHistogram.Histogram roundTrips(SharedMemory memory, Stopwatch stopwatch)
            throws InterruptedException {
        Pipe<long[], long[]> pipe = memory.newPipe("pipe", Codec.longs(), PIPE_BYTES);
        try (JvmProcess echo = JvmProcess.start(memory, () -> echo(pipe.second()))) {
            Connection<long[], long[]> connection = pipe.first();
            org.HdrHistogram.Histogram times = stopwatch.times(() -> {
                try {
                    connection.send(new long[] {1});
                    connection.receive();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException("interrupted while a message was on its way", interrupted);
                }
            });
            connection.close();
            echo.join();
            return times;
        }
    }

    private static void echo(Connection<long[], long[]> connection) throws InterruptedException {
        try {
            while (true) {
                connection.send(connection.receive());
            }
        } catch (EndOfStreamException closed) {
            connection.close();
        }
    }
}
