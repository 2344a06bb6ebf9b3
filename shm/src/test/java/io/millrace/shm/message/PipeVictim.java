package io.millrace.shm.message;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import java.nio.file.Path;

/// Does one thing with a pipe or a broadcast and is killed on the way, at the crash point its JVM was
/// started with.
public final class PipeVictim {
    static final MemoryOptions OPTIONS =
            MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(1 << 12).maxRegions(64);

    private PipeVictim() {}

    /// Arguments: what to do, and the file.
    public static void main(String[] arguments) throws InterruptedException {
        PipeScenario scenario = PipeScenario.valueOf(arguments[0]);
        SharedMemory memory = SharedMemory.attach(Path.of(arguments[1]), MemoryOptions.Recovery.MANUAL);
        Pipe<long[], long[]> pipe = memory.pipe("pipe", Codec.longs());
        switch (scenario) {
            case SEND -> {
                send(pipe, 5);
                pipe.first().send(new long[1000]);
            }
            case FILL -> send(pipe, Integer.MAX_VALUE);
            case RECEIVE -> {
                while (true) {
                    pipe.second().receive();
                }
            }
            case CLOSE -> {
                send(pipe, 2);
                pipe.first().close();
            }
            case RESET -> pipe.reset();
            case RECOVER -> memory.recoverDead();
            case BROADCAST, BROADCAST_AGAIN -> {
                Broadcast<long[]> broadcast = memory.broadcast("broadcast", Codec.longs());
                for (long number = 0; number < 5; number++) {
                    broadcast.send(new long[] {number});
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("survived");
    }

    private static void send(Pipe<long[], long[]> pipe, int count) throws InterruptedException {
        for (int number = 0; number < count; number++) {
            pipe.first().send(new long[] {number});
        }
    }
}
