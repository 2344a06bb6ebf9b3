package io.millrace.stress;

import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.wait.FutexWord;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// As `ReadWriteStress`, made wrong on purpose: release and acquire let a load pass the store before it. Must fail, or
/// the others prove nothing.
@JCStressTest
@Outcome(id = {"1, 0", "0, 1", "0, 0"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "reader and writer are inside")
@State
public class CanaryStress {
    private static final int COUNT = (int) LockWord.LAYOUT.byteSize();

    private final MemorySegment memory = MemorySegment.ofArray(new long[COUNT / Long.BYTES + 16]);
    private final FutexWord readers = new FutexWord(memory, COUNT);
    private final FutexWord writer = new FutexWord(memory, 0);

    @Actor
    public void reader(II_Result result) {
        readers.setRelease(1);
        result.r1 = writer.getAcquire() == 0 ? 1 : 0;
    }

    @Actor
    public void writer(II_Result result) {
        writer.setRelease(1);
        result.r2 = readers.getAcquire() == 0 ? 1 : 0;
    }
}
