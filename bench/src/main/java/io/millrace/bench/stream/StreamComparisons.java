package io.millrace.bench.stream;

import static io.millrace.bench.Figure.Kind.RATIO_AT_MOST;

import io.millrace.bench.Figure;
import io.millrace.bench.Figure.Goal;
import io.millrace.bench.peer.Samples;
import io.millrace.engine.Pool;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads one file of doubles in turns: with a sum of squares, and with a loop that does nothing else.
final class StreamComparisons implements AutoCloseable {
    private static final Goal LITTLE_LONGER = new Goal(RATIO_AT_MOST, 1.2);
    private static final int FILE_TIMES = 4;
    private static final int WARMUPS = 5;

    /// Larger ones leave the second-level cache, smaller ones make more system calls.
    private static final int READ_BYTES = 1 << 20;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final long byteSize;
    private final Path file;
    private final SharedMemory memory;
    private final Pool pool;
    private double expected;

    /// @param byteSize of the memory given to a stream
    StreamComparisons(Path folder, long byteSize, int workers) throws IOException {
        this.byteSize = byteSize;
        file = Files.createTempFile(folder, "millrace-stream-", ".raw");
        fill();
        memory = SharedMemory.temporary(byteSize);
        pool = Pool.start(memory, workers);
        pool.awaitWorkers();
    }

    private void fill() throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(READ_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        double squares = 0;
        for (int i = 0; i < READ_BYTES / Double.BYTES; i++) {
            numbers.putDouble(i % 7);
            squares += (i % 7) * (i % 7);
        }
        long times = FILE_TIMES * byteSize / READ_BYTES;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < times; written++) {
                out.write(numbers.array());
            }
        }
        expected = squares * times;
    }

    List<Figure> figures(int rounds) throws IOException, InterruptedException {
        Samples samples = new Samples();
        for (int round = -WARMUPS; round < rounds; round++) {
            Samples kept = round < 0 ? new Samples() : samples;
            kept.add("stream", nanos(this::stream));
            kept.add("read", nanos(this::read));
        }
        for (int round = 0; round < rounds; round++) {
            dropFromCache();
            samples.add("stream from disk", nanos(this::stream));
            dropFromCache();
            samples.add("read from disk", nanos(this::read));
        }
        String what = "sum of squares, %,d MiB, %,d MiB given".formatted(Files.size(file) >> 20, byteSize >> 20);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.beside(
                what + ", in the page cache", "ms", samples.millis("stream"), "read alone", samples.millis("read"),
                LITTLE_LONGER));
        figures.add(Figure.beside(
                what + ", from disk", "ms", samples.millis("stream from disk"), "read alone",
                samples.millis("read from disk"), LITTLE_LONGER));
        return figures;
    }

    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }

    private static long nanos(Reading reading) throws IOException {
        long begun = System.nanoTime();
        reading.run();
        return System.nanoTime() - begun;
    }

    private void stream() {
        double sum = pool.stream(file, DoubleUnaryOp.SQUARE, Reduction.SUM);
        if (sum != expected) {
            throw new IllegalStateException("wrong sum: sum=%s, expected=%s".formatted(sum, expected));
        }
    }

    private void read() throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            buffer.clear();
            while (channel.read(buffer) >= 0) {
                buffer.clear();
            }
        }
    }

    /// Writes the file to the disk and takes it out of the page cache: `dd` calls `posix_fadvise(POSIX_FADV_DONTNEED)`.
    private void dropFromCache() throws IOException, InterruptedException {
        Process dd = new ProcessBuilder("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (dd.waitFor() != 0) {
            throw new IOException("dd could not drop the file from the page cache: file=" + file);
        }
    }

    @Override
    public void close() throws IOException {
        pool.close();
        memory.close();
        Files.delete(file);
    }
}
