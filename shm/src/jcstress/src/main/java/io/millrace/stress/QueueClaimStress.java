package io.millrace.stress;

import io.millrace.shm.internal.layout.QueueCell;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Two processes claim the same cell (C1): one of them gets it.
@JCStressTest
@Outcome(id = {"1, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "one of them")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, or nobody")
@State
public class QueueClaimStress {
    private static final long EMPTY = QueueCell.word(0, QueueCell.EMPTY, 0);

    private final MemorySegment cell = MemorySegment.ofArray(new long[8]);

    private int claim(long owner) {
        boolean claimed = QueueCell.wordCas(cell, 0, EMPTY, QueueCell.word(0, QueueCell.WRITING, owner));
        return claimed && QueueCell.owner(QueueCell.wordVolatile(cell, 0)) == owner ? 1 : 0;
    }

    @Actor
    public void one(II_Result result) {
        result.r1 = claim(QueueCell.owner(1, 1));
    }

    @Actor
    public void two(II_Result result) {
        result.r2 = claim(QueueCell.owner(2, 1));
    }
}
