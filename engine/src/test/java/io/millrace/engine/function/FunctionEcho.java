package io.millrace.engine.function;

import io.millrace.engine.RemoteCallable;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;
import java.nio.file.Path;

/// Another process: calls what comes out of the queue `calls`, and says in the queue `answers` what came of it, until
/// an answer is "end".
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

    /// The call that ends it.
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
