package io.millrace.stress;

import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Two processes take the word of a lock (L1) and let it go (L3). Who got it increments a plain number in between.
@JCStressTest
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "both, one after the other")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "the first")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "the second")
@Outcome(expect = Expect.FORBIDDEN, desc = "both were inside, or one did not see what the other wrote")
@State
public class LockStress {
    private final MemorySegment lock = MemorySegment.ofArray(new long[(int) LockWord.LAYOUT.byteSize() / Long.BYTES]);
    private int number;

    private int increment(long owner) {
        long seen = LockWord.acquire(lock);
        long held = seen + LockWord.ONE_ACQUISITION | owner;
        if ((seen & OwnerBits.MASK) != 0 || !LockWord.cas(lock, seen, held)) {
            return 0;
        }
        number++;
        return LockWord.cas(lock, held, held & ~OwnerBits.MASK) ? 1 : -1;
    }

    @Actor
    public void first(III_Result result) {
        result.r1 = increment(OwnerBits.of(1, 1));
    }

    @Actor
    public void second(III_Result result) {
        result.r2 = increment(OwnerBits.of(2, 1));
    }

    @Arbiter
    public void count(III_Result result) {
        result.r3 = number;
    }
}
