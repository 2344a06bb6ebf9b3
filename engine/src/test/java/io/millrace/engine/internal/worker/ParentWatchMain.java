package io.millrace.engine.internal.worker;

import io.millrace.testing.Await;
import java.time.Duration;

/// A process that ends its watch while its parent lives and its standard input is open.
final class ParentWatchMain {
    private ParentWatchMain() {}

    public static void main(String[] arguments) {
        ParentWatch watch = ParentWatch.takeInput();
        watch.begin(() -> System.out.println("parent gone"));
        Await.until("the watch reads", Duration.ofSeconds(10), () -> watches() == 1);
        watch.end();
        Await.until("the watch has ended", Duration.ofSeconds(10), () -> watches() == 0);
        System.out.println("still here");
    }

    private static long watches() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("millrace-parent-watch"))
                .count();
    }
}
