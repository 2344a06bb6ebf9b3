package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.of;

import io.millrace.engine.stream.FileStream;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Main program of a process that stops in the middle of a stream and waits for its end.
final class StreamingMain {
    private static int pieces;

    private StreamingMain() {}

    /// @param arguments the mapped file, the file to read
    public static void main(String[] arguments) {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
                Pool pool = Pool.start(memory, PoolOptions.defaults().workerKind(WorkerKind.THREAD).workers(1))) {
            pool.stream(Path.of(arguments[1]))
                    .memory(FileStream.MIN_MEMORY_BYTES)
                    .doubles()
                    .eval(piece -> {
                        stopAtThird();
                        return of(piece).square();
                    })
                    .sum();
        }
    }

    private static void stopAtThird() {
        if (++pieces == 3) {
            System.out.println("streaming");
            try {
                System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
