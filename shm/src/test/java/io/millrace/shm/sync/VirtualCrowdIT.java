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

    @Test
    void othersRunWhileAThousandVirtualThreadsWaitOnTwoCarriers() {
        try (MemoryFolder folder = MemoryFolder.create();
                ChildJvm jvm = ChildJvm.of(VirtualCrowdMain.class, folder.file("crowd.mill"))
                        .property("jdk.virtualThreadScheduler.parallelism", 2)
                        .property("jdk.virtualThreadScheduler.maxPoolSize", 2)
                        .start()) {
            String[] millis = jvm.receive(LONG).split(" ");
            // a carrier that waits in the kernel is away for 50 ms at a time, a thousand times over
            assertTrue(Long.parseLong(millis[0]) <= 50, "median, worst: " + String.join(" ", millis));
            assertTrue(Long.parseLong(millis[1]) <= 2000, "median, worst: " + String.join(" ", millis));
            jvm.expect("all went on", LONG);
            assertEquals(0, jvm.await(LONG), jvm::story);
        }
    }
}
