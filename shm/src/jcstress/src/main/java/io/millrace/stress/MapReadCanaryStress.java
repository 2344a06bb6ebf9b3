package io.millrace.stress;

import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// As `MapReadStress`, made wrong on purpose: the reader does not look at the word again. Must fail, or `MapReadStress`
/// proves nothing.
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "after")
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "meanwhile: the reader tries again")
@Outcome(expect = Expect.FORBIDDEN, desc = "the reader accepted half of a change")
@State
public class MapReadCanaryStress {
    private static final long FIRST = LockWord.LAYOUT.byteSize();
    private static final long SECOND = FIRST + Long.BYTES;

    private final MemorySegment stripe = MemorySegment.ofArray(new long[(int) SECOND / Long.BYTES + 1]);

    @Actor
    public void owner() {
        long held = LockWord.ONE_ACQUISITION | OwnerBits.of(1, 1);
        LockWord.cas(stripe, 0, held);
        VarHandle.storeStoreFence();
        stripe.set(ValueLayout.JAVA_LONG, FIRST, 1);
        stripe.set(ValueLayout.JAVA_LONG, SECOND, 1);
        LockWord.cas(stripe, held, held & ~OwnerBits.MASK);
    }

    @Actor
    public void reader(II_Result result) {
        long before = LockWord.acquire(stripe);
        result.r2 = (int) stripe.get(ValueLayout.JAVA_LONG, SECOND);
        result.r1 = (int) stripe.get(ValueLayout.JAVA_LONG, FIRST);
        if ((before & OwnerBits.MASK) != 0) {
            result.r1 = -1;
            result.r2 = -1;
        }
    }
}
