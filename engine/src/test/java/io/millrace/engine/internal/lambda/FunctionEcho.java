package io.millrace.engine.internal.lambda;

import io.millrace.engine.RemoteCallable;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;
import java.nio.file.Path;

/// Main program of another process: calls the functions from the queue `calls` and puts their
/// results into the queue `answers`, until a result is "end".
final class FunctionEcho {
    private FunctionEcho() {}

    public static void main(String[] arguments) throws Exception {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            SharedQueue<RemoteCallable<Object>> calls = memory.queue("calls", Codec.any());
            SharedQueue<String> answers = memory.queue("answers", Codec.utf8());
            for (String answer = ""; !answer.equals("end"); answers.put(answer)) {
                answer = answer(calls);
            }
        }
    }

    /// The call that ends the process.
    static RemoteCallable<Object> last() {
        return () -> "end";
    }

    private static String answer(SharedQueue<RemoteCallable<Object>> calls) throws InterruptedException {
        try {
            return String.valueOf(calls.take().call());
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            return failure.toString();
        }
    }
}
