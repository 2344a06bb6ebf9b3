package io.millrace.stress;

import io.millrace.shm.internal.layout.QueueCell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A message is published in a cell (C2) while another process looks for one (C3): who takes it sees all of it.
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not there yet")
@Outcome(id = "42, 8", expect = Expect.ACCEPTABLE, desc = "the message and its size")
@Outcome(expect = Expect.FORBIDDEN, desc = "taken before it was written")
@State
public class QueuePublishStress {
    private static final long ME = QueueCell.owner(1, 1);
    private static final long OTHER = QueueCell.owner(2, 1);

    private final MemorySegment cell = MemorySegment.ofArray(new long[8]);

    @Actor
    public void producer() {
        if (QueueCell.wordCas(
                cell, 0, QueueCell.word(0, QueueCell.EMPTY, 0), QueueCell.word(0, QueueCell.WRITING, ME))) {
            cell.set(ValueLayout.JAVA_LONG, QueueCell.MESSAGE, 42);
            QueueCell.describe(cell, 0, 0, Long.BYTES);
            QueueCell.wordCas(cell, 0, QueueCell.word(0, QueueCell.WRITING, ME), QueueCell.word(0, QueueCell.FULL, 0));
        }
    }

    @Actor
    public void consumer(II_Result result) {
        long word = QueueCell.wordVolatile(cell, 0);
        if (QueueCell.state(word) == QueueCell.FULL
                && QueueCell.wordCas(cell, 0, word, QueueCell.word(0, QueueCell.READING, OTHER))) {
            result.r1 = (int) cell.get(ValueLayout.JAVA_LONG, QueueCell.MESSAGE);
            result.r2 = QueueCell.byteSize(cell, 0);
        }
    }
}
