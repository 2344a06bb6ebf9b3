package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Programs with a pool that end, or that run out of memory.
@Timeout(180)
class ForgottenWorkIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void aProgramThatEndsWhileTasksAreInWorkSaysWhatIsDropped() {
        ChildJvm child = ChildJvm.of(ForgottenWork.class, "forget").start();
        try (child) {
            child.expect("end of main", LIMIT);
            assertEquals(0, child.await(LIMIT));
        }
        assertTrue(child.errors().contains("pool=forgotten, arrayJobs=0, taskCalls=2"), child::story);
    }

    @Test
    void aProgramThatClosesItsPoolRunsEveryStageAndPrintsNothing() {
        ChildJvm child = ChildJvm.of(ForgottenWork.class, "close").start();
        try (child) {
            child.expect("stage 6", LIMIT);
            assertEquals(0, child.await(LIMIT));
        }
        assertFalse(child.errors().contains("the program ends"), child::story);
    }

    @Test
    void everyJobEndsAndThePoolIsUsableAfterTwoSecondsWithoutMemory() {
        try (ChildJvm child =
                ChildJvm.of(ForgottenWork.class, "memory").flag("-Xmx48m").start()) {
            child.expect("ended 53", LIMIT);
            child.expect("[2, 3, 4]", LIMIT);
            child.expect("1000000.0", LIMIT);
            child.expect("closed", LIMIT);
            assertEquals(0, child.await(LIMIT));
        }
    }
}
