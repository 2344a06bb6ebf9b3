package io.millrace.shm.sync;

import io.millrace.shm.layout.LockWord;
import io.millrace.shm.sync.LockCore.Sharing;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// The lock itself, as two processes see it: two cores over one word, each with a slot of its own. Who got it increments
/// a plain number.
@JCStressTest
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "both, one after the other")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "the first")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "the second")
@Outcome(expect = Expect.FORBIDDEN, desc = "both were inside, or one did not see what the other wrote")
@State
public class LockStress {
    private final MemorySegment memory = MemorySegment.ofArray(new long[(int) LockWord.LAYOUT.byteSize() / Long.BYTES]);
    private final LockCore one = core(1);
    private final LockCore two = core(2);
    private int number;

    private LockCore core(int slot) {
        return new LockCore(new Site(null, memory, null, slot), 0, Sharing.EXCLUSIVE);
    }

    private int increment(LockCore lock) {
        if (!lock.enterFast()) {
            return 0;
        }
        number++;
        lock.exit();
        return 1;
    }

    @Actor
    public void first(III_Result result) {
        result.r1 = increment(one);
    }

    @Actor
    public void second(III_Result result) {
        result.r2 = increment(two);
    }

    @Arbiter
    public void count(III_Result result) {
        result.r3 = number;
    }
}
