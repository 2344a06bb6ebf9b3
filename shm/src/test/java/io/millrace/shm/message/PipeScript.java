package io.millrace.shm.message;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the other side of a pipe does, one line after the other: the same for a thread with an
/// attachment of its own and for another JVM. Each line has one line of answer: `ok`, a value, or
/// the simple name of what was thrown.
final class PipeScript implements AutoCloseable {
    private @Nullable SharedMemory memory;
    private @Nullable Pipe<byte[], byte[]> pipe;

    /// Bytes that tell a message of that length and number from every other.
    static byte[] message(int byteSize, long number) {
        byte[] bytes = new byte[byteSize];
        long state = number * 31 + byteSize;
        for (int index = 0; index < byteSize; index++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            bytes[index] = (byte) (state >>> 56);
        }
        return bytes;
    }

    String answer(String line) {
        String[] words = line.split(" ");
        try {
            return switch (words[0]) {
                case "open" -> open(Path.of(words[1]), Waiting.valueOf(words[2]));
                case "pid" -> Long.toString(ProcessHandle.current().pid());
                case "leave" -> {
                    close();
                    yield "ok";
                }
                case "reset" -> {
                    pipe.reset();
                    yield "ok";
                }
                default -> onEnd(end(words[1]), words);
            };
        } catch (Throwable thrown) {
            return thrown.getClass().getSimpleName();
        }
    }

    private String open(Path file, Waiting waiting) {
        memory = SharedMemory.attach(file);
        pipe = memory.pipe("pipe", Codec.bytes()).waiting(waiting);
        return "ok";
    }

    private Connection<byte[], byte[]> end(String name) {
        return name.equals("first") ? pipe.first() : pipe.second();
    }

    private static String onEnd(Connection<byte[], byte[]> end, String[] words) throws InterruptedException {
        switch (words[0]) {
            case "send" -> {
                for (int number = 0; number < Integer.parseInt(words[2]); number++) {
                    end.send(message(Integer.parseInt(words[3]), number));
                }
            }
            case "receive" -> {
                for (int number = 0; number < Integer.parseInt(words[2]); number++) {
                    if (!Arrays.equals(message(Integer.parseInt(words[3]), number), end.receive())) {
                        return "wrong bytes in message " + number;
                    }
                }
            }
            case "echo" -> {
                for (int number = 0; number < Integer.parseInt(words[2]); number++) {
                    end.send(end.receive());
                }
            }
            case "poll" -> {
                byte[] message = end.poll(Duration.ofMillis(Long.parseLong(words[2])));
                return message == null ? "null" : Integer.toString(message.length);
            }
            case "close" -> end.close();
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "ok";
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }
}
