package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A thousand virtual threads wait; their two carriers run others meanwhile.
class VirtualCrowdIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROUNDS = 3;

    /// A carrier that waits in the kernel is away for 50 ms at a time, a thousand times over: that
    /// is so in every round. A machine that is busy elsewhere for a moment is not.
    @Test
    void othersRunWithin50MillisWhileAThousandVirtualThreadsWaitOnTwoCarriers() {
        try (MemoryFolder folder = MemoryFolder.create();
                ChildJvm jvm = ChildJvm.of(VirtualCrowdMain.class, folder.file("crowd.mill"), ROUNDS)
                        .property("jdk.virtualThreadScheduler.parallelism", 2)
                        .property("jdk.virtualThreadScheduler.maxPoolSize", 2)
                        .start()) {
            long worst = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                String micros = jvm.receive(LONG);
                System.out.println("crowd of virtual threads, microseconds, median, 99 %, worst: " + micros);
                worst = Math.min(worst, Long.parseLong(micros.substring(micros.lastIndexOf(' ') + 1)));
            }
            assertTrue(worst <= 50_000, "the worst of the best round: " + worst);
            jvm.expect("all went on", LONG);
            assertEquals(0, jvm.await(LONG), jvm::story);
        }
    }
}
