package io.millrace.stress;

import io.millrace.shm.internal.layout.QueueCell;
import io.millrace.shm.internal.layout.QueueHeader;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// One process gives a message back (C5) while another moves `head` over its cell: no message is left behind `head`.
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "head is at the message")
@Outcome(expect = Expect.FORBIDDEN, desc = "the message is hidden")
@State
public class QueueHeadStress {
    private static final long CELL = QueueHeader.LAYOUT.byteSize();
    private static final long READING = QueueCell.word(0, QueueCell.READING, QueueCell.owner(1, 1));
    private static final long FULL = QueueCell.word(0, QueueCell.FULL, 0);

    private final MemorySegment queue = MemorySegment.ofArray(new long[(int) CELL / Long.BYTES + 8]);

    public QueueHeadStress() {
        QueueCell.wordCas(queue, CELL, 0, READING);
    }

    private void pullHead() {
        long head = QueueHeader.headVolatile(queue);
        while (head > 0 && !QueueHeader.headCas(queue, head, 0)) {
            head = QueueHeader.headVolatile(queue);
        }
    }

    @Actor
    public void giver() {
        QueueCell.wordCas(queue, CELL, READING, FULL);
        pullHead();
    }

    @Actor
    public void passer() {
        if (QueueHeader.headCas(queue, 0, 1) && QueueCell.wordVolatile(queue, CELL) == FULL) {
            pullHead();
        }
    }

    @Arbiter
    public void look(I_Result result) {
        result.r1 = (int) QueueHeader.headVolatile(queue);
    }
}
