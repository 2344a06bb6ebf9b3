package io.millrace.stress;

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

/// A waiter announces itself (V1) and looks; a notifier changes and looks for waiters (V2). The words are in the heap,
/// where a wake is refused instead of made: that tells that there was one.
@JCStressTest
@Outcome(id = {"1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "the waiter saw the change")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the waiter saw nothing, and is woken")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the waiter sleeps, and nobody wakes it")
@State
public class EventCountStress {
    private static final VarHandle CONDITION = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment memory = MemorySegment.ofArray(new long[32]);
    private final EventCount count = new EventCount(memory, 0);

    @Actor
    public void waiter(II_Result result) {
        count.announce();
        result.r1 = (int) CONDITION.getAcquire(memory, 128L);
    }

    @Actor
    public void notifier(II_Result result) {
        CONDITION.setRelease(memory, 128L, 1);
        try {
            count.fenceAndWakeAll();
        } catch (IllegalArgumentException wake) {
            result.r2 = 1;
        }
    }
}
