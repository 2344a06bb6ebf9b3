package io.millrace.shm.sync;

import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/// A [SyncHand] in a JVM of its own. Lines in: `attach FILE RECOVERY`, `detach`, `interrupt`, or a
/// command; lines out: one for each line in but `interrupt`, and `ready` at first. An interrupt
/// meets the command before it, if that has not ended.
public final class HandMain {
    private static volatile Thread worker;

    private HandMain() {}

    /// Ends with its input.
    public static void main(String[] arguments) throws InterruptedException {
        ThreadFactory factory = work -> {
            worker = Thread.ofPlatform().daemon().unstarted(work);
            return worker;
        };
        try (ExecutorService one = Executors.newSingleThreadExecutor(factory);
                Scanner input = new Scanner(System.in)) {
            SyncHand[] hand = new SyncHand[1];
            CountDownLatch latest = new CountDownLatch(0);
            System.out.println("ready");
            while (input.hasNextLine()) {
                String line = input.nextLine();
                if (line.equals("interrupt")) {
                    latest.await();
                    worker.interrupt();
                } else {
                    CountDownLatch begun = new CountDownLatch(1);
                    latest = begun;
                    one.execute(() -> {
                        begun.countDown();
                        System.out.println(run(hand, line));
                    });
                }
            }
            System.exit(0);
        }
    }

    private static String run(SyncHand[] hand, String line) {
        try {
            if (line.startsWith("attach ")) {
                String[] words = line.split(" ");
                hand[0] = SyncHand.attached(words[1], words[2]);
                return "attached";
            }
            if (line.equals("detach")) {
                hand[0].memory().close();
                return "detached";
            }
            return hand[0].run(line);
        } catch (RuntimeException | Error failure) {
            failure.printStackTrace();
            return failure.toString();
        }
    }
}
