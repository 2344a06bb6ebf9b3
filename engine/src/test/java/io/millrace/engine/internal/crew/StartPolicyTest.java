package io.millrace.engine.internal.crew;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.internal.crew.StartPolicy.End;
import io.millrace.engine.internal.crew.StartPolicy.Next;
import io.millrace.engine.internal.jvm.ExitReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartPolicyTest {
    private long now = 1;
    private final StartPolicy policy = new StartPolicy(3, StartPolicy.GIVE_UP_AFTER, () -> now);

    private Duration pause(int workerSlot, End end, int living) {
        return Duration.ofNanos(
                assertInstanceOf(Next.Start.class, policy.failed(workerSlot, end, living)).pauseNanos());
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void pausesAfterKillsDoubleFromATenthOfASecondToTenSeconds() {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            millis.add(pause(0, End.KILLED, 1).toMillis());
        }
        assertEquals(List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L), millis.subList(0, 9));
        assertEquals(10_000L, millis.getLast());
    }

    @Test
    void failuresAreCountedForEachSlotAndAWorkerThatOccupiesASlotResetsItsCount() {
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    Duration.ofMillis(100), pause(1, End.KILLED, 0), "every second one is killed, never two in a row");
            assertTrue(policy.isFailing(1));
            policy.began(1);
            assertFalse(policy.isFailing(1));
        }
        pause(0, End.KILLED, 0);
        assertEquals(Duration.ofMillis(200), pause(0, End.KILLED, 0));
        assertEquals(Duration.ofMillis(100), pause(2, End.KILLED, 0));
    }

    @Test
    void aPoolWithALivingWorkerNeverGivesUpBecauseOfKills() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(30));
            pause(0, End.KILLED, 1);
        }
        pass(Duration.ofSeconds(59));
        pause(0, End.KILLED, 0);
    }

    @Test
    void aPoolWithoutALivingWorkerGivesUpAfterAMinute() {
        pause(0, End.KILLED, 0);
        pass(Duration.ofSeconds(59));
        pause(1, End.KILLED, 0);
        pass(Duration.ofSeconds(1));
        Next.GiveUpKills given = assertInstanceOf(Next.GiveUpKills.class, policy.failed(2, End.KILLED, 0));
        assertEquals(StartPolicy.GIVE_UP_AFTER, given.since());
        policy.reset();
        assertEquals(Duration.ofMillis(100), pause(0, End.KILLED, 0), "another try begins anew");
    }

    @Test
    void theMinuteBeginsWhenTheLastLivingWorkerHasExited() {
        pass(Duration.ofHours(1));
        policy.began(0);
        pass(Duration.ofSeconds(59));
        pause(0, End.KILLED, 0);
    }

    @Test
    void aSlotWhoseWorkerExitsByItselfIsTriedAgainAtOnceButOnlyOnce() {
        assertEquals(Duration.ZERO, pause(0, End.EXITED, 2));
        policy.began(0);
        assertEquals(Duration.ZERO, pause(0, End.EXITED, 2));
        assertEquals(Duration.ZERO, pause(1, End.EXITED, 2));
        assertEquals(new Next.GiveUpExits(), policy.failed(0, End.EXITED, 2));
    }

    @Test
    void aSignalIsAKillAndAnExitCodeIsNot() {
        assertEquals(End.KILLED, End.of(new ExitReport(7, 137, "", Optional.empty())));
        assertEquals(End.KILLED, End.of(new ExitReport(7, 143, "", Optional.empty())));
        assertEquals(End.EXITED, End.of(new ExitReport(7, 1, "", Optional.empty())));
        assertEquals(End.EXITED, End.of(new ExitReport(7, 0, "", Optional.empty())));
    }
}
