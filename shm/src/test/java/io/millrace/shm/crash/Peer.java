package io.millrace.shm.crash;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.locks.LockSupport;

/// Lives on. On the line `work THREAD FILE` it attaches and makes, writes, reads and drops regions
/// until the line `stop`; then says how often it did. With `MANUAL` it does so only once, after
/// `stop`, and leaves the dead to others.
public final class Peer {
    private static volatile boolean stop;

    private Peer() {}

    /// Talks over standard input and output until the input ends, in the middle of work too, and the JVM with it.
    public static void main(String[] arguments) throws Exception {
        Scanner input = new Scanner(System.in);
        System.out.println("ready");
        while (input.hasNextLine()) {
            String[] words = input.nextLine().split(" ", 3);
            stop = false;
            Thread worker = Thread.ofPlatform()
                    .daemon()
                    .start(() -> work(MemoryOptions.Recovery.valueOf(words[1]), Path.of(words[2])));
            input.nextLine();
            stop = true;
            worker.join();
        }
    }

    private static void work(MemoryOptions.Recovery recovery, Path file) {
        int rounds = 0;
        try (SharedMemory memory = SharedMemory.attach(file, recovery)) {
            System.out.println("attached");
            boolean quiet = recovery == MemoryOptions.Recovery.MANUAL;
            while (!stop) {
                if (!quiet) {
                    once(memory);
                    rounds++;
                }
                LockSupport.parkNanos(2_000_000);
            }
            once(memory);
            rounds++;
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            rounds = -1;
        }
        System.out.println(rounds);
    }

    private static void once(SharedMemory memory) {
        LongArray array = memory.newLongArray(1000);
        long pid = ProcessHandle.current().pid();
        for (long index = 0; index < array.length(); index++) {
            if (array.get(index) != 0) {
                throw new IllegalStateException("new memory is not zero: index=" + index);
            }
            array.set(index, pid);
        }
        for (long index = 0; index < array.length(); index++) {
            if (array.get(index) != pid) {
                throw new IllegalStateException("somebody else wrote here: index=" + index);
            }
        }
        memory.drop(array.name());
    }
}
