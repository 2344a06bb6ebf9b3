package io.millrace.shm.sync;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.testing.Await;
import java.time.Duration;

/// Attaches to a file, looks after nobody unless told to, does what its arguments say, and is to be
/// killed at a crash point on the way.
public final class VictimMain {
    private VictimMain() {}

    /// Arguments: the file, and commands of [SyncHand], or `recover`, or `waiters NAME`, with
    /// semicolons between them.
    public static void main(String[] arguments) {
        SyncHand hand = SyncHand.attached(arguments[0], "MANUAL");
        for (String command : arguments[1].split(";")) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "recover" -> hand.memory().recoverDead();
                case "waiters" -> Await.until(
                        command, Duration.ofSeconds(60), () -> Views.wait(hand.memory(), words[1]).waiters());
                default -> System.out.println(command + ": " + hand.run(command));
            }
        }
        System.out.println("survived");
    }
}
