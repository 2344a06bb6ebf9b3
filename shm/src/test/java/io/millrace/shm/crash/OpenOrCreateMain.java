package io.millrace.shm.crash;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongValue;
import java.nio.file.Path;

/// Opens or creates a file many times; each time counts in it, and sometimes removes it.
public final class OpenOrCreateMain {
    private OpenOrCreateMain() {}

    /// Arguments: the file, how often.
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            try (SharedMemory memory = SharedMemory.openOrCreate(file, CrashVictim.OPTIONS)) {
                LongValue count = memory.openOrNewLongValue("count", 0);
                count.incrementAndGet();
                if (round % 17 == 16) {
                    memory.delete();
                }
            }
            if (round % 20 == 0) {
                System.out.println("round " + round);
            }
        }
    }
}
