package io.millrace.shm.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `-Dmillrace.storm.kills=10000` makes it long.
class WaitingStormIT {
    private static final int KILLS = Integer.getInteger("millrace.storm.kills", 200);
    /// Somebody left waiting would wait for ever; a loaded machine makes all of them wait for a while.
    private static final int LONGEST_MILLIS = 30_000;

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void nothingIsLostOrDoubledWhileJvmsAreKilledAllTheTime() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        WaitingStorm.Outcome outcome = new WaitingStorm(KILLS, seed).run();
        System.out.println("storm of waiting: seed=" + seed + ", " + outcome);
        assertEquals(List.of(), outcome.wrong());
        assertTrue(outcome.longestMillis() < LONGEST_MILLIS, outcome::toString);
    }
}
