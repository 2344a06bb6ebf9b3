package io.millrace.engine.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The watch reads in native code, which a JVM that halts waits for: a worker takes it out of there first, so
/// that the close of a pool takes no third of a second.
@Timeout(60)
class ParentWatchIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void theWatchLeavesItsReadWhenItIsEnded() throws Exception {
        try (ChildJvm child = ChildJvm.of(ParentWatchMain.class).start()) {
            assertEquals("still here", child.receive(LIMIT), child::story);
            assertEquals(0, child.await(LIMIT), child::story);
        }
    }
}
