package io.millrace.stress;

import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.wait.FutexWord;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A reader counts itself (R1) and looks at the writers' word; a writer takes the word (L1) and looks at the count.
@JCStressTest
@Outcome(id = {"1, 0", "0, 1", "0, 0"}, expect = Expect.ACCEPTABLE, desc = "one of them, or both make way")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "reader and writer are inside")
@State
public class ReadWriteStress {
    private static final int COUNT = (int) LockWord.LAYOUT.byteSize();

    private final MemorySegment memory = MemorySegment.ofArray(new long[COUNT / Long.BYTES + 16]);
    private final FutexWord readers = new FutexWord(memory, COUNT);

    @Actor
    public void reader(II_Result result) {
        readers.addAndGet(1);
        result.r1 = (LockWord.getVolatile(memory) & OwnerBits.MASK) == 0 ? 1 : 0;
    }

    @Actor
    public void writer(II_Result result) {
        LockWord.cas(memory, 0, LockWord.ONE_ACQUISITION | LockWord.ENTERING | OwnerBits.of(2, 1));
        result.r2 = readers.getVolatile() == 0 ? 1 : 0;
    }
}
