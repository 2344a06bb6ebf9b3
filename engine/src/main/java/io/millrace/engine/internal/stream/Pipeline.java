package io.millrace.engine.internal.stream;

import io.millrace.engine.internal.pool.CallerFrames;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.data.NumericArray;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Reads, computes and writes the pieces of a file, in order, all three at the same time.
///
/// ```text
///   reader    read p+2          read p+3          read p+4
///   caller       compute p         compute p+1       compute p+2
///   writer          write p-1         write p           write p+1
/// ```
///
/// The read of piece p + 2 begins when piece p - 1 is computed, whose input it takes. Piece p is computed when it was
/// read, and piece p - 2 was written, whose output it takes.
final class Pipeline {
    /// Two would overlap; with the third one, the reader need not wait for the calling thread to notice an end.
    static final int INPUTS = 3;

    static final int OUTPUTS = 2;

    private final InputFile input;
    private final Buffers buffers;
    private final @Nullable OutputFile output;
    private final long length;
    private final long pieces;

    /// @param output null when nothing is written
    Pipeline(InputFile input, Buffers buffers, @Nullable OutputFile output) {
        this.input = input;
        this.buffers = buffers;
        this.output = output;
        this.length = input.length();
        this.pieces = Math.ceilDiv(length, buffers.length());
    }

    /// Computes one piece.
    @FunctionalInterface
    interface Step {
        /// @param out where to write; the input again when nothing is written
        void compute(NumericArray in, NumericArray out);
    }

    /// @throws JobCancelledException when the thread is interrupted
    void run(Step step) {
        Queue<Future<?>> reads = new ArrayDeque<>();
        Queue<Future<?>> writes = new ArrayDeque<>();
        try (IoThread reader = new IoThread("millrace-stream-reader");
                IoThread writer = new IoThread("millrace-stream-writer")) {
            long next = 0;
            for (long piece = 0; piece < pieces; piece++) {
                for (; next < Math.min(pieces, piece + INPUTS); next++) {
                    reads.add(read(reader, next));
                }
                await(reads.remove());
                if (writes.size() == OUTPUTS) {
                    await(writes.remove());
                }
                NumericArray in = buffers.input(piece, elements(piece));
                NumericArray out = output == null ? in : buffers.output(piece, elements(piece));
                step.compute(in, out);
                if (output != null) {
                    writes.add(write(writer, output, piece, out));
                }
            }
            while (!writes.isEmpty()) {
                await(writes.remove());
            }
        }
    }

    private Future<?> read(IoThread reader, long piece) {
        NumericArray target = buffers.input(piece, elements(piece));
        return reader.submit(() -> input.read(piece * buffers.length(), target));
    }

    private Future<?> write(IoThread writer, OutputFile file, long piece, NumericArray source) {
        return writer.submit(() -> file.write(piece * buffers.length(), source));
    }

    private long elements(long piece) {
        return Math.min(buffers.length(), length - piece * buffers.length());
    }

    private void await(Future<?> transfer) {
        try {
            transfer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new JobCancelledException(
                    "cancelled by an interrupt before the end of the file: file=%s; no output is left"
                            .formatted(input.path()));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw CallerFrames.of(cause);
            }
            throw (Error) failed.getCause();
        }
    }
}
