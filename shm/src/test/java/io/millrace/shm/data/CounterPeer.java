package io.millrace.shm.data;

import io.millrace.shm.SharedMemory;
import java.nio.file.Path;
import java.util.Scanner;

/// Lives on. On the line `work FILE` it attaches, and adds to the counter `work` until the line `stop`; then
/// says what it added.
public final class CounterPeer {
    private static volatile boolean stop;

    private CounterPeer() {}

    /// Talks over standard input and output until the input ends.
    public static void main(String[] arguments) throws InterruptedException {
        Scanner input = new Scanner(System.in);
        System.out.println("ready");
        while (input.hasNextLine()) {
            try (SharedMemory memory = SharedMemory.attach(Path.of(input.nextLine().split(" ", 2)[1]))) {
                SharedCounter counter = memory.counter("work");
                long[] added = new long[1];
                stop = false;
                Thread worker = Thread.ofPlatform().start(() -> {
                    while (!stop) {
                        counter.increment();
                        added[0]++;
                    }
                });
                System.out.println("attached");
                input.nextLine();
                stop = true;
                worker.join();
                System.out.println(added[0]);
            }
        }
    }
}
