package io.millrace.shm.data;

import io.millrace.shm.SharedMemory;
import java.nio.file.Path;

/// Adds to the counter `work` until it is killed. Each thread notes in its element of the array `returned`
/// how many of its additions have returned.
public final class CounterMortal {
    /// What each addition adds.
    static final long DELTA = 3;

    private CounterMortal() {}

    /// Arguments: the file.
    public static void main(String[] arguments) {
        SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
        SharedCounter counter = memory.counter("work");
        LongArray returned = memory.longArray("returned");
        for (int number = 0; number < returned.length(); number++) {
            int own = number;
            Thread.ofPlatform().start(() -> work(counter, returned, own));
        }
    }

    private static void work(SharedCounter counter, LongArray returned, int own) {
        for (long done = 1; ; done++) {
            counter.add(DELTA);
            returned.setVolatile(own, done);
        }
    }
}
