package io.millrace.stress;

import io.millrace.shm.Waiting;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// As `EventCountStress`, of the counted protocol: the waiter reads the epoch, looks, then goes to sleep (V1), which is
/// refused in the heap; the notifier changes and advances (V3).
@JCStressTest
@Outcome(id = {"1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "the waiter does not sleep")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the waiter sleeps, and is woken")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the waiter sleeps, and nobody wakes it")
@State
public class EventCountEpochStress {
    private static final VarHandle CONDITION = ValueLayout.JAVA_INT.varHandle();
    private static final long NANOS = 1_000_000;

    private final MemorySegment memory = MemorySegment.ofArray(new long[32]);
    private final EventCount count = new EventCount(memory, 0);

    @Actor
    public void waiter(II_Result result) {
        int seen = count.epoch();
        result.r1 = 1;
        if ((int) CONDITION.getOpaque(memory, 128L) == 0) {
            try {
                count.awaitChange(seen, Waiting.PARK, NANOS);
            } catch (IllegalArgumentException sleep) {
                result.r1 = 0;
            }
        }
    }

    @Actor
    public void notifier(II_Result result) {
        CONDITION.setOpaque(memory, 128L, 1);
        try {
            count.advance();
        } catch (IllegalArgumentException wake) {
            result.r2 = 1;
        }
    }
}
