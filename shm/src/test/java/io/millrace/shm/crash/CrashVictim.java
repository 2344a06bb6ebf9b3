package io.millrace.shm.crash;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import java.nio.file.Path;

/// Does one thing to a file and is killed on the way, at the crash point its JVM was started with.
public final class CrashVictim {
    static final MemoryOptions OPTIONS =
            MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(1 << 12).maxRegions(64);

    private CrashVictim() {}

    /// Arguments: what to do, and the file.
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[1]);
        switch (Scenario.valueOf(arguments[0])) {
            case CREATE -> SharedMemory.create(file, OPTIONS).close();
            case ATTACH -> SharedMemory.attach(file).close();
            case DELETE -> SharedMemory.attach(file).delete();
            case REGION, DROP -> newAndDrop(file);
            case RECOVER -> SharedMemory.attach(file, MemoryOptions.Recovery.MANUAL).recoverDead();
            case SWEEP -> SharedMemory.sweep();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("survived");
    }

    private static void newAndDrop(Path file) {
        SharedMemory memory = SharedMemory.attach(file, MemoryOptions.Recovery.MANUAL);
        LongArray array = memory.newLongArray("deadWorker", 1000);
        array.fill(-1);
        memory.drop("deadWorker");
    }
}
